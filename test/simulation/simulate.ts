/** One run: people at their tabs, a server, delays, offline stretches, commands; then all meet and the laws are asked. */
import * as Y from 'yjs'
import { Model } from '../../shared/compose/model.ts'
import { plainWords, canonicalWords } from '../../shared/compose/canonical.ts'
import { compose } from '../../shared/compose/compose.ts'
import { previewOf } from '../../shared/compose/preview.ts'
import { asIfAdopted, clean } from '../../shared/compose/view.ts'
import type { BlockId, CommandId, ProposalId } from '../../shared/ids.ts'
import type { Command } from '../../shared/protocol/command.ts'
import { insertEmbed, insertText } from '../../shared/text/items.ts'
import { keysBetween } from '../../shared/text/order.ts'
import { addBlock, addNote, isStanding, rootsOf, textOf } from '../../shared/text/roots.ts'
import { SimClient } from './client.ts'
import { DirectServer, type Sent } from './direct-server.ts'
import {
  agreedWords,
  checkNothingLost,
  checkOwners,
  checkReload,
  checkReplica,
  insist,
  placeIsGone,
  shownWords,
} from './laws.ts'
import { doSomething } from './operations.ts'
import { type Random, seededRandom } from './random.ts'
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

function seedText(server: DirectServer): void {
  const roots = rootsOf(server.doc)
  server.doc.transact(() => {
    const orders = keysBetween(null, null, words.length + 1)
    words.forEach((text, i) => {
      const block = addBlock(roots.blocks, `b${i}`, {
        order: orders[i] as string,
        kind: 'paragraph',
        level: 0,
        label: i ? null : '1',
      })
      insertText(textOf(block) as Y.Text, 0, text, null)
    })
    const note = addNote(roots.footnotes, 'n1', { order: orders[words.length] as string, label: '1' })
    insertText(textOf(note) as Y.Text, 0, 'a note', null)
    insertEmbed(textOf(roots.blocks.get('b1')) as Y.Text, 5, { footnote: 'n1' as never })
  })
  const [first] = compose(new Model(server.doc), clean)
  if (!first) return
  const ends = bracketEnds(new Model(server.doc), { block: first, pos: 6 }, { block: first, pos: 10 })
  roots.brackets.set('k1', { open: { ...ends.open, written: '[' }, close: { ...ends.close, written: ']' } })
  roots.register.set('k1', { kind: 'bracket', holder: null, state: 'standing' })
}

class World {
  readonly server = new DirectServer()
  readonly clients: SimClient[]
  readonly random: Random
  readonly counts: Counts
  private commands = 0

  constructor(seed: number, counts: Counts) {
    this.random = seededRandom(seed)
    this.counts = counts
    seedText(this.server)
    const state = Y.encodeStateAsUpdate(this.server.doc)
    const join = (name: string, person: string, party: string, role: SimClient['role']) =>
      new SimClient({ name, person, party, role, clientId: 1 + this.random.below(1e9) }, state, this.random)
    this.clients = [
      join('Da', 'd1', 'D', 'delegate'),
      join('Db', 'd1', 'D', 'delegate'),
      join('Dc', 'd2', 'D', 'delegate'),
      join('E', 'e1', 'E', 'delegate'),
      join('F', 'f1', 'F', 'delegate'),
      join('S', 's1', 'S', 'secretary'),
    ]
  }

  private broadcast(updates: readonly Sent[]): void {
    for (const { update, origin } of updates)
      for (const client of this.clients) if (client.online && client !== origin) client.inbox.push(update)
  }

  flushOut(client: SimClient, all: boolean): void {
    let redone: never[] = []
    let places: never[] = []
    while (client.online && client.outbox.length && (all || this.random.next() < 0.7)) {
      const message = client.outbox.shift() as (typeof client.outbox)[number]
      if (message.kind === 'redone') redone = redone.concat(message.pairs as never[])
      else if (message.kind === 'place') places = places.concat(message.ends as never[])
      else if (message.kind === 'update') {
        this.deliver(client, message.update, { redone, places }, true)
        redone = []
        places = []
      }
    }
  }

  private deliver(
    client: SimClient,
    update: Uint8Array,
    reports: { redone: never[]; places: never[] },
    live: boolean,
  ): void {
    const before = client.role === 'secretary' ? '' : agreedWords(this.server.doc)
    const updates = this.server.receive(client, update, reports, live)
    if (client.role !== 'secretary')
      insist(
        agreedWords(this.server.doc) === before,
        'a delegate never changes agreed text',
        () => client.name,
      )
    this.broadcast(updates)
  }

  flushIn(client: SimClient, all: boolean): void {
    let got = false
    while (client.online && client.inbox.length && (all || this.random.next() < 0.7)) {
      client.receive(client.inbox.shift() as Uint8Array)
      got = true
    }
    if (client.online && !client.outbox.length && !client.inbox.length) client.live.forgetPredictions()
    if (got || client.live.pending) client.live.update()
  }

  leaveOrReturn(client: SimClient): void {
    if (client.online) {
      client.online = false
      client.inbox.length = 0
    } else this.returnOnline(client)
  }

  returnOnline(client: SimClient): void {
    client.online = true
    client.inbox.length = 0
    client.receive(Y.encodeStateAsUpdate(this.server.doc, Y.encodeStateVector(client.doc)))
    client.live.update()
    const redone = client.outbox.flatMap(message =>
      message.kind === 'redone' ? message.pairs : [],
    ) as never[]
    const places = client.outbox.flatMap(message => (message.kind === 'place' ? message.ends : [])) as never[]
    client.outbox.length = 0
    const update = Y.encodeStateAsUpdate(client.doc, Y.encodeStateVector(this.server.doc))
    this.deliver(client, update, { redone, places }, false)
  }

  // ---- what chair and secretary ask of the server

  private command(fields: { kind: string; [key: string]: unknown }) {
    const command = { id: `c${this.commands++}` as CommandId, ...fields } as unknown as Command
    const role = 'secretary' as const
    const { result, updates } = this.server.command({ party: 'S' as never, role }, command)
    this.broadcast(updates)
    if (result.kind === 'refused')
      this.counts.refused[result.rule] = (this.counts.refused[result.rule] ?? 0) + 1
    return result
  }

  decide(): void {
    const { doc } = this.server
    const open: ProposalId[] = []
    rootsOf(doc).register.forEach((entry, id) => {
      if (entry.kind === 'proposal' && isStanding(entry)) open.push(id as ProposalId)
    })
    const roll = this.random.next()
    if (roll < 0.5 && open.length) this.adopt(this.random.pick(open.sort()))
    else if (roll < 0.62 && open.length) this.close(this.random.pick(open.sort()))
    else if (roll < 0.66) this.lift()
    else this.restructure()
  }

  private lift(): void {
    const ids = [...rootsOf(this.server.doc).brackets.keys()].sort()
    if (ids.length) this.command({ kind: 'lift-bracket', bracket: this.random.pick(ids) })
  }

  private adopt(proposal: ProposalId): void {
    const { doc } = this.server
    const model = new Model(doc)
    const set = new Set([proposal])
    const preview = previewOf(model, set)
    const wanted = canonicalWords(compose(model, asIfAdopted(set)))
    const others = shownWords(doc)
    const result = this.command({ kind: 'adopt', proposal, previewHash: preview.hash })
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
    const model = new Model(this.server.doc)
    const after = shownWords(this.server.doc)
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

  private close(proposal: ProposalId): void {
    const before = shownWords(this.server.doc)
    const agreed = agreedWords(this.server.doc)
    const result = this.command({ kind: 'not-retain', proposal })
    if (result.kind === 'refused') return
    this.counts.closed++
    insist(agreedWords(this.server.doc) === agreed, 'not retaining changes no agreed text')
    this.checkOthers(before, id => !id.startsWith(`${proposal}.`))
  }

  private restructure(): void {
    const { doc } = this.server
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
      const piece = anchorFor(block.id, text, at)
      this.command({
        kind: 'structure',
        breaks: [{ at: piece, id: `x${this.commands}` as BlockId, kind: 'paragraph' }],
        joins: [],
        kinds: [],
      })
      this.counts.splits++
    } else {
      this.command({ kind: 'structure', breaks: [], joins: [block.id], kinds: [] })
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

import { anchorAfter } from '../../shared/text/items.ts'
function anchorFor(id: string, text: Y.Text, at: number) {
  return anchorAfter(id, text, at)
}

/** Runs one seed; throws a BrokenLaw with the law and what was seen. */
export function simulate(seed: number, operations: number, counts: Counts = noCounts()): void {
  const world = new World(seed, counts)
  const { clients, random } = world
  for (let i = 0; i < operations; i++) {
    counts.operations++
    const client = random.pick(clients)
    const roll = random.next()
    if (roll < 0.76) doSomething(client, random)
    else if (roll < 0.86) world.decide()
    else if (roll < 0.93) world.leaveOrReturn(client)
    for (const each of clients) world.flushOut(each, false)
    for (const each of clients) world.flushIn(each, false)
  }
  for (const client of clients) if (!client.online) world.returnOnline(client)
  for (let round = 0; round < 3; round++) for (const client of clients) world.flushOut(client, true)
  for (const client of clients) world.flushIn(client, true)
  for (const client of clients) checkReplica(client, world.server.doc)
  checkReload(world.server.doc)
  checkOwners(world.server.doc)
  counts.detached += checkNothingLost(world.server.doc)
}
