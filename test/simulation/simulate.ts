/** One run: people at their tabs, a server, delays, offline stretches, commands; then all meet and the laws are asked. */
import * as Y from 'yjs'
import { Model } from '../../shared/compose/model.ts'
import { plainWords, canonicalWords } from '../../shared/compose/canonical.ts'
import { compose } from '../../shared/compose/compose.ts'
import { previewOf } from '../../shared/compose/preview.ts'
import { asIfAdopted, clean } from '../../shared/compose/view.ts'
import type { BlockId, CommandId, PartyId, PersonId, ProposalId } from '../../shared/ids.ts'
import type { Actor } from '../../server/actor/actor.ts'
import type { Answer } from '../../shared/protocol/answer.ts'
import type { Command } from '../../shared/protocol/command.ts'
import { anchorAfter, insertEmbed, insertText } from '../../shared/text/items.ts'
import { keysBetween } from '../../shared/text/order.ts'
import {
  addBlock,
  addNote,
  isStanding,
  newTextDoc,
  rootsOf,
  serverClientId,
  textOf,
} from '../../shared/text/roots.ts'
import { SimClient } from './client.ts'
import { House } from './house.ts'
import {
  agreedWords,
  checkIncremental,
  checkNothingLost,
  checkOwners,
  checkReload,
  checkReplica,
  composed,
  insist,
  placeIsGone,
  shownWords,
} from './laws.ts'
import { doSomething } from './operations.ts'
import { type Random, seededRandom } from './random.ts'
import { decodePayload } from '../../server/log/payload.ts'
import { bracketEnds } from '../../shared/intent/brackets.ts'

export interface Counts {
  operations: number
  adopted: number
  refused: { [rule: string]: number }
  closed: number
  splits: number
  joins: number
  detached: number
}

export function noCounts(): Counts {
  return { operations: 0, adopted: 0, refused: {}, closed: 0, splits: 0, joins: 0, detached: 0 }
}

const words = ['alpha beta gamma', 'delta', 'one two three four', 'zzzz']

/** A text with a bracket and a note, under the server's id. */
function firstText(): Y.Doc {
  const doc = newTextDoc({ clientId: serverClientId })
  const roots = rootsOf(doc)
  doc.transact(() => {
    const orders = keysBetween(null, null, words.length + 1)
    words.forEach((text, i) => {
      const label = i ? null : '1'
      const block = addBlock(roots.blocks, `b${i}`, {
        order: orders[i] as string,
        kind: 'paragraph',
        level: 0,
        label,
      })
      insertText(textOf(block) as Y.Text, 0, text, null)
    })
    const note = addNote(roots.footnotes, 'n1', { order: orders[words.length] as string, label: '1' })
    insertText(textOf(note) as Y.Text, 0, 'a note', null)
    insertEmbed(textOf(roots.blocks.get('b1')) as Y.Text, 5, { footnote: 'n1' as never })
  })
  const [first] = compose(new Model(doc), clean)
  if (!first) throw new Error('a text without blocks')
  const ends = bracketEnds(new Model(doc), { block: first, pos: 6 }, { block: first, pos: 10 })
  roots.brackets.set('k1', { open: { ...ends.open, written: '[' }, close: { ...ends.close, written: ']' } })
  roots.register.set('k1', { kind: 'bracket', holder: null, state: 'standing' })
  return doc
}

const chair: Actor = { person: 'c1' as PersonId, name: 'Chair', party: 'SEC' as PartyId, role: 'chair' }

class World {
  readonly clients: SimClient[]
  private commands = 0
  private readonly house: House
  private readonly random: Random
  private readonly counts: Counts

  constructor(house: House, random: Random, counts: Counts) {
    this.house = house
    this.random = random
    this.counts = counts
    const join = (name: string, person: string, party: string, role: Actor['role']) => {
      const actor: Actor = { person: person as PersonId, name, party: party as PartyId, role }
      return new SimClient(name, actor, (who, doc) => house.join(who, doc), random)
    }
    this.clients = [
      join('Da', 'd1', 'D', 'delegate'),
      join('Db', 'd1', 'D', 'delegate'),
      join('Dc', 'd2', 'D', 'delegate'),
      join('E', 'e1', 'E', 'delegate'),
      join('F', 'f1', 'F', 'delegate'),
      join('S', 's1', 'S', 'secretary'),
    ]
  }

  get doc(): Y.Doc {
    return this.house.doc
  }

  /** Lets a random part of what is under way through, both ways. */
  async letThrough(): Promise<void> {
    const part = (n: number) => this.random.below(n + 1)
    for (const { line, isSecretary } of this.clients) {
      const agreed = isSecretary || !line.outgoing.length ? null : agreedWords(this.doc)
      line.deliver(part(line.outgoing.length))
      if (agreed !== null) insist(agreedWords(this.doc) === agreed, 'a delegate never changes agreed text')
    }
    if (this.random.next() < 0.7) await this.house.turn()
    for (const client of this.clients) {
      client.line.take(part(client.line.incoming.length))
      client.settle()
    }
    this.checkNobodyRefused()
  }

  private checkNobodyRefused(): void {
    for (const { line, name } of this.clients)
      insist(
        line.refusal === null && (line.closed === null || line.closed.code === 4503),
        'an honest client is never refused',
        () => [name, line.refusal, line.closed],
      )
  }

  leaveOrReturn(client: SimClient): void {
    if (client.isOnline) client.goOffline()
    else client.goOnline()
  }

  /** Everybody comes back, and everything arrives. */
  async meet(): Promise<void> {
    for (const client of this.clients) if (!client.isOnline) client.goOnline()
    await this.house.settle()
    for (const client of this.clients) client.settle()
    this.checkNobodyRefused()
  }

  // ---- what the chair and the secretary ask for

  private async command(actor: Actor, fields: { kind: string; [key: string]: unknown }): Promise<Answer> {
    const command = { id: `c${this.commands++}` as CommandId, ...fields } as unknown as Command
    const answer = await this.house.command(actor, command)
    if (answer.kind === 'refused')
      this.counts.refused[answer.rule] = (this.counts.refused[answer.rule] ?? 0) + 1
    return answer
  }

  async decide(): Promise<void> {
    const { doc } = this
    const open: ProposalId[] = []
    rootsOf(doc).register.forEach((entry, id) => {
      if (entry.kind === 'proposal' && isStanding(entry)) open.push(id as ProposalId)
    })
    const roll = this.random.next()
    if (roll < 0.5 && open.length) await this.adopt(this.random.pick(open.sort()))
    else if (roll < 0.62 && open.length) await this.close(this.random.pick(open.sort()))
    else if (roll < 0.66) await this.lift()
    else await this.restructure()
  }

  private get secretary(): Actor {
    return (this.clients.at(-1) as SimClient).actor
  }

  private async lift(): Promise<void> {
    const ids = [...rootsOf(this.doc).brackets.keys()].sort()
    if (ids.length) await this.command(chair, { kind: 'lift-bracket', bracket: this.random.pick(ids) })
  }

  private async adopt(proposal: ProposalId): Promise<void> {
    const { doc } = this
    const model = new Model(doc)
    const set = new Set([proposal])
    const preview = previewOf(model, set)
    const wanted = canonicalWords(compose(model, asIfAdopted(set)))
    const others = shownWords(doc)
    const result = await this.command(chair, { kind: 'adopt', proposal, previewHash: preview.hash })
    if (result.kind === 'refused') {
      insist(result.rule === 'RG5', 'an adoption is refused only for what it hangs on', () => result)
      return
    }
    this.counts.adopted++
    const got = canonicalWords(compose(new Model(doc), clean))
    insist(got === wanted, 'the adopted text is the preview', () => ({
      proposal,
      wanted: wanted.split('\n'),
      got: got.split('\n'),
    }))
    this.checkOthers(others, id => !id.startsWith(`${proposal}.`))
  }

  /** Others' words stay as shown, unless their place went. */
  private checkOthers(before: Map<string, string>, isOther: (cid: string) => boolean): void {
    const model = new Model(this.doc)
    const after = shownWords(this.doc)
    for (const [host, text] of before) {
      const cid = model.hosts.get(host)?.change?.cid ?? host
      if (!isOther(cid) || after.get(host) === text) continue
      const change = model.changes.get(cid)
      insist(!!change && placeIsGone(model, change, 0), "another's words stand after an act", () => [
        host,
        text,
        after.get(host),
      ])
    }
  }

  private async close(proposal: ProposalId): Promise<void> {
    const before = shownWords(this.doc)
    const agreed = agreedWords(this.doc)
    const result = await this.command(chair, { kind: 'not-retain', proposal })
    if (result.kind === 'refused') return
    this.counts.closed++
    insist(agreedWords(this.doc) === agreed, 'not retaining changes no agreed text')
    this.checkOthers(before, id => !id.startsWith(`${proposal}.`))
  }

  private async restructure(): Promise<void> {
    const { doc } = this
    const model = new Model(doc)
    const blocks = compose(model, clean).filter(block => block.kind !== 'note')
    if (!blocks.length) return
    const block = this.random.pick(blocks)
    const text = textOf(rootsOf(doc).blocks.get(block.id)) as Y.Text
    const shown = shownWords(doc)
    const before = plainWords(compose(model, clean)).join('')
    const split = this.random.next() < 0.5
    if (split) {
      const at = this.random.below(text.length + 1)
      const piece = anchorAfter(block.id, text, at)
      await this.command(this.secretary, {
        kind: 'structure',
        breaks: [{ at: piece, id: `x${this.commands}` as BlockId, kind: 'paragraph' }],
        joins: [],
        kinds: [],
      })
      this.counts.splits++
    } else {
      await this.command(this.secretary, { kind: 'structure', breaks: [], joins: [block.id], kinds: [] })
      this.counts.joins++
    }
    insist(
      plainWords(compose(new Model(doc), clean)).join('') === before,
      'structure changes no words',
      () => [before, plainWords(compose(new Model(doc), clean))],
    )
    this.checkOthers(shown, () => true)
  }
}

/** Runs one seed; throws a BrokenLaw with the law and what was seen. */
export async function simulate(
  seed: number,
  operations: number,
  options: { counts?: Counts; kind?: 'memory' | 'disk' } = {},
): Promise<void> {
  const counts = options.counts ?? noCounts()
  const random = seededRandom(seed)
  const house = await House.open(firstText(), options.kind ?? 'memory', random)
  try {
    const world = new World(house, random, counts)
    await world.meet()
    for (let i = 0; i < operations; i++) await oneStep(world, random, counts)
    await world.meet()
    checkEnd(world, house, counts)
  } finally {
    await house.close()
  }
}

async function oneStep(world: World, random: Random, counts: Counts): Promise<void> {
  counts.operations++
  const client = random.pick(world.clients)
  const roll = random.next()
  if (roll < 0.76) doSomething(client, random)
  else if (roll < 0.86) await world.decide()
  else if (roll < 0.93) world.leaveOrReturn(client)
  await world.letThrough()
  const seen = random.pick(world.clients)
  if (random.next() < 0.1 && !seen.live.predicts) checkIncremental(seen)
}

/** Every client id in a recorded update is one of the person whom the entry names. */
function checkAuthors(world: World, house: House): void {
  const personOf = new Map(world.clients.map(client => [client.doc.clientID, client.actor.person]))
  for (const { payload, actor, seq } of house.entries()) {
    const { update } = decodePayload(payload)
    if (!update || actor === null) continue
    for (const struct of Y.decodeUpdate(update).structs)
      insist(personOf.get(struct.id.client) === actor, 'an entry names who wrote it', () => [seq, actor])
  }
}

function checkEnd(world: World, house: House, counts: Counts): void {
  for (const client of world.clients) checkReplica(client, house.doc)
  checkReload(house.doc)
  insist(composed(house.replayed()) === composed(house.doc), 'a replay of the record is equal')
  checkOwners(house.doc)
  checkAuthors(world, house)
  counts.detached += checkNothingLost(house.doc)
}
