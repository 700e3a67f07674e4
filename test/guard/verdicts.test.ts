import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { judge } from '../../server/guard/judge.ts'
import { Integration } from '../../server/guard/integration.ts'
import { readIncoming } from '../../server/guard/incoming.ts'
import { updateLimits } from '../../shared/rules/limits.ts'
import { addProposal } from '../../shared/proposal/change.ts'
import { deleteIds } from '../../shared/text/items.ts'
import { newTextDoc, rootsOf } from '../../shared/text/roots.ts'
import { pickNumber, seededRandom } from '../builders/random.ts'
import { rawItem, rawUpdate, unitOf } from './raw.ts'
import { agreed, change, composed, insertAt, newChange, ownText } from './table.ts'
import { pBrazil, pJapan, propose, pSenegal, seat, type Seated } from './table.ts'

const all = (doc: Y.Doc) => Y.encodeStateAsUpdate(doc)
const everybody = (s: Seated) => [s.brazil, s.japan, s.senegal, s.secretary, s.chair, s.reader, s.observer]

describe('what brings nothing new', () => {
  it('[GU62][EC30] the whole state resent is nothing, from everybody', () => {
    const s = seat()
    expect(everybody(s).map(peer => peer.sendBytes(all(s.table.doc)).kind)).toEqual(
      everybody(s).map(() => 'no-op'),
    )
  })

  it('[GU62] an update sent twice, or by somebody else once more, is nothing', () => {
    const s = seat()
    const update = s.brazil.write(doc => ownText(doc, pBrazil).insert(0, 'x'))
    const kinds = [s.brazil, s.brazil, s.japan, s.reader].map(peer => peer.sendBytes(update).kind)
    expect(kinds).toEqual(['accepted', 'no-op', 'no-op', 'no-op'])
  })

  it('[GU62] no bytes of content are nothing', () => {
    expect(seat().reader.sendBytes(rawUpdate([]))).toEqual({ kind: 'no-op', staleDeletes: [] })
  })

  it('[GU63][EC28] deletions of formats where the sender may not write are passed over', () => {
    const s = seat()
    const strip = (doc: Y.Doc) => {
      for (let item = agreed(doc, 'b2')._start; item; item = item.right)
        if (item.content instanceof Y.ContentFormat)
          doc.transact(transaction => (item as Y.Item).delete(transaction))
    }
    expect(s.brazil.send(strip).kind).toBe('no-op')
    expect(s.reader.send(strip).kind).toBe('no-op')
    const before = composed(s.table.doc)
    const mixed = s.chair.write(strip)
    const own = s.chair.write(doc => addProposal(doc, 'PCHR' as never))
    expect(s.chair.sendBytes(Y.mergeUpdates([mixed, own]))).toMatchObject({
      kind: 'accepted',
      newProposals: ['PCHR'],
    })
    expect(composed(s.table.doc)).toBe(before)
  })

  it('[GU64] a forged copy of a known struct cuts nothing in two', () => {
    const s = seat()
    const { client, clock } = (rootsOf(s.table.doc).proposals._map.get(pBrazil) as Y.Item).id
    const origin = unitOf(agreed(s.table.doc, 'b1'), 18)
    const forged = rawItem(client, clock, { origin, content: new Y.ContentString('x') })
    expect(s.reader.sendBytes(rawUpdate([[forged]])).kind).toBe('no-op')
    const fresh = rawItem(7, 0, {
      origin: unitOf(ownText(s.table.doc, pBrazil), 0),
      content: new Y.ContentString('x'),
    })
    expect(s.brazil.sendBytes(rawUpdate([[forged], [fresh]])).kind).toBe('accepted')
    expect(agreed(s.table.doc, 'b1').toString()).toBe('States shall take 😀 measures.')
  })

  it('[GU64] a second section of one client is not taken for what follows the first', () => {
    const s = seat()
    const origin = unitOf(ownText(s.table.doc, pBrazil), 0)
    const first = rawItem(7, 0, { origin, content: new Y.ContentString('ab') })
    const second = rawItem(7, 2, { origin: Y.createID(7, 1), content: new Y.ContentString('c') })
    expect(s.brazil.sendBytes(rawUpdate([[first], [second]])).kind).toBe('accepted')
    expect(ownText(s.table.doc, pBrazil).toString()).toBe('sabchould 😀 ')
  })
})

describe('what builds on something missing', () => {
  const gaps: [string, (s: Seated) => Uint8Array][] = [
    [
      '[GU65][RL28] a hole in the own clock',
      s => {
        s.brazil.write(doc => ownText(doc, pBrazil).insert(0, 'lost'))
        return s.brazil.write(doc => ownText(doc, pBrazil).insert(0, 'x'))
      },
    ],
    [
      '[GU65][RL28] an unknown left neighbour',
      s => {
        Y.applyUpdate(
          s.brazil.doc,
          s.japan.write(doc => ownText(doc, pJapan).insert(0, 'ghost')),
        )
        return s.brazil.write(doc => ownText(doc, pJapan).insert(3, 'x'))
      },
    ],
    [
      '[GU65] an unknown container',
      () => rawUpdate([[rawItem(7, 0, { parent: Y.createID(99, 5), content: new Y.ContentString('x') })]]),
    ],
    ['[GU65] a deletion of what is not there yet', s => rawUpdate([], [[s.table.doc.clientID, [[1e6, 50]]]])],
    [
      '[GU65] a deletion that goes beyond what is there',
      s => rawUpdate([], [[s.brazil.doc.clientID, [[0, 1e6]]]]),
    ],
    [
      '[GU65] a hole within the update',
      s => {
        const origin = unitOf(ownText(s.table.doc, pBrazil), 0)
        const item = (clock: number) => rawItem(7, clock, { origin, content: new Y.ContentString('x') })
        return rawUpdate([[item(0), new Y.Skip(Y.createID(7, 1), 3), item(4)]])
      },
    ],
  ]
  it.each(gaps)('%s is asked for again and nothing is kept', (_, make) => {
    const s = seat()
    expect(s.brazil.sendBytes(make(s))).toEqual({ kind: 'resync' })
  })
})

describe('what an accepted update tells', () => {
  it('[GU66] new proposals, whatever they hold, and the client ids', () => {
    const s = seat()
    const verdict = s.japan.send(doc => propose(doc, 'PJ2' as never, 'b1', 'x'))
    expect(verdict).toMatchObject({
      kind: 'accepted',
      newProposals: ['PJ2'],
      touched: ['PJ2'],
      clients: [s.japan.doc.clientID],
    })
  })

  it('[GU66] a proposal under a reserved id is not new to the register', () => {
    const s = seat()
    s.table.enter('RES', {
      holder: 'SN' as never,
      writers: ['SN' as never, 'SEC' as never],
      enteredBy: 'SEC' as never,
    })
    expect(s.secretary.send(doc => propose(doc, 'RES' as never, 'b1', 'x'))).toMatchObject({
      kind: 'accepted',
      newProposals: [],
      touched: ['RES'],
    })
  })

  it('[GU67] changes of closed proposals that were written in: late, and kept', () => {
    const s = seat()
    const before = composed(s.table.doc)
    const verdict = s.senegal.send(doc => {
      ownText(doc, pSenegal).insert(0, 'late ')
      newChange(doc, pSenegal, 'new', insertAt('b1'))
    })
    expect(verdict).toMatchObject({
      kind: 'accepted',
      late: [`${pSenegal}.ins`, `${pSenegal}.new`],
      agreedText: false,
    })
    expect(composed(s.table.doc)).toBe(before)
    expect(ownText(s.table.doc, pSenegal).toString()).toBe('late Every ')
  })

  it('[GU67] a change that was adopted apart from the rest of its proposal is closed as well', () => {
    const s = seat()
    s.table.enter(pBrazil, {
      holder: 'BR' as never,
      writers: ['BR' as never],
      decided: [`${pBrazil}.ins` as never],
    })
    const verdict = s.brazil.send(doc => ownText(doc, pBrazil).insert(0, 'late '))
    expect(verdict).toMatchObject({ kind: 'accepted', late: [`${pBrazil}.ins`] })
  })

  it('[GU68] units that came into agreed text, and units that were deleted there', () => {
    const s = seat()
    const place = unitOf(agreed(s.secretary.doc, 'b1'), 0)
    const { doc } = s.secretary
    const clock = Y.getState(doc.store, doc.clientID)
    const verdict = s.secretary.send(() => {
      agreed(doc, 'b1').insert(3, 'new')
      deleteIds(agreed(doc, 'b1'), place.client, place.clock, 2)
    })
    expect(verdict).toMatchObject({
      kind: 'accepted',
      agreedText: true,
      newTextItems: [{ client: doc.clientID, clock, len: 3 }],
      deletes: [{ ...place, len: 2 }],
      staleDeletes: [],
    })
  })

  it('[GU68] units of agreed text that are deleted though they are gone, to those who may write there only', () => {
    const s = seat()
    const place = unitOf(agreed(s.table.doc, 'b1'), 0)
    const update = s.secretary.write(doc => agreed(doc, 'b1').delete(0, 3))
    s.table.doc.transact(() => agreed(s.table.doc, 'b1').delete(0, 6))
    expect(s.brazil.sendBytes(update)).toEqual({ kind: 'no-op', staleDeletes: [] })
    expect(s.secretary.sendBytes(update)).toEqual({ kind: 'no-op', staleDeletes: [{ ...place, len: 3 }] })
    const typed = s.secretary.write(doc => agreed(doc, 'b3').insert(0, 'x'))
    const merged = Y.mergeUpdates([update, typed])
    expect(s.secretary.sendBytes(merged)).toMatchObject({
      kind: 'accepted',
      staleDeletes: [{ ...place, len: 3 }],
    })
  })

  it('[GU69] own proposals that may be empty now', () => {
    const s = seat()
    const typed = s.brazil.send(doc => ownText(doc, pBrazil).insert(0, 'x'))
    const deleted = s.brazil.send(doc => ownText(doc, pBrazil).delete(0, 1))
    const off = s.brazil.send(doc => change(doc, pBrazil, 'sw').delete('on'))
    s.table.enter(pBrazil, { holder: 'BR' as never, writers: ['BR' as never], state: 'emptied' })
    const again = s.brazil.send(doc => ownText(doc, pBrazil).insert(0, 'x'))
    const told = [typed, deleted, off, again].map(
      verdict => 'emptiedCandidates' in verdict && verdict.emptiedCandidates,
    )
    expect(told).toEqual([[], [pBrazil], [pBrazil], [pBrazil]])
  })

  it('[GU70] the bytes that were taken: known structs and what was passed over are not among them', () => {
    const s = seat()
    const peer = newTextDoc()
    Y.applyUpdate(peer, all(s.table.doc))
    s.brazil.write(doc => ownText(doc, pBrazil).insert(0, 'x'))
    const verdict = s.brazil.sendBytes(all(s.brazil.doc))
    if (verdict.kind !== 'accepted') throw new Error(verdict.kind)
    expect(verdict.updates[0]?.length).toBeLessThan(40)
    for (const update of verdict.updates) Y.applyUpdate(peer, update)
    expect(composed(peer)).toBe(composed(s.table.doc))
  })

  it('[GU71] a format that has no effect left is taken out, so that no reader has to', () => {
    const s = seat()
    s.secretary.send(doc => agreed(doc, 'b2').delete(5, 5))
    const reader = newTextDoc()
    let cleaned = 0
    reader.on('update', (_, origin) => void (cleaned += origin === 'load' ? 0 : 1))
    Y.applyUpdate(reader, all(s.table.doc), 'load')
    expect(cleaned).toBe(0)
    expect(composed(reader)).toBe(composed(s.table.doc))
  })
})

describe('taking out formats', () => {
  it('[GU71] changes nothing that anybody is shown', () => {
    const random = seededRandom(20261121)
    const s = seat()
    for (let i = 0; i < 300; i++) {
      const verdict = s.secretary.send(doc => scribble(random, agreed(doc, 'b2')))
      expect(verdict.kind).not.toBe('refused')
      expect(composed(s.secretary.doc)).toBe(composed(s.table.doc))
      if (i % 10 === 0) s.secretary.pull()
    }
    expect(s.reader.pull().sendBytes(all(s.reader.doc)).kind).toBe('no-op')
  })
})

/** Formats put on, changed and taken off, words typed and deleted, all over each other. */
function scribble(random: () => number, text: Y.Text): void {
  const at = pickNumber(random, Math.min(text.length, 16))
  const len = 1 + pickNumber(random, Math.min(6, 18 - at))
  const mark = pickNumber(random, 2) ? 'strong' : 'em'
  const value = [true, null, mark === 'em' ? '_' : '__'][pickNumber(random, 3)]
  const kind = pickNumber(random, 6)
  if (kind === 0) text.insert(at, 'xyz')
  else if (kind === 1 && text.length > 24) text.delete(at, Math.min(2, len))
  else text.format(at, len, { [mark]: value })
}

describe('a fault while judging', () => {
  it('[GU61] is a refusal; the document must be made anew', () => {
    const s = seat()
    const update = s.brazil.write(doc => ownText(doc, pBrazil).insert(0, 'x'))
    s.table.doc.on('beforeObserverCalls', () => {
      throw new Error('a listener that fails')
    })
    const verdict = judge(s.table.doc, update, s.brazil.sender, s.table.bindings, updateLimits, null)
    expect(verdict).toMatchObject({ kind: 'refused', rule: 'GU61', spoiled: true })
  })

  it('[GU61] is a refusal when what the document holds is in no known form', () => {
    const s = seat()
    s.table.doc.transact(() =>
      (rootsOf(s.table.doc).register as Y.Map<unknown>).set(pBrazil, { kind: 'proposal' }),
    )
    const update = s.brazil.write(doc => ownText(doc, pBrazil).insert(0, 'x'))
    const verdict = judge(s.table.doc, update, s.brazil.sender, s.table.bindings, updateLimits, null)
    expect(verdict).toMatchObject({ kind: 'refused', rule: 'GU61', spoiled: true })
  })

  it('is a misuse inside a transaction', () => {
    const s = seat()
    const { doc, bindings } = s.table
    const inside = () => judge(doc, rawUpdate([]), s.brazil.sender, bindings, updateLimits, null)
    expect(() => doc.transact(inside)).toThrow('outside of transactions')
  })

  const damages: [string, (half: Y.Item, doc: Y.Doc) => void][] = [
    ['halves that are no longer of one item', half => void (half.redone = half.id)],
    [
      'units that are no longer where they were',
      (half, doc) => void doc.store.clients.delete(half.id.client),
    ],
  ]
  it.each(damages)(
    '[GU72] a document that cannot be restored says so, and tells nobody else: %s',
    (_, damage) => {
      const s = seat()
      const update = s.brazil.write(doc => ownText(doc, pBrazil).insert(3, 'x'))
      let emitted = 0
      s.table.doc.on('update', () => void emitted++)
      const tryOut = (transaction: Y.Transaction): boolean => {
        const work = new Integration(transaction, updateLimits, { admit: () => {}, isDropped: () => false })
        work.run(readIncoming(s.table.doc, update, updateLimits))
        damage((work.added()[0] as Y.Item).right as Y.Item, s.table.doc)
        return work.rollBack()
      }
      expect(Y.transact(s.table.doc, tryOut, null, false)).toBe(false)
      expect(emitted).toBe(0)
    },
  )
})
