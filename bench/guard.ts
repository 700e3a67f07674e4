/**
 * What the guard costs: `node bench/guard.ts [keystrokes]`. One keystroke judged and taken against `Y.applyUpdate` alone,
 * at 100, 1,000 and 5,000 blocks; a refusal; a whole state resent; a large honest update; the worst a small one can do.
 */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { judge } from '../server/guard/judge.ts'
import type { Sender, Verdict } from '../server/guard/verdict.ts'
import { addChange, addProposal } from '../shared/proposal/change.ts'
import { type Limits, step2Limits, updateLimits } from '../shared/rules/limits.ts'
import { insertText } from '../shared/text/items.ts'
import { keysBetween } from '../shared/text/order.ts'
import { addBlock, newTextDoc, rootsOf, serverClientId, textOf } from '../shared/text/roots.ts'

const keystrokes = Number(process.argv[2] ?? 2000)
const sentence = 'The Parties shall take measures which are appropriate and proportionate to that end. '
const words = sentence.repeat(6)

const brazil = { person: 'ana', party: 'BR', role: 'delegate', stock: false } as unknown as Sender
const secretary = { person: 'sol', party: 'SEC', role: 'secretary', stock: false } as unknown as Sender
const holders: readonly Sender[] = [brazil, secretary]
const bindings = { personOf: (client: number) => holders[client - 7]?.person ?? null, bind: () => {} }
const pid = 'PBR' as never

/** A text of 80-word blocks, one in twenty with an insertion and a strike of Brazil's. */
function makeText(blocks: number): Y.Doc {
  const doc = newTextDoc({ clientId: serverClientId })
  const roots = rootsOf(doc)
  doc.transact(() => {
    addProposal(doc, pid)
    roots.register.set(pid, {
      kind: 'proposal',
      holder: brazil.party,
      writers: [brazil.party],
      state: 'open',
    })
    keysBetween(null, null, blocks).forEach((order, i) => {
      const fields = { order, kind: 'paragraph', level: 0, label: null } as const
      insertText(textOf(addBlock(roots.blocks, `b${i}`, fields)) as Y.Text, 0, words, null)
      if (i % 20 === 0) propose(doc, i)
    })
  })
  return doc
}

function propose(doc: Y.Doc, i: number): void {
  const at = { h: `b${i}` as never, s: -1 } as const
  const insertion = addChange(doc, pid, `PBR.i${i}` as never, { kind: 'insert', at, ord: 'a0' })
  insertText(textOf(insertion) as Y.Text, 0, 'should consider to ', null)
  const strike = addChange(doc, pid, `PBR.d${i}` as never, { kind: 'delete' })
  ;(strike.get('ids') as Y.Map<number>).set(`b${i}|${serverClientId}:0`, 9)
}

function replicaOf(state: Uint8Array, clientId: number): Y.Doc {
  const doc = newTextDoc()
  Y.applyUpdate(doc, state)
  doc.clientID = clientId
  return doc
}

/** Keystrokes of one writer: mostly letters typed on, some deletions, in changing places. */
function typed(doc: Y.Doc, texts: readonly Y.Text[]): Uint8Array[] {
  const out: Uint8Array[] = []
  doc.on('update', update => void out.push(update))
  for (let i = 0; i < keystrokes; i++) {
    const text = texts[Math.floor(i / 20) % texts.length] as Y.Text
    if (i % 10 === 9) text.delete(2, 1)
    else insertText(text, 3 + (i % 10), 'x', null)
  }
  return out
}

function ownTexts(doc: Y.Doc): Y.Text[] {
  const changes = rootsOf(doc).proposals.get(pid)?.get('changes') as Y.Map<Y.Map<unknown>>
  return [...changes.values()].flatMap(change => textOf(change) ?? [])
}

const agreedTexts = (doc: Y.Doc): Y.Text[] =>
  [...rootsOf(doc).blocks.values()].flatMap(block => textOf(block) ?? [])

function timesOf(updates: readonly Uint8Array[], take: (update: Uint8Array) => void): number[] {
  return updates
    .map(update => {
      const start = performance.now()
      take(update)
      return performance.now() - start
    })
    .sort((a, b) => a - b)
}

const at = (times: readonly number[], share: number): number =>
  times[Math.floor(times.length * share)] as number
const ms = (value: number): string => value.toFixed(3)

function expectKind(verdict: Verdict, kind: Verdict['kind']): void {
  if (verdict.kind !== kind) throw new Error(JSON.stringify(verdict))
}

/** Both take the same updates, with a listener as every room has one. */
function compareKeystrokes(
  name: string,
  state: Uint8Array,
  updates: readonly Uint8Array[],
  sender: Sender,
): void {
  const [bare, guarded] = [replicaOf(state, serverClientId), replicaOf(state, serverClientId)]
  for (const doc of [bare, guarded]) doc.on('update', () => {})
  const alone = timesOf(updates, update => Y.applyUpdate(bare, update, 'peer'))
  const judged = timesOf(updates, update =>
    expectKind(judge(guarded, update, sender, bindings, updateLimits, 'peer'), 'accepted'),
  )
  const ratio = at(judged, 0.5) / at(alone, 0.5)
  console.log(
    `  ${name.padEnd(26)} alone ${ms(at(alone, 0.5))}/${ms(at(alone, 0.95))}  judged ${ms(at(judged, 0.5))}/${ms(at(judged, 0.95))} ms (p50/p95)  ${ratio.toFixed(2)} x`,
  )
}

function measureOne(
  name: string,
  doc: Y.Doc,
  update: Uint8Array,
  sender: Sender,
  kind: Verdict['kind'],
  limits: Limits,
): void {
  const start = performance.now()
  expectKind(judge(doc, update, sender, bindings, limits, 'peer'), kind)
  console.log(`  ${name.padEnd(26)} ${ms(performance.now() - start)} ms, ${update.length} bytes, ${kind}`)
}

function measureSize(blocks: number): void {
  const state = Y.encodeStateAsUpdate(makeText(blocks))
  console.log(`${blocks} blocks, ${state.length} bytes`)
  const own = replicaOf(state, 7)
  compareKeystrokes('a delegate’s keystroke', state, typed(own, ownTexts(own)), brazil)
  const direct = replicaOf(state, 8)
  compareKeystrokes('the secretary’s keystroke', state, typed(direct, agreedTexts(direct)), secretary)
  const evil = replicaOf(state, 7)
  const refused = typed(evil, agreedTexts(evil)).slice(0, 1)
  const doc = replicaOf(state, serverClientId)
  const again = Array.from({ length: 500 }, () => refused[0] as Uint8Array)
  const times = timesOf(again, update =>
    expectKind(judge(doc, update, brazil, bindings, updateLimits, null), 'refused'),
  )
  console.log(`  ${'a refusal'.padEnd(26)} ${ms(at(times, 0.5))}/${ms(at(times, 0.95))} ms (p50/p95)`)
  measureOne('the whole state resent', doc, state, brazil, 'no-op', step2Limits)
}

/** Two hundred pages pasted: a thousand proposed blocks in one update. */
function measurePaste(): void {
  const state = Y.encodeStateAsUpdate(makeText(100))
  const peer = replicaOf(state, 7)
  const before = Y.encodeStateVector(peer)
  peer.transact(() => {
    const after = { h: 'b1' as never, s: -1 } as const
    const change = addChange(peer, pid, 'PBR.paste' as never, { kind: 'newBlock', after, ord: 'a0' })
    const blocks = change.get('blocks') as Y.Map<Y.Map<unknown>>
    keysBetween(null, null, 1000).forEach((order, i) => {
      const block = addBlock(blocks, `PBR.paste.${i}`, { order, kind: 'paragraph', level: 0, label: null })
      insertText(textOf(block) as Y.Text, 0, words, null)
    })
  })
  const update = Y.encodeStateAsUpdate(peer, before)
  measureOne('200 pages pasted', replicaOf(state, serverClientId), update, brazil, 'accepted', updateLimits)
}

/** As many structs as one update may bring, each to be placed past all others. */
function measureWorst(): void {
  const state = Y.encodeStateAsUpdate(makeText(100))
  const doc = replicaOf(state, serverClientId)
  const target = ownTexts(doc)[0]?._start as Y.Item
  const items = Array.from({ length: 30_000 }, (_, i) => {
    const right = i === 0 ? null : Y.createID(7, 0)
    const content = new Y.ContentString('x')
    return new Y.Item(Y.createID(7, i), null, target.id, null, right, null, null, content)
  })
  const update = encode(items)
  measureOne('30,000 entangled structs', doc, update, brazil, 'refused', updateLimits)
}

function encode(items: readonly Y.Item[]): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  const out = encoder.restEncoder
  for (const value of [1, items.length, 7, 0]) encoding.writeVarUint(out, value)
  for (const item of items) item.write(encoder, 0)
  encoding.writeVarUint(out, 0)
  return encoder.toUint8Array()
}

for (const blocks of [100, 1000, 5000]) measureSize(blocks)
measurePaste()
measureWorst()
