import { describe } from 'vitest'
import * as Y from 'yjs'
import { addChange, addProposal, changesOf } from '../../shared/proposal/change.ts'
import { addBlock, addNote, rootsOf } from '../../shared/text/roots.ts'
import { type Attack, byBrazil, refuses } from './cases.ts'
import { holderOf, rawItem, rawUpdate } from './raw.ts'
import { agreed, change, insertAt, newChange, ownText, pBrazil, pJapan, propose, pSenegal } from './table.ts'

const proposal = (doc: Y.Doc, pid: string) => rootsOf(doc).proposals.get(pid) as Y.Map<unknown>
const ids = (doc: Y.Doc, pid = pBrazil) => change(doc, pid, 'del').get('ids') as Y.Map<unknown>
const blockFields = { order: 'a0', kind: 'paragraph', level: 0, label: null } as const
const whole = (fields: object): Y.Map<unknown> => new Y.Map(Object.entries(fields))
const emptyProposal = () => ({ changes: new Y.Map(), rationale: new Y.Text() })

/** Japan's proposal, written by somebody who has not seen it. */
function atTheSameTime(name: string, clientId: number): Attack {
  return {
    name,
    act: ({ brazil }) => {
      const own = new Y.Doc()
      own.clientID = clientId
      own.getMap('proposals').set(pJapan, whole(emptyProposal()))
      return brazil.sendBytes(Y.encodeStateAsUpdate(own))
    },
  }
}

/** A new change of Brazil's with these fields as they are. */
function badChange(name: string, fields: () => object): Attack {
  return byBrazil(name, doc => void changesOf(proposal(doc, pBrazil)).set(`${pBrazil}.new`, whole(fields())))
}

/** A new block proposed in a new change of Brazil's. */
function badBlock(name: string, make: (blocks: Y.Map<Y.Map<unknown>>) => void): Attack {
  return byBrazil(name, doc => {
    const fresh = newChange(doc, pBrazil, 'new', {
      kind: 'newBlock',
      after: { h: 'b1' as never, s: -1 },
      ord: 'a0',
    })
    make(fresh.get('blocks') as Y.Map<Y.Map<unknown>>)
  })
}

const onOthers: Attack[] = [
  byBrazil('[GU22] agreed words moved into an own insertion', doc => {
    ownText(doc, pBrazil).insert(0, 'States')
    agreed(doc, 'b1').delete(0, 6)
  }),
  byBrazil('[GU25] words put into another party’s insertion', doc => ownText(doc, pJapan).insert(0, 'x')),
  byBrazil('[GU25] words of another party deleted', doc => ownText(doc, pJapan).delete(0, 2)),
  byBrazil('[GU25][EC28] a mark put on another party’s words', doc =>
    ownText(doc, pJapan).format(0, 2, { em: true }),
  ),
  byBrazil('[GU25] a range of another party’s deletion removed', doc => {
    for (const key of ids(doc, pJapan).keys()) ids(doc, pJapan).delete(key)
  }),
  byBrazil('[GU25] a range added to another party’s deletion', doc => void ids(doc, pJapan).set('b1|1:1', 2)),
  byBrazil('[GU25] another party’s change switched off', doc => change(doc, pJapan, 'sw').delete('on')),
  byBrazil('[GU25] a change removed from another party’s proposal', doc =>
    changesOf(proposal(doc, pJapan)).delete(`${pJapan}.ins`),
  ),
  byBrazil(
    '[GU25] a change added to another party’s proposal',
    doc => void newChange(doc, pJapan, 'new', insertAt('b1')),
  ),
  byBrazil('[GU25] another party’s rationale', doc =>
    (proposal(doc, pJapan).get('rationale') as Y.Text).insert(0, 'x'),
  ),
  byBrazil('[GU25] a closed proposal of another party', doc => ownText(doc, pSenegal).insert(0, 'x')),
  byBrazil(
    '[GU25] an anchor of another party’s change',
    doc => void change(doc, pJapan, 'ins').set('at', { h: 'b3', s: -1 }),
  ),
  {
    name: '[GU25] an id reserved for another party',
    act: ({ table, brazil }) => {
      table.enter('RES', { holder: 'SN' as never, writers: ['SN' as never, 'SEC' as never] })
      return brazil.send(doc => propose(doc, 'RES' as never, 'b1', 'x'))
    },
  },
  {
    name: '[GU25] a person who speaks for another party by now',
    act: ({ table, brazil }) => {
      const update = brazil.write(doc => ownText(doc, pBrazil).insert(0, 'x'))
      return table.judge(update, { ...brazil.sender, party: 'JP' as never })
    },
  },
  {
    name: '[GU24] a proposal by an observer',
    act: ({ observer }) => observer.send(doc => propose(doc, 'PIC' as never, 'b1', 'x')),
  },
  {
    name: '[GU24] words by somebody who is only a reader by now',
    act: ({ table, brazil }) => {
      const update = brazil.write(doc => ownText(doc, pBrazil).insert(0, 'x'))
      return table.judge(update, { ...brazil.sender, role: 'reader' })
    },
  },
  {
    name: '[GU30] a proposal of another party removed by a bare deletion of its key',
    act: ({ table, brazil }) => {
      const { client, clock } = (rootsOf(table.doc).proposals._map.get(pJapan) as Y.Item).id
      return brazil.sendBytes(rawUpdate([], [[client, [[clock, 1]]]]))
    },
  },
]

const onKeys: Attack[] = [
  byBrazil('[GU25] another party’s proposal removed', doc => rootsOf(doc).proposals.delete(pJapan)),
  byBrazil('[GU30] another party’s proposal overwritten', doc => void addProposal(doc, pJapan)),
  byBrazil('[GU30] the own proposal removed', doc => rootsOf(doc).proposals.delete(pBrazil)),
  byBrazil('[GU30] the own proposal overwritten', doc => void addProposal(doc, pBrazil)),
  byBrazil('[GU30] an own change removed', doc => changesOf(proposal(doc, pBrazil)).delete(`${pBrazil}.ins`)),
  byBrazil('[GU30] an own change overwritten', doc => void newChange(doc, pBrazil, 'ins', insertAt('b1'))),
  atTheSameTime('[GU60] a proposal written at the same time under a lower client id', 1),
  atTheSameTime('[GU30] a proposal overwritten at the same time under a higher client id', 0xfffff000),
  byBrazil('[GU60] a proposal dead from the start', doc => {
    doc.getMap('proposals').set('PNEW', 1)
    doc.getMap('proposals').delete('PNEW')
  }),
  byBrazil('[GU13] a proposal that is removed again, with what it held', doc => {
    addProposal(doc, 'PNEW' as never)
    rootsOf(doc).proposals.delete('PNEW')
  }),
  byBrazil(
    '[GU29][EC24] an anchor written anew',
    doc => void change(doc, pBrazil, 'ins').set('at', { h: 'b3', s: -1 }),
  ),
  byBrazil(
    '[GU29][EC24] the kind of a change written anew',
    doc => void change(doc, pBrazil, 'ins').set('kind', 'delete'),
  ),
  byBrazil('[GU29][EC24] a field of a change removed', doc => change(doc, pBrazil, 'ins').delete('ord')),
  byBrazil(
    '[GU29] the words of a change replaced',
    doc => void change(doc, pBrazil, 'ins').set('text', new Y.Text('x')),
  ),
  byBrazil(
    '[GU29] a switch on a change that has none',
    doc => void change(doc, pBrazil, 'ins').set('on', true),
  ),
  byBrazil(
    '[GU39] a switch that is neither on nor gone',
    doc => void change(doc, pBrazil, 'sw').set('on', 'maybe'),
  ),
  byBrazil(
    '[GU36] the rationale replaced',
    doc => void proposal(doc, pBrazil).set('rationale', new Y.Text('x')),
  ),
  byBrazil(
    '[GU37][EC25] a holder written into a proposal',
    doc => void proposal(doc, pBrazil).set('holder', 'JP'),
  ),
  {
    name: '[GU36] the label of a proposed block written anew',
    act: ({ brazil }) => {
      brazil.send(doc => {
        const fresh = newChange(doc, pBrazil, 'nb', {
          kind: 'newBlock',
          after: { h: 'b1' as never, s: -1 },
          ord: 'a0',
        })
        addBlock(fresh.get('blocks') as Y.Map<Y.Map<unknown>>, `${pBrazil}.nb.1`, blockFields)
      })
      return brazil.send(doc => {
        const blocks = change(doc, pBrazil, 'nb').get('blocks') as Y.Map<Y.Map<unknown>>
        blocks.get(`${pBrazil}.nb.1`)?.set('label', '9')
      })
    },
  },
  {
    name: '[GU30] a note of an own change removed',
    act: ({ brazil }) => {
      brazil.send(doc =>
        addNote(change(doc, pBrazil, 'ins').get('notes') as Y.Map<Y.Map<unknown>>, `${pBrazil}.ins.n`),
      )
      return brazil.send(doc =>
        (change(doc, pBrazil, 'ins').get('notes') as Y.Map<Y.Map<unknown>>).delete(`${pBrazil}.ins.n`),
      )
    },
  },
]

const onNewProposals: Attack[] = [
  ...['a.b', 'p'.repeat(200), '', '-x', 'x y', '__proto__', 'constructor', 'prototype'].map(id =>
    byBrazil(
      `[GU26][RL38] a proposal with the id ${JSON.stringify(id.slice(0, 20))}`,
      doc => void addProposal(doc, id as never),
    ),
  ),
  byBrazil('[GU27] a proposal with the id of a bracket', doc => void addProposal(doc, 'x1' as never)),
  byBrazil(
    '[GU28] a proposal that is no map',
    doc => void doc.getMap('proposals').set('PNEW', { changes: 1 }),
  ),
  byBrazil(
    '[GU28] a proposal that is a text',
    doc => void doc.getMap('proposals').set('PNEW', new Y.Text('x')),
  ),
  byBrazil(
    '[GU28] a proposal without changes',
    doc => void doc.getMap('proposals').set('PNEW', whole({ rationale: new Y.Text() })),
  ),
  byBrazil(
    '[GU35] a proposal without a rationale',
    doc => void doc.getMap('proposals').set('PNEW', whole({ changes: new Y.Map() })),
  ),
  byBrazil(
    '[GU33][EC25] a proposal that names its holder itself',
    doc => void doc.getMap('proposals').set('PNEW', whole({ ...emptyProposal(), holder: 'JP' })),
  ),
  {
    name: '[GU57] list content in a new proposal',
    act: ({ brazil }) => {
      const own = new Y.Doc()
      own.clientID = 7
      const map = whole(emptyProposal())
      own.getMap('proposals').set('PNEW', map)
      const listed = rawItem(7, Y.getState(own.store, 7), {
        parent: holderOf(map),
        content: new Y.ContentAny([1]),
      })
      return brazil.sendBytes(Y.mergeUpdates([Y.encodeStateAsUpdate(own), rawUpdate([[listed]])]))
    },
  },
  {
    name: '[GU59] list content in the root of proposals',
    act: ({ brazil }) =>
      brazil.sendBytes(
        rawUpdate([[rawItem(7, 0, { parent: 'proposals', content: new Y.ContentAny(['x']) })]]),
      ),
  },
  {
    name: '[GU59] list content in the ranges of an own deletion',
    act: ({ table, brazil }) => {
      const parent = holderOf(ids(table.doc))
      return brazil.sendBytes(rawUpdate([[rawItem(7, 0, { parent, content: new Y.ContentString('x') })]]))
    },
  },
]

const at = { h: 'b1', s: -1 }
const insertion = () => ({ kind: 'insert', at, ord: 'a0', text: new Y.Text(), notes: new Y.Map() })
const polluted: unknown = JSON.parse('{"h":"b1","s":-1,"__proto__":{"polluted":1}}')

const onNewChanges: Attack[] = [
  byBrazil(
    '[GU31] a change with an id outside of its proposal',
    doc => void addChange(doc, pBrazil, `${pJapan}.new` as never, insertAt('b1')),
  ),
  byBrazil(
    '[GU31] a change with an id of too many parts',
    doc => void newChange(doc, pBrazil, 'ins.1', insertAt('b1')),
  ),
  byBrazil(
    '[GU31][RL38] a change named constructor',
    doc => void addChange(doc, pBrazil, 'constructor' as never, insertAt('b1')),
  ),
  badChange('[GU32] a change of unknown kind', () => ({ ...insertion(), kind: 'toString' })),
  badChange('[GU32] a change without kind', () => ({
    at,
    ord: 'a0',
    text: new Y.Text(),
    notes: new Y.Map(),
  })),
  badChange('[GU33] a change with an unknown field', () => ({ ...insertion(), evil: 1 })),
  badChange('[GU33] a change with a field of another kind', () => ({ ...insertion(), block: 'b1' })),
  badChange('[GU33][RL38] a change with a field __proto__', () => ({
    ...insertion(),
    ['__proto__']: { polluted: 1 },
  })),
  badChange('[GU34] an anchor with values of other types', () => ({
    ...insertion(),
    at: { h: 'b1', s: -1, c: 'x', k: {} },
  })),
  badChange('[GU34][RL38] an anchor that brings a prototype', () => ({ ...insertion(), at: polluted })),
  badChange('[GU34] an anchor with a further key', () => ({ ...insertion(), at: { ...at, x: 1 } })),
  badChange('[GU34] an insertion without an anchor', () => ({
    kind: 'insert',
    ord: 'a0',
    text: new Y.Text(),
    notes: new Y.Map(),
  })),
  badChange('[GU34] an order key of other signs', () => ({ ...insertion(), ord: '../a' })),
  badChange('[GU34] a group that is no id', () => ({ ...insertion(), g: '__proto__' })),
  badChange('[GU34] a bracket without its end', () => ({ kind: 'bracket', open: { at, ord: 'a0' } })),
  badChange('[GU34] a bracket that hangs on a bracket', () => ({
    kind: 'bracket',
    open: { at: { g: 'x1', end: 'open', h: 'b1' }, ord: 'a0' },
    close: { at, ord: 'a1' },
  })),
  badChange('[GU34] a block named by an object', () => ({ kind: 'deleteBlock', block: { toString: 'b1' } })),
  badChange('[GU34] a move without a place', () => ({ kind: 'moveBlock', block: 'b1' })),
  badChange('[GU34] a label over two lines', () => ({
    kind: 'relabel',
    block: 'b1',
    label: '9\n# Annex',
  })),
  badChange('[GU34] a label of a thousand letters', () => ({
    kind: 'relabel',
    block: 'b1',
    label: 'x'.repeat(1000),
  })),
  badChange('[GU34] a kind of block that is none', () => ({
    kind: 'retype',
    block: 'b1',
    blockKind: 'table',
    level: 0,
  })),
  badChange('[GU34] a level below all', () => ({
    kind: 'retype',
    block: 'b1',
    blockKind: 'item',
    level: -1,
  })),
  badChange('[GU34] a format of an unknown mark', () => ({
    kind: 'format',
    key: 'onclick',
    value: true,
    ids: new Y.Map(),
  })),
  badChange('[GU34] a link that runs a program', () => ({
    kind: 'format',
    key: 'link',
    value: 'javascript:alert(1)',
    ids: new Y.Map(),
  })),
  badChange('[GU34] a change switched on by a word', () => ({
    kind: 'deleteBlock',
    block: 'b1',
    on: 'true',
  })),
  badChange('[GU35] an insertion whose words are a plain value', () => ({ ...insertion(), text: 'x' })),
  badChange('[GU28] a deletion whose ranges are a plain value', () => ({
    kind: 'delete',
    ids: { 'b1|1:1': 2 },
  })),
  badChange('[GU28] an insertion without notes', () => ({
    kind: 'insert',
    at,
    ord: 'a0',
    text: new Y.Text(),
  })),
  badBlock(
    '[GU40] a proposed block with the id of an agreed one',
    blocks => void addBlock(blocks, 'b1', blockFields),
  ),
  badBlock(
    '[GU40] a proposed block with the id of another change',
    blocks => void addBlock(blocks, `${pBrazil}.ins.1`, blockFields),
  ),
  badBlock(
    '[GU28] a proposed block that is a plain value',
    blocks => void blocks.set(`${pBrazil}.new.1`, 1 as never),
  ),
  badBlock('[GU33] a proposed block that is gone', blocks =>
    addBlock(blocks, `${pBrazil}.new.1`, blockFields).set('gone', 'join'),
  ),
  badBlock(
    '[GU33] a proposed block with a source',
    blocks =>
      void addBlock(blocks, `${pBrazil}.new.1`, {
        ...blockFields,
        src: { before: '', marker: '', after: '', eol: '' },
      }),
  ),
  badBlock('[GU41] a proposed block without an order', blocks =>
    addBlock(blocks, `${pBrazil}.new.1`, blockFields).delete('order'),
  ),
  badBlock('[GU42] a proposed block of a kind that is none', blocks =>
    addBlock(blocks, `${pBrazil}.new.1`, blockFields).set('kind', 'script'),
  ),
  badBlock('[GU42] a proposed block with a level that is no number', blocks =>
    addBlock(blocks, `${pBrazil}.new.1`, blockFields).set('level', '0'),
  ),
  badBlock('[GU35] a proposed block without words', blocks =>
    addBlock(blocks, `${pBrazil}.new.1`, blockFields).delete('text'),
  ),
  byBrazil('[GU51] a block and a note of one id', doc => {
    const fresh = newChange(doc, pBrazil, 'new', {
      kind: 'newBlock',
      after: { h: 'b1' as never, s: -1 },
      ord: 'a0',
    })
    addBlock(fresh.get('blocks') as Y.Map<Y.Map<unknown>>, `${pBrazil}.new.1`, blockFields)
    addNote(fresh.get('notes') as Y.Map<Y.Map<unknown>>, `${pBrazil}.new.1`)
  }),
  byBrazil('[GU38] a range of less than nothing', doc => void ids(doc).set('b1|1:1', -5)),
  byBrazil('[GU38] a range without a place', doc => void ids(doc).set('nope', 5)),
  byBrazil('[GU38][RL38] a range in a host named __proto__', doc => void ids(doc).set('__proto__|1:1', 5)),
  byBrazil('[GU38] a range that is a text', doc => void ids(doc).set('b1|1:1', new Y.Text('x'))),
  byBrazil('[GU38] a range counted in letters', doc => void ids(doc).set('b1|1:1', '5')),
]

describe('what others propose', () => {
  refuses(onOthers)
})
describe('what is written once', () => {
  refuses(onKeys)
})
describe('a new proposal', () => {
  refuses(onNewProposals)
})
describe('a new change', () => {
  refuses(onNewChanges)
})
