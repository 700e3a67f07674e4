import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { judge } from '../../server/guard/judge.ts'
import type { Sender, Verdict } from '../../server/guard/verdict.ts'
import { updateLimits } from '../../shared/rules/limits.ts'
import { insertEmbed } from '../../shared/text/items.ts'
import { addBlock, addNote, newTextDoc, rootsOf, serverClientId } from '../../shared/text/roots.ts'
import { pickNumber, seededRandom } from '../builders/random.ts'
import { corpus, mutate, tangle } from './random-updates.ts'
import { agreed, composed, innards, newChange, pBrazil, pJapan, pSenegal, seat } from './table.ts'

type Kinds = { [kind in Verdict['kind']]: number }

/** A document that is made anew whenever an update was let in, and what nobody but the server may change in it. */
class Target {
  readonly state: Uint8Array
  private doc: Y.Doc
  private before: string
  private readonly bound: ReadonlyMap<number, string>
  private readonly kept: string
  private readonly isKept: (doc: Y.Doc) => string
  readonly rules = new Set<string>()
  readonly kinds: Kinds = { accepted: 0, 'no-op': 0, resync: 0, refused: 0 }

  constructor(state: Uint8Array, bound: ReadonlyMap<number, string>, isKept: (doc: Y.Doc) => string) {
    this.state = state
    this.bound = bound
    this.isKept = isKept
    this.doc = this.fresh()
    this.before = stateOf(this.doc)
    this.kept = isKept(this.doc)
  }

  fresh(): Y.Doc {
    const doc = newTextDoc()
    Y.applyUpdate(doc, this.state)
    doc.clientID = serverClientId
    return doc
  }

  /** Judges an update; throws with `what` when a law is broken. */
  take(update: Uint8Array, sender: Sender, what: string): void {
    const bindings = {
      personOf: (client: number) => (this.bound.get(client) ?? null) as never,
      bind: () => {},
    }
    let emitted = 0
    const count = (): void => void emitted++
    this.doc.on('update', count)
    const verdict = judge(this.doc, update, sender, bindings, updateLimits, null)
    this.doc.off('update', count)
    this.kinds[verdict.kind]++
    if (verdict.kind === 'refused') this.rules.add(verdict.rule)
    const isPending = this.doc.store.pendingStructs !== null || this.doc.store.pendingDs !== null
    if (isPending || (verdict.kind === 'refused' && verdict.spoiled))
      throw new Error(`${what}: ${JSON.stringify(verdict)}`)
    if (verdict.kind === 'accepted') this.checkAccepted(what)
    else if (emitted > 0 || stateOf(this.doc) !== this.before)
      throw new Error(`${what}: not as it was, ${verdict.kind}`)
  }

  private checkAccepted(what: string): void {
    if (this.isKept(this.doc) !== this.kept) throw new Error(`${what}: changed what the sender may not`)
    const peer = newTextDoc()
    Y.applyUpdate(peer, Y.encodeStateAsUpdate(this.doc))
    if (composed(peer) !== composed(this.doc)) throw new Error(`${what}: reads differently after a reload`)
    this.doc = this.fresh()
    this.before = stateOf(this.doc)
  }
}

function stateOf(doc: Y.Doc): string {
  return Buffer.from(Y.encodeStateAsUpdate(doc)).toString('latin1') + JSON.stringify(innards(doc))
}

function serverFields(doc: Y.Doc): unknown[] {
  const { meta, brackets, register, reloc, blocks, footnotes } = rootsOf(doc)
  const fields = [...blocks, ...footnotes].map(([id, map]) => [
    id,
    ...[...map].filter(([key]) => key !== 'text'),
  ])
  return [[meta, brackets, register, reloc].map(map => map.toJSON()), fields, [...doc.share.keys()]]
}

const proposalOf = (doc: Y.Doc, pid: string): unknown => rootsOf(doc).proposals.get(pid)?.toJSON()

/** What a delegate of Brazil may not change. */
function keptFromBrazil(doc: Y.Doc): string {
  const agreedWords = ['b1', 'b2', 'b3', 'n1'].map(id => agreed(doc, id).toDelta() as unknown)
  return JSON.stringify([serverFields(doc), agreedWords, proposalOf(doc, pJapan), proposalOf(doc, pSenegal)])
}

/** What the secretary may not change. */
function keptFromSecretary(doc: Y.Doc): string {
  const signs = (agreed(doc, 'b2').toDelta() as { insert: unknown }[]).map(({ insert }) => insert)
  const references = signs.filter(sign => typeof sign === 'object' && sign !== null && 'footnote' in sign)
  return JSON.stringify([
    serverFields(doc),
    references,
    [pBrazil, pJapan, pSenegal].map(pid => proposalOf(doc, pid)),
  ])
}

function setUp(isKept: (doc: Y.Doc) => string) {
  const s = seat()
  s.secretary.send(doc => agreed(doc, 'b3').insert(0, 'The '))
  s.brazil.send(doc => {
    const fresh = newChange(doc, pBrazil, 'nb', {
      kind: 'newBlock',
      after: { h: 'b1' as never, s: -1 },
      ord: 'a0',
    })
    const fields = { order: 'a0', kind: 'paragraph', level: 0, label: null } as const
    const block = addBlock(fresh.get('blocks') as Y.Map<Y.Map<unknown>>, `${pBrazil}.nb.1`, fields)
    const note = addNote(fresh.get('notes') as Y.Map<Y.Map<unknown>>, `${pBrazil}.nb.2`)
    insertEmbed(block.get('text') as Y.Text, 0, { footnote: `${pBrazil}.nb.2` as never })
    ;(block.get('text') as Y.Text).insert(1, 'A block 😀', { strong: true })
    ;(note.get('text') as Y.Text).insert(0, 'A note')
  })
  const target = new Target(Y.encodeStateAsUpdate(s.table.doc), new Map(s.table.bound), isKept)
  return { s, target }
}

const seed = 20261121

describe('at random', () => {
  it('[GU74][RL26] ten thousand mutated updates change nothing that the sender may not, and keep nothing pending', () => {
    const { s, target } = setUp(keptFromBrazil)
    const random = seededRandom(seed)
    const updates = corpus(s.brazil, target.state)
    for (let i = 0; i < 10_000; i++) {
      const update = updates[i % updates.length] as Uint8Array
      const other = updates[pickNumber(random, updates.length)] as Uint8Array
      target.take(mutate(random, update, other), s.brazil.sender, `seed ${seed}, update ${i}`)
    }
    expect(Object.values(target.kinds).every(count => count > 0)).toBe(true)
    expect(target.rules.size).toBeGreaterThan(20)
  })

  it('[GU74][RL31] nor do three thousand structs that hang on anything, by a delegate', () => {
    const { s, target } = setUp(keptFromBrazil)
    const random = seededRandom(seed)
    const doc = target.fresh()
    const clients = [s.brazil.doc.clientID, 6001, s.japan.doc.clientID, serverClientId]
    for (let i = 0; i < 3000; i++)
      target.take(tangle(random, doc, clients), s.brazil.sender, `seed ${seed}, tangle ${i}`)
    expect(Object.entries(target.kinds).filter(([kind, count]) => kind !== 'resync' && count < 5)).toEqual([])
  })

  it('[GU74][RL31] nor by the secretary', () => {
    const { s, target } = setUp(keptFromSecretary)
    const random = seededRandom(seed + 1)
    const doc = target.fresh()
    const clients = [s.secretary.doc.clientID, 6001, s.japan.doc.clientID, serverClientId]
    for (let i = 0; i < 3000; i++)
      target.take(tangle(random, doc, clients), s.secretary.sender, `seed ${seed}, tangle ${i}`)
    expect(Object.entries(target.kinds).filter(([kind, count]) => kind !== 'resync' && count < 5)).toEqual([])
  })
})
