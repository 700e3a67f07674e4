/**
 * A meeting in one line: people with replicas, a server, queues that are delivered when the test says so.
 *
 * Places are written into words: `'shall| report'` is the caret after "shall", `'«shall» report'` the words between the
 * signs; both are looked up in what that person is shown. `sync` delivers everything and asks the laws: replicas equal,
 * incremental composition equals whole, a reload equals.
 */
import type * as Y from 'yjs'
import type { ComposedBlock } from '../../shared/compose/compose.ts'
import { compose } from '../../shared/compose/compose.ts'
import { Model } from '../../shared/compose/model.ts'
import { previewOf } from '../../shared/compose/preview.ts'
import { type Run, wordsOf } from '../../shared/compose/run.ts'
import { clean, type ComposeView, everything } from '../../shared/compose/view.ts'
import type { CommandId, PartyId, PersonId, ProposalId } from '../../shared/ids.ts'
import { changeBlock, type NewBlock, proposeBlocks } from '../../shared/intent/blocks.ts'
import { proposeBracket } from '../../shared/intent/brackets.ts'
import { editBlock } from '../../shared/intent/edit-block.ts'
import { formatBlock } from '../../shared/intent/formats.ts'
import { type Content, plainContent } from '../../shared/intent/writer.ts'
import type { Command } from '../../shared/protocol/command.ts'
import type { Role } from '../../shared/rules/roles.ts'
import { anchorAfter, insertText } from '../../shared/text/items.ts'
import { keysBetween } from '../../shared/text/order.ts'
import {
  addBlock,
  type MarkName,
  newTextDoc,
  rootsOf,
  serverClientId,
  textOf,
} from '../../shared/text/roots.ts'
import type { Actor } from '../../server/actor/actor.ts'
import { decodePayload } from '../../server/log/payload.ts'
import type { Answer } from '../../shared/protocol/answer.ts'
import { SimClient } from '../simulation/client.ts'
import { checkReload, checkReplica } from '../simulation/laws.ts'
import { type Random, seededRandom } from '../simulation/random.ts'
import type { RawClient } from './raw-client.ts'
import { RoomKit } from './room-kit.ts'

/** A shown place: block and offset. */
interface Place {
  readonly block: ComposedBlock
  readonly pos: number
}

export class Person {
  readonly client: SimClient

  constructor(client: SimClient) {
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
    this.client.undo()
    return this
  }

  redo(): this {
    this.client.redo()
    return this
  }

  newSitting(): this {
    this.client.newSitting()
    return this
  }

  offline(): this {
    this.client.goOffline()
    return this
  }

  online(): this {
    this.client.goOnline()
    return this
  }

  /** What this person is shown, a line a block. */
  sees(): string[] {
    return render(this.client.live.blocks)
  }
}

export class Meeting {
  readonly people: Person[] = []
  private readonly kit: RoomKit
  private readonly random: Random = seededRandom(1)
  private readonly callers = new Map<string, RawClient>()
  private commands = 0

  constructor(paragraphs: readonly string[]) {
    this.kit = new RoomKit({ doc: firstText(paragraphs) })
  }

  /** The room's document, to look at. */
  get doc(): Y.Doc {
    return this.kit.doc
  }

  /** A person of a party; the name is the party's initials unless two speak for one. */
  join(name: string, role: Role = 'delegate', party = name): Person {
    const person = new Person(
      new SimClient(name, actor(name, role, party), (who, doc) => this.enter(who, doc), this.random),
    )
    this.people.push(person)
    return person
  }

  private enter(who: Actor, doc: Y.Doc): RawClient {
    return this.kit.join(who, { doc })
  }

  /** Lets everything through until all is quiet; then asks the laws. */
  sync(): this {
    this.kit.settle()
    for (const { client } of this.people) client.settle()
    for (const { client } of this.people) {
      if (client.line.refusal)
        throw new Error(`${client.name} was refused: ${JSON.stringify(client.line.refusal)}`)
      if (client.isOnline) checkReplica(client, this.doc)
    }
    checkReload(this.doc)
    return this
  }

  // ---- acts

  /** Asks for an act over a line of its own; the answer when the record holds it. Others receive it at the next `sync`. */
  act(fields: { kind: string; [key: string]: unknown }, role: Role = 'secretary', party = 'CH'): Answer {
    const command = { id: `c${this.commands++}` as CommandId, ...fields } as unknown as Command
    const caller =
      this.callers.get(`${role} ${party}`) ?? this.kit.join(actor(`${role}-${party}`, role, party))
    this.callers.set(`${role} ${party}`, caller)
    caller.command(command)
    this.kit.flush(caller)
    const answer = caller.answerTo(command.id)
    if (!answer) throw new Error(`no answer to ${JSON.stringify(command)}`)
    return answer
  }

  /** The JSON that the record keeps of the last act. */
  get lastAct(): unknown {
    const entry = this.kit.entries.findLast(each => each.kind === 'act')
    return entry && decodePayload(entry.payload).act
  }

  adopt(proposal: ProposalId, together: readonly ProposalId[] = []): Answer {
    const { hash } = previewOf(new Model(this.doc), new Set([proposal, ...together]))
    return this.act({ kind: 'adopt', proposal, previewHash: hash, together }, 'chair')
  }

  notRetain(proposal: ProposalId): Answer {
    return this.act({ kind: 'not-retain', proposal }, 'chair')
  }

  withdraw(person: Person, proposal = person.proposal): Answer {
    return this.act({ kind: 'withdraw', proposal }, person.client.actor.role, person.client.party)
  }

  /** Breaks agreed text at a place of the server's own view, as the secretary's command does. */
  break(words: string, id: string): Answer {
    const [before, after = ''] = words.split('|') as [string, string?]
    for (const [block, map] of rootsOf(this.doc).blocks) {
      const text = textOf(map) as Y.Text
      const at = map.get('gone') === undefined ? text.toString().indexOf(before + after) : -1
      if (at < 0) continue
      const breaks = [{ at: anchorAfter(block, text, at + before.length), id, kind: 'paragraph' }]
      return this.act({ kind: 'structure', breaks, joins: [], kinds: [] })
    }
    throw new Error(`no agreed words "${words}"`)
  }

  joinWithPrevious(block: string): Answer {
    return this.act({ kind: 'structure', breaks: [], joins: [block], kinds: [] })
  }

  // ---- what stands

  /** What everybody is shown, from the server's document. */
  shown(view: ComposeView = everything): string[] {
    return render(compose(new Model(this.doc), view))
  }

  /** Agreed text alone. */
  agreed(): string[] {
    return this.shown(clean)
  }

  state(proposal: string): string | undefined {
    const entry = rootsOf(this.doc).register.get(proposal)
    return entry?.state
  }
}

function actor(name: string, role: Role, party: string): Actor {
  return { person: `person-${name}` as PersonId, name, party: party as PartyId, role }
}

function firstText(paragraphs: readonly string[]): Y.Doc {
  const doc = newTextDoc({ clientId: serverClientId })
  const orders = keysBetween(null, null, paragraphs.length)
  doc.transact(() =>
    paragraphs.forEach((words, i) => {
      const fields = { order: orders[i] as string, kind: 'paragraph', level: 0, label: null } as const
      insertText(textOf(addBlock(rootsOf(doc).blocks, `b${i}`, fields)) as Y.Text, 0, words, null)
    }),
  )
  return doc
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
