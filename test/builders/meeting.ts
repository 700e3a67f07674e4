/**
 * A meeting in one line: people with replicas, a server, queues that are delivered when the test says so.
 *
 * Places are written into words: `'shall| report'` is the caret after "shall", `'«shall» report'` the words between the
 * signs; both are looked up in what that person is shown. `sync` delivers everything and asks the laws: replicas equal,
 * incremental composition equals whole, a reload equals.
 */
import * as Y from 'yjs'
import type { ComposedBlock } from '../../shared/compose/compose.ts'
import { compose } from '../../shared/compose/compose.ts'
import { Model } from '../../shared/compose/model.ts'
import { previewOf } from '../../shared/compose/preview.ts'
import { type Run, wordsOf } from '../../shared/compose/run.ts'
import { clean, type ComposeView, everything } from '../../shared/compose/view.ts'
import type { CommandId, ProposalId } from '../../shared/ids.ts'
import { changeBlock, type NewBlock, proposeBlocks } from '../../shared/intent/blocks.ts'
import { proposeBracket } from '../../shared/intent/brackets.ts'
import { editBlock } from '../../shared/intent/edit-block.ts'
import { formatBlock } from '../../shared/intent/formats.ts'
import { type Content, plainContent } from '../../shared/intent/writer.ts'
import type { Command } from '../../shared/protocol/command.ts'
import type { Role } from '../../shared/rules/roles.ts'
import { anchorAfter, insertText } from '../../shared/text/items.ts'
import { keysBetween } from '../../shared/text/order.ts'
import { addBlock, type MarkName, rootsOf, textOf } from '../../shared/text/roots.ts'
import type { CommandResult } from '../../server/register/result.ts'
import { SimClient } from '../simulation/client.ts'
import { DirectServer, type Sent } from '../simulation/direct-server.ts'
import { checkReload, checkReplica } from '../simulation/laws.ts'
import { type Random, seededRandom } from '../simulation/random.ts'

/** A shown place: block and offset. */
interface Place {
  readonly block: ComposedBlock
  readonly pos: number
}

export class Person {
  readonly client: SimClient
  private readonly meeting: Meeting

  constructor(meeting: Meeting, client: SimClient) {
    this.meeting = meeting
    this.client = client
  }

  /** The proposal this person writes in now. */
  get proposal(): ProposalId {
    return this.client.proposal
  }

  /** The caret at `|`. */
  place(words: string): Place {
    const [before, after] = words.split('|')
    return this.find((before as string) + (after ?? ''), (before as string).length)
  }

  private find(words: string, offset: number): Place {
    for (const block of this.client.live.blocks) {
      const at = block.runs.map(wordsOf).join('').indexOf(words)
      if (at >= 0) return { block, pos: at + offset }
    }
    throw new Error(`${this.client.name} is not shown "${words}" in ${JSON.stringify(this.sees())}`)
  }

  private range(words: string): { from: Place; to: Place } {
    const plain = words.replace(/[«»]/g, '')
    return { from: this.find(plain, words.indexOf('«')), to: this.find(plain, words.indexOf('»') - 1) }
  }

  type(at: string, text: string | readonly Content[]): this {
    const { block, pos } = this.place(at)
    return this.edit(block, pos, pos, typeof text === 'string' ? plainContent(text) : text)
  }

  delete(range: string): this {
    return this.replace(range, '')
  }

  replace(range: string, text: string): this {
    const { from, to } = this.range(range)
    return this.edit(from.block, from.pos, to.pos, plainContent(text))
  }

  private edit(block: ComposedBlock, from: number, to: number, content: readonly Content[]): this {
    editBlock(this.client.live.model, this.client.writer, { block, from, to, content }, ends =>
      this.client.announce(ends),
    )
    this.client.live.update()
    return this
  }

  bracket(range: string): this {
    const { from, to } = this.range(range)
    return this.bracketPlaces(from, to)
  }

  /** A bracket from one place to another, over blocks. */
  bracketFrom(from: string, to: string): this {
    return this.bracketPlaces(this.place(from), this.place(to))
  }

  private bracketPlaces(from: Place, to: Place): this {
    proposeBracket(this.client.live.model, this.client.writer, from, to)
    this.client.live.update()
    return this
  }

  format(range: string, key: MarkName): this {
    const { from, to } = this.range(range)
    formatBlock(
      this.client.live.model,
      this.client.writer,
      from.block,
      { from: from.pos, to: to.pos },
      { key, value: true },
    )
    this.client.live.update()
    return this
  }

  /** Proposes paragraphs (or a heading, when told) after the block that shows `words`. */
  propose(words: string, texts: readonly string[], kind: NewBlock['kind'] = 'paragraph'): this {
    const { block } = this.place(`${words}|`)
    const blocks = texts.map(text => ({ kind, level: 0, label: null, words: [{ text, marks: null }] }))
    proposeBlocks(this.client.live.model, this.client.writer, block.id, blocks)
    this.client.live.update()
    return this
  }

  change(
    words: string,
    fields: { kind: 'deleteBlock' | 'join' } | { kind: 'moveBlock'; order: string },
  ): this {
    const block = this.place(`${words}|`).block.id as never
    changeBlock(this.client.live.model, this.client.writer, { block, ...fields } as never)
    this.client.live.update()
    return this
  }

  undo(): this {
    this.client.undo.undo()
    return this.afterUndo()
  }

  redo(): this {
    this.client.undo.redo()
    return this.afterUndo()
  }

  private afterUndo(): this {
    this.client.live.update()
    this.client.reportRedoneBeforeLast()
    return this
  }

  newSitting(): this {
    this.client.newSitting()
    return this
  }

  offline(): this {
    this.client.online = false
    return this
  }

  online(): this {
    this.meeting.returnOnline(this.client)
    return this
  }

  /** What this person is shown, a line a block. */
  sees(): string[] {
    return render(this.client.live.blocks)
  }
}

export class Meeting {
  readonly server = new DirectServer()
  readonly people: Person[] = []
  private readonly random: Random = seededRandom(1)
  private commands = 0

  constructor(paragraphs: readonly string[]) {
    const { blocks } = rootsOf(this.server.doc)
    const orders = keysBetween(null, null, paragraphs.length)
    this.server.doc.transact(() =>
      paragraphs.forEach((words, i) => {
        const map = addBlock(blocks, `b${i}`, {
          order: orders[i] as string,
          kind: 'paragraph',
          level: 0,
          label: null,
        })
        insertText(textOf(map) as Y.Text, 0, words, null)
      }),
    )
  }

  /** A person of a party; the name is the party's initials unless two speak for one. */
  join(name: string, role: Role = 'delegate', party = name): Person {
    const clientId = 1 + this.random.below(1e9)
    const setup = { name, person: `person-${name}`, party, role, clientId }
    const person = new Person(this, new SimClient(setup, Y.encodeStateAsUpdate(this.server.doc), this.random))
    this.people.push(person)
    return person
  }

  // ---- delivery

  /** Delivers all that people sent, and to people all that followed; then asks the laws. */
  sync(): this {
    for (const { client } of this.people) this.send(client)
    for (const { client } of this.people) if (client.online) this.deliver(client)
    for (const { client } of this.people) if (client.online) checkReplica(client, this.server.doc)
    checkReload(this.server.doc)
    return this
  }

  /** Hands what one person sent to the server; others receive it at the next `sync`. */
  send(client: SimClient): void {
    let redone: never[] = []
    let places: never[] = []
    while (client.online && client.outbox.length) {
      const message = client.outbox.shift() as (typeof client.outbox)[number]
      if (message.kind === 'redone') redone = redone.concat(message.pairs as never[])
      if (message.kind === 'place') places = places.concat(message.ends as never[])
      if (message.kind !== 'update') continue
      this.broadcast(this.server.receive(client, message.update, { redone, places }, true))
      redone = []
      places = []
    }
  }

  private deliver(client: SimClient): void {
    for (const update of client.inbox.splice(0)) client.receive(update)
    client.live.forgetPredictions()
    client.live.update()
  }

  private broadcast(sent: readonly Sent[]): void {
    for (const { update, origin } of sent)
      for (const { client } of this.people) if (client.online && client !== origin) client.inbox.push(update)
  }

  returnOnline(client: SimClient): void {
    client.online = true
    client.inbox.length = 0
    client.receive(Y.encodeStateAsUpdate(this.server.doc, Y.encodeStateVector(client.doc)))
    client.live.update()
    const redone = client.outbox.flatMap(message => (message.kind === 'redone' ? message.pairs : []))
    client.outbox.length = 0
    const update = Y.encodeStateAsUpdate(client.doc, Y.encodeStateVector(this.server.doc))
    this.broadcast(this.server.receive(client, update, { redone, places: [] }, false))
  }

  // ---- acts

  /** Runs a command as the chair (or secretary) at once. */
  act(
    fields: { kind: string; [key: string]: unknown },
    role: Role = 'secretary',
    party = 'CH',
  ): CommandResult {
    const command = { id: `c${this.commands++}` as CommandId, ...fields } as unknown as Command
    const { result, updates } = this.server.command({ party: party as never, role }, command)
    this.broadcast(updates)
    return result
  }

  adopt(proposal: ProposalId, together: readonly ProposalId[] = []): CommandResult {
    const { hash } = previewOf(new Model(this.server.doc), new Set([proposal, ...together]))
    return this.act({ kind: 'adopt', proposal, previewHash: hash, together }, 'chair')
  }

  notRetain(proposal: ProposalId): CommandResult {
    return this.act({ kind: 'not-retain', proposal }, 'chair')
  }

  withdraw(person: Person, proposal = person.proposal): CommandResult {
    return this.act({ kind: 'withdraw', proposal }, person.client.role, person.client.party)
  }

  /** Breaks agreed text at a place of the server's own view, as the secretary's command does. */
  break(words: string, id: string): CommandResult {
    const [before, after = ''] = words.split('|') as [string, string?]
    for (const [block, map] of rootsOf(this.server.doc).blocks) {
      const text = textOf(map) as Y.Text
      const at = map.get('gone') === undefined ? text.toString().indexOf(before + after) : -1
      if (at < 0) continue
      const breaks = [{ at: anchorAfter(block, text, at + before.length), id, kind: 'paragraph' }]
      return this.act({ kind: 'structure', breaks, joins: [], kinds: [] })
    }
    throw new Error(`no agreed words "${words}"`)
  }

  joinWithPrevious(block: string): CommandResult {
    return this.act({ kind: 'structure', breaks: [], joins: [block], kinds: [] })
  }

  // ---- what stands

  /** What everybody is shown, from the server's document. */
  shown(view: ComposeView = everything): string[] {
    return render(compose(new Model(this.server.doc), view))
  }

  /** Agreed text alone. */
  agreed(): string[] {
    return this.shown(clean)
  }

  state(proposal: string): string | undefined {
    const entry = rootsOf(this.server.doc).register.get(proposal)
    return entry?.state
  }
}

/** A meeting on a text of these paragraphs. */
export function meeting(...paragraphs: string[]): Meeting {
  return new Meeting(paragraphs)
}

/** Blocks as lines: `{A+words}` inserted by A, `{B-words}` struck by B, `[`…`]` agreed brackets, `[A`…`A]` proposed ones; `+A ` before a proposed block, `-A ` a struck one. */
export function render(blocks: readonly ComposedBlock[]): string[] {
  return blocks.map(block => {
    const head =
      (block.proposed ? `+${partyOf(block.proposed)} ` : '') +
      block.struck.map(c => `-${partyOf(c)} `).join('')
    return head + renderRuns(block.runs, block.proposed?.cid ?? null)
  })
}

function renderRuns(runs: readonly Run[], block: string | null): string {
  let out = ''
  let open = ''
  for (const run of runs) {
    const signs = run.kind === 'glyph' ? '' : signsOf(run, block)
    if (signs !== open) {
      if (open) out += '}'
      if (signs) out += `{${signs}`
      open = signs
    }
    out += run.kind === 'glyph' ? glyph(run) : wordsOf(run)
  }
  return open ? `${out}}` : out
}

function signsOf(run: Exclude<Run, { kind: 'glyph' }>, block: string | null): string {
  const inserted = run.own && run.own.cid !== block ? `${partyOf(run.own)}+` : ''
  return (
    inserted +
    run.struck.map(c => `${partyOf(c)}-`).join('') +
    run.formats.map(c => `${partyOf(c)}~`).join('')
  )
}

function glyph(run: Extract<Run, { kind: 'glyph' }>): string {
  const party = run.bracket.change ? partyOf(run.bracket.change) : ''
  return run.end === 'open' ? `[${party}` : `${party}]`
}

/** Proposals are named after their people here: letters of the id before the sitting's number. */
function partyOf(change: { pid: string }): string {
  return change.pid.replace(/\d+$/, '')
}
