/** Proposals as no editor writes them, but as the guard lets them in: whatever their ids, keys and anchors, agreed text is what was decided. */
import { describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { Model } from '../../shared/compose/model.ts'
import { addChange, addProposal, blocksOfChange } from '../../shared/proposal/change.ts'
import type { TextAnchor } from '../../shared/text/anchor.ts'
import { anchorAtEnd, insertText } from '../../shared/text/items.ts'
import { addBlock, rootsOf, textOf } from '../../shared/text/roots.ts'
import type { ChangeId, HostId, ProposalId } from '../../shared/ids.ts'
import { type Meeting, meeting, type Person } from '../builders/meeting.ts'

const blockFields = { order: 'a0', kind: 'paragraph', level: 0, label: null } as const

/** Insertions that hang in each other, `depth` deep, all of one forged proposal. */
function nest(m: Meeting, person: Person, depth: number): ProposalId {
  const { doc } = person.client
  const pid = 'B0' as ProposalId
  let at: TextAnchor = anchorAtEnd('b0', textOf(rootsOf(doc).blocks.get('b0')) as Y.Text)
  doc.transact(() => {
    addProposal(doc, pid)
    for (let i = 0; i < depth; i++) {
      const cid = `${pid}.${i}` as ChangeId
      const text = textOf(addChange(doc, pid, cid, { kind: 'insert', at, ord: 'a0' })) as Y.Text
      insertText(text, 0, 'x', null)
      at = anchorAtEnd(cid, text)
    }
  })
  m.sync()
  return pid
}

/** Proposes a block whose id is `id`, in a change and proposal of the ids before it. */
function forgeBlock(person: Person, id: string): void {
  const { doc } = person.client
  const cid = id.slice(0, id.lastIndexOf('.')) as ChangeId
  const pid = id.slice(0, id.indexOf('.')) as ProposalId
  doc.transact(() => {
    addProposal(doc, pid)
    const change = addChange(doc, pid, cid, {
      kind: 'newBlock',
      after: { h: 'gone' as HostId, s: -1 },
      ord: 'a0',
    })
    insertText(
      textOf(addBlock(blocksOfChange(change) as never, id, blockFields)) as Y.Text,
      0,
      'forged',
      null,
    )
  })
}

describe('ids', () => {
  it('[RG17] an agreed block never bears an id that a proposal can bring, and no proposal takes its words over', () => {
    const m = meeting('one', 'two')
    const a = m.join('A').propose('one', ['agreed by all'])
    const b = m.join('B')
    m.sync()
    const change = new Model(m.doc).changesOf(a.proposal)[0]
    const proposed = [...(blocksOfChange(change?.map as Y.Map<unknown>)?.keys() ?? [])][0] as string
    forgeBlock(b, `B${proposed}`)
    m.sync()
    expect(m.adopt(a.proposal).kind).toBe('done')
    expect(m.agreed()).toEqual(['one', 'agreed by all', 'two'])
    for (const id of rootsOf(m.doc).blocks.keys()) expect(id).not.toContain('.')
  })

  it('[RG17] blocks of adopted breaks have short ids, however often broken blocks are broken again', () => {
    const m = meeting('abcdefghijklmnopqrstuvwxyz')
    const a = m.join('A')
    for (let i = 0; i < 20; i++) {
      a.newSitting().type('|z', [{ kind: 'text', text: `${i}`, marks: null }, { kind: 'split' }])
      m.sync()
      expect(m.adopt(a.proposal).kind).toBe('done')
      m.sync()
    }
    expect(m.agreed()).toHaveLength(21)
    for (const id of rootsOf(m.doc).blocks.keys()) expect(id.length).toBeLessThan(60)
  })

  it('[RG2] refuses ids of blocks, notes and brackets that a proposal may bear or that the register knows', () => {
    const { m, proposal } = proposed()
    const at = { h: 'b0', s: -1 }
    const newBlock = { kind: 'new-block', after: null, blockKind: 'paragraph', level: 0, text: '' }
    for (const fields of [
      { kind: 'structure', breaks: [{ at, id: 'x.y', kind: 'paragraph' }], joins: [], kinds: [] },
      {
        kind: 'structure',
        breaks: [1, 2].map(() => ({ at, id: 'x', kind: 'paragraph' })),
        joins: [],
        kinds: [],
      },
      { ...newBlock, block: 'x.y.z' },
      { kind: 'insert-note', at, note: 'x.y.z', text: '' },
      { kind: 'wrap-bracket', bracket: 'x.y', open: at, close: at },
      { kind: 'wrap-bracket', bracket: proposal, open: at, close: at },
    ])
      expect(m.act(fields), JSON.stringify(fields)).toMatchObject({ kind: 'refused', rule: 'RG2' })
    expect(m.state(proposal)).toBe('open')
  })
})

function proposed(): { m: Meeting; proposal: ProposalId } {
  const m = meeting('one', 'two')
  const a = m.join('A').type('one|', ' new')
  m.sync()
  return { m, proposal: a.proposal }
}

describe('nests', () => {
  it('[TX13] what hangs deeper than 64 insertions has no place, and a nest of thousands stops nobody', () => {
    const m = meeting('one ', 'two')
    const b = m.join('B')
    m.join('A')
    m.sync()
    const forged = nest(m, b, 5000)
    expect(m.shown()[0]).toBe(`one {B+${'x'.repeat(64)}}`)
    expect(m.adopt(forged).kind).toBe('done')
    expect(m.agreed()[0]).toBe(`one ${'x'.repeat(64)}`)
    m.sync()
  })
})

describe('moves', () => {
  it.each(['zz', 'A', '0', 'a00', 'zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz'])(
    '[RG18] a block that was moved under the key %s is broken and followed like any other',
    order => {
      const m = meeting('one', 'two', 'three')
      const a = m.join('A').change('two', { kind: 'moveBlock', order })
      m.sync()
      expect(m.adopt(a.proposal).kind).toBe('done')
      const moved = m.agreed()
      m.break('t|wo', 'tail')
      const at = moved.indexOf('two')
      expect(m.agreed()).toEqual([...moved.slice(0, at), 't', 'wo', ...moved.slice(at + 1)])
      m.sync()
    },
  )
})

describe('blocks that were joined meanwhile', () => {
  it.each(['deleteBlock', 'join'] as const)(
    '[RG19] what was proposed of a block (%s) is not done to the block it was joined to',
    kind => {
      const m = meeting('one', 'two', 'three')
      const a = m.join('A').change('three', { kind })
      m.sync()
      m.joinWithPrevious('b2')
      m.sync()
      expect(m.shown()).toEqual(['one', 'twothree'])
      m.adopt(a.proposal)
      expect(m.agreed()).toEqual(['one', 'twothree'])
    },
  )

  it('[RG19] and is proposed again when the block is broken off again', () => {
    const m = meeting('one', 'two')
    m.join('A').change('two', { kind: 'deleteBlock' })
    m.sync()
    m.joinWithPrevious('b1')
    m.break('one|two', 'b1')
    expect(m.shown()).toEqual(['one', '-A two'])
  })
})

describe('reports of re-created letters', () => {
  it('[TX6] never lead letters back to themselves, so that others’ words keep their place', () => {
    const m = meeting('one ', 'two')
    const a = m.join('A').type('one |', 'xyz')
    const b = m.join('B')
    m.sync()
    b.type('x|yz', 'B')
    m.sync()
    const { line, doc } = a.client
    const [cid] = new Model(m.doc).changesOf(a.proposal).map(change => change.cid)
    const text = textOf(new Model(doc).changes.get(cid as string)?.map) as Y.Text
    const { client, clock } = (text._start as Y.Item).id
    const pair = (old: number, now: number) => ({
      old: { c: client, k: clock + old },
      now: { c: client, k: clock + now },
      len: 1,
    })
    line.say({ kind: 'redone', pairs: [pair(0, 1), pair(1, 2), pair(2, 0), pair(0, 0)] })
    doc.transact(() => text.delete(0, text.length))
    m.sync()
    expect(m.shown()).toEqual(['one {B+B}', 'two'])
  })

  it('[TX6] lead on however often letters are taken back and written again', () => {
    const m = meeting('one ', 'two')
    const a = m.join('A').type('one |', 'xyz')
    const b = m.join('B')
    m.sync()
    b.type('x|yz', 'B').delete('y«z»')
    m.sync()
    for (let i = 0; i < 200; i++) {
      a.undo().redo()
      m.sync()
    }
    expect(m.shown()).toEqual(['one {A+x}{B+B}{A+y}{A+B-z}', 'two'])
  })
})

describe('breaks and joins', () => {
  it('[RG20] leave proposals in order that hang on deleted letters', () => {
    const m = meeting('one abcd two', 'three')
    const [a, b, s] = [m.join('A'), m.join('B'), m.join('S', 'secretary')]
    b.type('one a|', 'B')
    a.type('one ab|', 'A')
    m.sync()
    s.delete('«a»').delete('«b»').delete('«c»')
    m.sync()
    expect(m.shown()[0]).toBe('one {B+B}{A+A}d two')
    const before = m.shown().join('')
    m.break('on|e', 'tail')
    m.joinWithPrevious('tail')
    m.sync()
    expect(m.shown().join('')).toBe(before)
  })

  it('[RG20] keep what hangs on the end of a block before what hangs on the start of the next', () => {
    const m = meeting('one', 'two')
    m.join('B').type('|two', 'B')
    m.join('A').type('one|', 'A')
    m.sync()
    m.joinWithPrevious('b1')
    expect(m.shown()).toEqual(['one{A+A}{B+B}two'])
    m.sync()
  })
})
