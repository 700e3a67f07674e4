import { describe } from 'vitest'
import * as Y from 'yjs'
import { insertEmbed } from '../../shared/text/items.ts'
import { addBlock, addNote, rootsOf } from '../../shared/text/roots.ts'
import { type Attack, byBrazil, bySecretary, refuses } from './cases.ts'
import { holderOf, rawItem, rawUpdate, unitOf } from './raw.ts'
import { agreed, ownText, pBrazil, pJapan, pSenegal } from './table.ts'

const block = (doc: Y.Doc, id: string) => rootsOf(doc).blocks.get(id) as Y.Map<unknown>
const fields = { order: 'a5', kind: 'paragraph', level: 0, label: null } as const

const onAgreedWords: Attack[] = [
  byBrazil('[GU22] words put into agreed text by a delegate', doc => agreed(doc, 'b1').insert(3, 'x')),
  byBrazil('[GU22][EC27] words of agreed text deleted by a delegate', doc => agreed(doc, 'b1').delete(0, 6)),
  byBrazil('[GU22] a format on agreed text by a delegate', doc =>
    agreed(doc, 'b1').format(0, 6, { strong: true }),
  ),
  byBrazil('[GU22] words put into a note by a delegate', doc => agreed(doc, 'n1').insert(0, 'x')),
  byBrazil('[GU22] a reference to a note deleted by a delegate', doc => agreed(doc, 'b2').delete(18, 1)),
  byBrazil('[GU22] an attribute on agreed text', doc => agreed(doc, 'b1').setAttribute('x', 1)),
  byBrazil('[GU22] own words, and agreed words deleted in the same update', doc => {
    ownText(doc, pBrazil).insert(0, 'ok')
    agreed(doc, 'b1').delete(0, 1)
  }),
  byBrazil('[GU22] words put into agreed text and taken out again', doc => {
    agreed(doc, 'b1').insert(0, 'x')
    agreed(doc, 'b1').delete(0, 1)
  }),
  {
    name: '[GU22][EC27] a bare list of deletions in agreed text',
    act: ({ table, brazil }) => {
      const { client, clock } = unitOf(agreed(table.doc, 'b1'), 0)
      return brazil.sendBytes(rawUpdate([], [[client, [[clock, 4]]]]))
    },
  },
  {
    name: '[GU22][EC27] a deletion in agreed text named a thousand times over',
    act: ({ table, brazil }) => {
      const { client, clock } = unitOf(agreed(table.doc, 'b1'), 0)
      const ranges = Array.from({ length: 1000 }, () => [clock, 4] as const)
      return brazil.sendBytes(rawUpdate([], [[client, ranges]]))
    },
  },
  {
    name: '[GU22] agreed text written by the chair',
    act: ({ chair }) => chair.send(doc => agreed(doc, 'b1').insert(0, 'x')),
  },
  {
    name: '[GU22] agreed text written by a reader',
    act: ({ reader }) => reader.send(doc => agreed(doc, 'b1').insert(0, 'x')),
  },
  {
    name: '[GU22] a secretary who is a delegate by now',
    act: ({ table, secretary }) => {
      const update = secretary.write(doc => agreed(doc, 'b1').insert(0, 'x'))
      return table.judge(update, { ...secretary.sender, role: 'delegate' })
    },
  },
  {
    name: '[GU23] agreed text written by a stock program, though a secretary runs it',
    act: ({ table }) =>
      table.join('sol', 'SEC', 'secretary', { stock: true }).send(doc => agreed(doc, 'b1').insert(0, 'x')),
  },
  {
    name: '[GU23] agreed text deleted by a stock program',
    act: ({ table }) =>
      table.join('sol', 'SEC', 'secretary', { stock: true }).send(doc => agreed(doc, 'b1').delete(0, 1)),
  },
  {
    name: '[GU15] an item between own words and agreed words',
    act: ({ table, brazil }) =>
      brazil.sendBytes(
        rawUpdate([
          [
            rawItem(7, 0, {
              origin: unitOf(ownText(table.doc, pBrazil), 0),
              rightOrigin: unitOf(agreed(table.doc, 'b1'), 0),
              content: new Y.ContentString('x'),
            }),
          ],
        ]),
      ),
  },
  {
    name: '[GU22] the tail of a known struct that names another place, in agreed text',
    act: ({ table, secretary }) => {
      secretary.send(doc => agreed(doc, 'b1').insert(0, 'ab'))
      const own = { ...secretary.sender, role: 'delegate' as const }
      const origin = unitOf(ownText(table.doc, pBrazil), 0)
      const tail = rawItem(secretary.doc.clientID, 0, { origin, content: new Y.ContentString('abc') })
      return table.judge(rawUpdate([[tail]]), own)
    },
  },
]

const onAgreedStructure: Attack[] = [
  byBrazil(
    '[GU20] an agreed block added by a delegate',
    doc => void addBlock(rootsOf(doc).blocks, 'bx', fields),
  ),
  byBrazil('[GU20] an agreed block removed by a delegate', doc => rootsOf(doc).blocks.delete('b1')),
  byBrazil('[GU20] an agreed block overwritten', doc => void addBlock(rootsOf(doc).blocks, 'b1', fields)),
  byBrazil('[GU20] a note added by a delegate', doc => void addNote(rootsOf(doc).footnotes, 'n9')),
  bySecretary(
    '[GU20] an agreed block added by hand',
    doc => void addBlock(rootsOf(doc).blocks, 'bx', fields),
  ),
  bySecretary('[GU20] an agreed block removed by hand', doc => rootsOf(doc).blocks.delete('b1')),
  bySecretary('[GU20] order written by hand', doc => void block(doc, 'b1').set('order', 'a9')),
  bySecretary('[GU20] kind written by hand', doc => void block(doc, 'b1').set('kind', 'heading')),
  bySecretary('[GU20] level written by hand', doc => void block(doc, 'b1').set('level', 1)),
  bySecretary('[GU20] label written by hand', doc => void block(doc, 'b1').set('label', '9')),
  bySecretary('[GU20] gone written by hand', doc => void block(doc, 'b1').set('gone', 'join')),
  bySecretary(
    '[GU20] the text of a block replaced',
    doc => void block(doc, 'b1').set('text', new Y.Text('EVIL')),
  ),
  bySecretary('[GU20] a field of a block removed', doc => block(doc, 'b1').delete('level')),
  bySecretary('[GU20] a note added by hand', doc => void addNote(rootsOf(doc).footnotes, 'n9')),
  bySecretary('[GU20] a note removed by hand', doc => rootsOf(doc).footnotes.delete('n1')),
  bySecretary('[GU48] a reference to a note put into agreed text by hand', doc =>
    insertEmbed(agreed(doc, 'b1'), 3, { footnote: 'n1' as never }),
  ),
  bySecretary('[GU48] a break of paragraphs put into agreed text by hand', doc =>
    insertEmbed(agreed(doc, 'b1'), 3, { split: 1 }),
  ),
  bySecretary('[GU58] a reference to a note deleted by hand', doc => agreed(doc, 'b2').delete(10, 12)),
  {
    name: '[GU20] a block written at the same time as another client id wins',
    act: ({ secretary }) => {
      const map = rawItem(9, 0, { parent: 'blocks', key: 'b1', content: new Y.ContentType(new Y.Map()) })
      return secretary.sendBytes(rawUpdate([[map]]))
    },
  },
  {
    name: '[GU16] words under a block that is gone for good',
    act: ({ table, secretary }) => {
      const { blocks } = rootsOf(table.doc)
      table.doc.transact(() => addBlock(blocks, 'tmp', fields))
      const holder = holderOf(agreed(table.doc, 'tmp'))
      table.doc.transact(() => blocks.delete('tmp'))
      const words = rawItem(9, 0, { parent: holder, content: new Y.ContentString('late') })
      return secretary.sendBytes(rawUpdate([[words]]))
    },
  },
  {
    name: '[GU16] words under a character',
    act: ({ table, brazil }) => {
      const parent = unitOf(agreed(table.doc, 'b1'), 0)
      return brazil.sendBytes(rawUpdate([[rawItem(9, 0, { parent, content: new Y.ContentString('x') })]]))
    },
  },
]

const onServerRoots: Attack[] = [
  byBrazil('[GU21][EC26] an own proposal adopted in the register', doc =>
    doc
      .getMap('register')
      .set(pBrazil, { kind: 'proposal', holder: 'BR', writers: ['BR'], state: 'adopted' }),
  ),
  byBrazil('[GU21][EC25][EC26] another holder written into the register', doc =>
    doc.getMap('register').set(pJapan, { kind: 'proposal', holder: 'BR', writers: ['BR'], state: 'open' }),
  ),
  byBrazil('[GU21][EC26] an entry of the register removed', doc => doc.getMap('register').delete(pSenegal)),
  bySecretary('[GU21][EC26] the register written by the secretary', doc =>
    doc.getMap('register').delete(pSenegal),
  ),
  byBrazil('[GU21] a relocation', doc => doc.getMap('reloc').set('1:1', [1, 2, 3])),
  bySecretary('[GU21] a bracket lifted by hand', doc => doc.getMap('brackets').delete('x1')),
  byBrazil('[GU21] a bracket added to agreed text', doc =>
    doc.getMap('brackets').set('x2', { open: { at: { h: 'b1', s: -1 }, ord: 'a0' } }),
  ),
  bySecretary('[GU21] the title', doc => doc.getMap('meta').set('title', 'EVIL')),
  byBrazil('[GU10] a new root of keys', doc => doc.getMap('evil').set('a', 1)),
  byBrazil('[GU10] a new root of words', doc => doc.getText('evil').insert(0, 'a')),
  {
    name: '[GU10] a new root named like a part of every object',
    act: ({ brazil }) =>
      brazil.sendBytes(
        rawUpdate([
          [rawItem(9, 0, { parent: '__proto__', key: 'polluted', content: new Y.ContentAny([1]) })],
        ]),
      ),
  },
]

describe('agreed words', () => {
  refuses(onAgreedWords)
})
describe('the structure of agreed text', () => {
  refuses(onAgreedStructure)
})
describe('what the server alone writes', () => {
  refuses(onServerRoots)
})
