import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { addProposal } from '../../shared/proposal/change.ts'
import { serverClientId } from '../../shared/text/roots.ts'
import { type Attack, refuses } from './cases.ts'
import { rawItem, rawUpdate, unitOf } from './raw.ts'
import { agreed, ownText, pBrazil, type Seated, seat, type Table } from './table.ts'

const words = (text: string) => new Y.ContentString(text)
const inOwn = ({ doc }: Table, off = 0) => unitOf(ownText(doc, pBrazil), off)
/** Brazil's own text, written under some client id. */
function forged(seated: Seated, clientId: number): Uint8Array {
  const replica = seated.table.join('ana', 'BR', 'delegate', { clientId })
  return replica.write(doc => ownText(doc, pBrazil).insert(0, 'forged'))
}

const onBytes: Attack[] = [
  ...[[], [1], [5, 255, 3, 9, 200, 1, 1, 1, 7], [255, 255, 255, 255, 255, 255, 255, 255, 255, 1]].map(
    bytes => ({
      name: `[GU2][RL26] the bytes ${bytes.join(' ')}`,
      act: ({ brazil }: Seated) => brazil.sendBytes(new Uint8Array(bytes)),
    }),
  ),
  {
    name: '[GU2][RL26] half an update',
    act: ({ brazil }) => {
      const update = brazil.write(doc => ownText(doc, pBrazil).insert(0, 'abc'))
      return brazil.sendBytes(update.slice(0, update.length >> 1))
    },
  },
  {
    name: '[GU2] letters that are not UTF-8',
    act: ({ table, brazil }) => {
      const update = rawUpdate([[rawItem(7, 0, { origin: inOwn(table), content: words('abc') })]])
      update[update.indexOf(0x61)] = 0xff
      return brazil.sendBytes(update)
    },
  },
  {
    name: '[GU76][RL28] arrays nested a hundred thousand deep',
    act: ({ brazil }) => {
      const head = rawUpdate([
        [rawItem(7, 0, { parent: 'proposals', key: 'P', content: new Y.ContentAny([null]) })],
      ])
      const nested = new Uint8Array(head.length + 200_000)
      nested.set(head.slice(0, -2))
      for (let i = head.length - 2; i < nested.length - 3; i += 2) nested.set([117, 1], i)
      return brazil.sendBytes(nested)
    },
  },
  {
    name: '[GU76][RL28] an object nested a hundred deep',
    act: ({ brazil }) => {
      let value: object = {}
      for (let i = 0; i < 100; i++) value = { value }
      return brazil.send(doc => doc.getMap('proposals').set('PNEW', value))
    },
  },
  {
    name: '[GU2] bytes behind the end',
    act: ({ brazil }) => {
      const update = brazil.write(doc => ownText(doc, pBrazil).insert(0, 'x'))
      return brazil.sendBytes(new Uint8Array([...update, 0]))
    },
  },
  {
    name: '[GU8][RL28] one deletion named a hundred and twenty thousand times',
    act: ({ table, brazil }) => {
      const ranges = Array.from({ length: 120_000 }, () => [0, 1] as const)
      return brazil.sendBytes(rawUpdate([], [[table.doc.clientID, ranges]]))
    },
  },
  {
    name: '[GU8][RL28] one value of half a million nothings',
    act: ({ brazil }) =>
      brazil.send(doc =>
        doc.getMap('proposals').set(
          'PNEW',
          Array.from({ length: 500_000 }, () => null),
        ),
      ),
  },
  {
    name: '[GU3] a struct without length',
    act: ({ table, brazil }) =>
      brazil.sendBytes(rawUpdate([[rawItem(7, 0, { origin: inOwn(table), content: words('') })]])),
  },
  {
    name: '[GU7] structs of a thousand clients',
    act: ({ table, brazil }) => {
      const origin = inOwn(table)
      const sections = Array.from({ length: 1000 }, (_, i) => [
        rawItem(5000 + i, 0, { origin, content: words('x') }),
      ])
      return brazil.sendBytes(rawUpdate(sections))
    },
  },
  {
    name: '[GU8][RL28] a hundred and twenty thousand tiny structs',
    act: ({ brazil }) =>
      brazil.sendBytes(rawUpdate([Array.from({ length: 120_000 }, (_, i) => new Y.GC(Y.createID(7, i), 1))])),
  },
  {
    name: '[GU9] a clock that leaps to the end',
    act: ({ brazil }) => brazil.sendBytes(rawUpdate([[new Y.GC(Y.createID(7, 0), 2 ** 40)]])),
  },
  ...[
    new Y.ContentBinary(new Uint8Array([1])),
    new Y.ContentJSON([{ x: 1 }]),
    new Y.ContentDoc(new Y.Doc()),
  ].map(content => ({
    name: `[GU11] ${content.constructor.name}`,
    act: ({ brazil }: Seated) =>
      brazil.sendBytes(rawUpdate([[rawItem(7, 0, { parent: 'proposals', key: 'PNEW', content })]])),
  })),
  ...[new Y.Array(), new Y.XmlText(), new Y.XmlFragment(), new Y.XmlElement('p'), new Y.XmlHook('x')].map(
    type => ({
      name: `[GU12] a ${type.constructor.name}`,
      act: ({ brazil }: Seated) => {
        const content = new Y.ContentType(type as Y.Map<unknown>)
        return brazil.sendBytes(rawUpdate([[rawItem(7, 0, { parent: 'proposals', key: 'PNEW', content })]]))
      },
    }),
  ),
  {
    name: '[GU13] content that was thrown away with what held it',
    act: ({ brazil }) => brazil.sendBytes(rawUpdate([[new Y.GC(Y.createID(7, 0), 3)]])),
  },
  {
    name: '[GU13] content thrown away by a reader',
    act: ({ reader }) => reader.sendBytes(rawUpdate([[new Y.GC(Y.createID(7, 0), 3)]])),
  },
]

const onOrder: Attack[] = [
  {
    name: '[GU14] two structs that hang on each other',
    act: ({ brazil }) => {
      const first = rawItem(7, 0, { origin: Y.createID(8, 0), content: words('a') })
      const second = rawItem(8, 0, { origin: Y.createID(7, 0), content: words('b') })
      return brazil.sendBytes(rawUpdate([[first], [second]]))
    },
  },
  {
    name: '[GU14] a struct that hangs on itself',
    act: ({ brazil }) =>
      brazil.sendBytes(rawUpdate([[rawItem(7, 0, { origin: Y.createID(7, 1), content: words('ab') })]])),
  },
  {
    name: '[GU14] a struct that hangs on itself, after one that is in order',
    act: ({ table, brazil }) => {
      const first = rawItem(7, 0, { origin: inOwn(table), content: words('a') })
      const second = rawItem(7, 1, { rightOrigin: Y.createID(7, 2), content: words('bc') })
      return brazil.sendBytes(rawUpdate([[first, second]]))
    },
  },
  {
    name: '[GU17] a right neighbour that stands left of the left one in another item',
    act: ({ table, brazil }) => {
      brazil.send(doc => ownText(doc, pBrazil).insert(2, '-'))
      const place = { origin: inOwn(table, 5), rightOrigin: inOwn(table, 0) }
      return brazil.sendBytes(rawUpdate([[rawItem(7, 0, { ...place, content: words('x') })]]))
    },
  },
  {
    name: '[GU17] a right neighbour that stands left of the left one in the same item',
    act: ({ table, brazil }) => {
      const place = { origin: inOwn(table, 3), rightOrigin: inOwn(table, 1) }
      return brazil.sendBytes(rawUpdate([[rawItem(7, 0, { ...place, content: words('x') })]]))
    },
  },
  {
    name: '[GU18][RL28] structs that can be placed in no time at all only one by one',
    act: ({ table, brazil }) => {
      const origin = inOwn(table)
      const all = Array.from({ length: 8000 }, (_, i) =>
        rawItem(7, i, { origin, ...(i ? { rightOrigin: Y.createID(7, 0) } : {}), content: words('x') }),
      )
      return brazil.sendBytes(rawUpdate([all]))
    },
  },
]

const onClients: Attack[] = [
  {
    name: '[GU5][EC29][RL31] a client id of another person',
    act: s => s.brazil.sendBytes(forged(s, s.japan.doc.clientID)),
  },
  {
    name: '[GU5][EC29][RL31] a client id of another person of the same party',
    act: s => {
      s.brazil2.send(doc => addProposal(doc, 'PB2' as never))
      return s.brazil.sendBytes(forged(s, s.brazil2.doc.clientID))
    },
  },
  { name: '[GU4][EC29] the server’s client id', act: s => s.brazil.sendBytes(forged(s, serverClientId)) },
  { name: '[GU4] a client id from the server’s range', act: s => s.brazil.sendBytes(forged(s, 0xfffffff0)) },
  {
    name: '[GU4] a client id beyond 32 bits',
    act: ({ table, brazil }) =>
      brazil.sendBytes(rawUpdate([[rawItem(2 ** 40, 0, { origin: inOwn(table), content: words('x') })]])),
  },
  {
    name: '[GU6][EC29] a client id that was used before anybody was bound',
    act: s => {
      s.brazil2.send(doc => addProposal(doc, 'PB2' as never))
      s.table.bound.delete(s.brazil2.doc.clientID)
      return s.brazil.sendBytes(forged(s, s.brazil2.doc.clientID))
    },
  },
  {
    name: '[GU5][EC30] an own update resent together with what another wrote offline',
    act: s => {
      s.brazil2.send(doc => addProposal(doc, 'PB2' as never))
      s.brazil.pull()
      Y.applyUpdate(
        s.brazil.doc,
        s.brazil2.write(doc => ownText(doc, pBrazil).insert(0, 'offline')),
      )
      return s.brazil.sendBytes(Y.encodeStateAsUpdate(s.brazil.doc))
    },
  },
]

describe('bytes', () => {
  refuses(onBytes)
})
describe('the order of structs', () => {
  refuses(onOrder)
})
describe('client ids', () => {
  refuses(onClients)
})

describe('a client id', () => {
  it('[GU4][GU5] is bound at the first accepted update, not before', () => {
    const { table, brazil2 } = seat()
    brazil2.send(doc => agreed(doc, 'b1').insert(0, 'x'))
    expect(table.bound.has(brazil2.doc.clientID)).toBe(false)
    brazil2.pull()
    const again = table.join('bia', 'BR', 'delegate')
    again.send(doc => ownText(doc, pBrazil).insert(0, 'x'))
    expect(table.bound.get(again.doc.clientID)).toBe('bia')
  })
})
