import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { judge } from '../../server/guard/judge.ts'
import { updateLimits } from '../../shared/rules/limits.ts'
import { insertText } from '../../shared/text/items.ts'
import { serverClientId } from '../../shared/text/roots.ts'
import { seededRandom } from '../builders/random.ts'
import { mutate, tangle } from './random-updates.ts'
import {
  agreed,
  composed,
  innards,
  ownText,
  pBrazil,
  pJapan,
  seat,
  type Seated,
  type Table,
} from './table.ts'

const seed = 20261121

/** One honest edit, the same at every table. */
function work({ brazil, secretary }: Seated, i: number): void {
  const peer = i % 2 ? brazil : secretary
  const edit = (doc: Y.Doc): void => {
    const text = i % 2 ? ownText(doc, pBrazil) : agreed(doc, 'b2')
    if (i % 5 === 0) text.delete(0, 2)
    else if (i % 7 === 0) text.format(0, 3, { em: i % 3 ? true : null })
    else insertText(text, Math.min(3, text.length), `${i} `, null)
  }
  expect(['accepted', 'no-op']).toContain(peer.pull().send(edit).kind)
}

/** Judges without the laws of the table, which look at everything each time. */
function judged(table: Table, update: Uint8Array, by: Seated['reader']): string {
  const verdict = judge(table.doc, update, by.sender, table.bindings, updateLimits, null)
  if (verdict.kind === 'refused') expect(verdict.spoiled).toBe(false)
  return verdict.kind
}

it('[GU75][RL27][RL31] a document that refused four thousand updates is the same, to the last bit, as one that never met them', () => {
  const random = seededRandom(seed)
  const s = seat()
  const control = seat()
  let refused = 0
  for (let i = 0; refused < 4000; i++) {
    if (i % 40 === 0) for (const each of [s, control]) work(each, i / 40)
    const clients = [s.reader.doc.clientID, 6001, s.japan.doc.clientID, serverClientId]
    const forged = tangle(random, s.table.doc, clients)
    const update = i % 3 ? forged : mutate(random, forged, Y.encodeStateAsUpdate(s.table.doc))
    if (judged(s.table, update, s.reader) === 'refused') refused++
  }
  expect(Y.encodeStateAsUpdate(s.table.doc)).toEqual(Y.encodeStateAsUpdate(control.table.doc))
  expect(Y.encodeStateVector(s.table.doc)).toEqual(Y.encodeStateVector(control.table.doc))
  expect(innards(s.table.doc)).toEqual(innards(control.table.doc))
  expect(composed(s.table.doc)).toBe(composed(control.table.doc))
})

it('[GU75][RL31] a thousand forgeries of one proposal are a thousand refusals', () => {
  const s = seat()
  const before = innards(s.table.doc)
  const kinds = new Set<string>()
  for (let i = 0; i < 1000; i++) {
    const clientId = i % 2 ? s.japan.doc.clientID : 7000 + i
    const replica = s.table.join('ana', 'BR', 'delegate', { clientId })
    const text = (doc: Y.Doc): Y.Text => ownText(doc, pJapan)
    const forgery = replica.write(doc =>
      i % 3 ? text(doc).insert(i % 5, `${i}`) : text(doc).delete(i % 4, 1),
    )
    kinds.add(judged(s.table, forgery, s.brazil))
  }
  expect([...kinds]).toEqual(['refused'])
  expect(innards(s.table.doc)).toEqual(before)
})
