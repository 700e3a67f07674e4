/** One run: people at their tabs, a server, delays, offline stretches, commands; then all meet and the laws are asked. */
import * as Y from 'yjs'
import { Model } from '../../shared/compose/model.ts'
import { compose } from '../../shared/compose/compose.ts'
import { clean } from '../../shared/compose/view.ts'
import type { PartyId, PersonId } from '../../shared/ids.ts'
import type { Actor } from '../../server/actor/actor.ts'
import { insertEmbed, insertText } from '../../shared/text/items.ts'
import { keysBetween } from '../../shared/text/order.ts'
import { addBlock, addNote, newTextDoc, rootsOf, serverClientId, textOf } from '../../shared/text/roots.ts'
import { SimClient } from './client.ts'
import { type Counts, Desk, noCounts } from './desk.ts'
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
} from './laws.ts'
import { doSomething } from './operations.ts'
import { type Random, seededRandom } from './random.ts'
import { decodePayload } from '../../server/log/payload.ts'
import { bracketEnds } from '../../shared/intent/brackets.ts'

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

class World {
  readonly clients: SimClient[]
  private readonly house: House
  private readonly random: Random

  constructor(house: House, random: Random) {
    this.house = house
    this.random = random
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
      join('T', 's2', 'S', 'secretary'),
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
    const world = new World(house, random)
    const desk = new Desk(house, random, counts, world.clients)
    await world.meet()
    for (let i = 0; i < operations; i++) await oneStep(world, desk, random, counts)
    await world.meet()
    checkEnd(world, house, counts)
  } finally {
    await house.close()
  }
}

async function oneStep(world: World, desk: Desk, random: Random, counts: Counts): Promise<void> {
  counts.operations++
  const client = random.pick(world.clients)
  const roll = random.next()
  if (roll < 0.76) doSomething(client, random)
  else if (roll < 0.86) await desk.act()
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
