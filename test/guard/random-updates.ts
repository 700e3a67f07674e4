/** Updates at random: bytes changed at random, and structs that are well formed and hang on anything. */
import * as Y from 'yjs'
import { insertEmbed } from '../../shared/text/items.ts'
import { newTextDoc } from '../../shared/text/roots.ts'
import { pickNumber } from '../builders/random.ts'
import { rawItem, type RawItem, rawUpdate } from './raw.ts'
import { agreed, change, insertAt, newChange, ownText, type Peer } from './table.ts'
import { pBrazil, pJapan, propose } from './table.ts'

type Random = () => number

/** What honest and dishonest people write, as bytes. */
export function corpus(peer: Peer, state: Uint8Array): Uint8Array[] {
  const own = (doc: Y.Doc) => ownText(doc, pBrazil)
  const acts: ((doc: Y.Doc) => void)[] = [
    doc => own(doc).insert(2, 'zz'),
    doc => own(doc).delete(1, 3),
    doc => own(doc).format(0, 4, { strong: true }),
    doc => insertEmbed(own(doc), 1, { split: 1 }),
    doc => propose(doc, 'PNEW' as never, 'b2', 'A new one 😀'),
    doc => (change(doc, pBrazil, 'del').get('ids') as Y.Map<number>).set('b1|77:3', 4),
    doc => change(doc, pBrazil, 'sw').delete('on'),
    doc => void newChange(doc, pBrazil, 'new', insertAt('b2')),
    doc => agreed(doc, 'b1').delete(2, 3),
    doc => agreed(doc, 'b1').insert(2, 'EVIL'),
    doc => ownText(doc, pJapan).insert(0, 'EVIL'),
    doc =>
      doc
        .getMap('register')
        .set(pBrazil, { kind: 'proposal', holder: 'BR', writers: ['BR'], state: 'adopted' }),
  ]
  return acts.map((act, i) => {
    const doc = newTextDoc()
    Y.applyUpdate(doc, state)
    doc.clientID = i % 3 === 0 ? peer.doc.clientID : 5000 + i
    const before = Y.encodeStateVector(doc)
    doc.transact(() => act(doc))
    return Y.encodeStateAsUpdate(doc, before)
  })
}

/** A copy with one to four bytes set, flipped, dropped, put in, or taken from another update. */
export function mutate(random: Random, update: Uint8Array, other: Uint8Array): Uint8Array {
  const bytes = [...update]
  for (let left = 1 + pickNumber(random, 4); left > 0; left--) {
    const at = pickNumber(random, bytes.length)
    const kind = pickNumber(random, 12)
    if (kind < 4) bytes[at] = pickNumber(random, 256)
    else if (kind < 9) bytes[at] = (bytes[at] as number) ^ (1 << pickNumber(random, 8))
    else if (kind === 9) bytes.splice(at, 1)
    else if (kind === 10) bytes.splice(at, 0, pickNumber(random, 256))
    else bytes.splice(at, 8, ...other.slice(at, at + 8))
  }
  return new Uint8Array(bytes)
}

/** Structs that are well formed and hang on anything: ids, containers, keys and contents from the document itself, at random. */
export function tangle(random: Random, doc: Y.Doc, clients: readonly number[]): Uint8Array {
  const all = [...doc.store.clients.values()].flat() as (Y.Item | Y.GC)[]
  const pick = <T>(list: readonly T[]): T => list[pickNumber(random, list.length)] as T
  const anyId = (): Y.ID => {
    const struct = pick(all)
    return Y.createID(struct.id.client, struct.id.clock + pickNumber(random, struct.length))
  }
  const contents: (() => RawItem['content'])[] = [
    () => new Y.ContentString('x😀y'),
    () => new Y.ContentString('x😀y'),
    () => new Y.ContentFormat(pick(['strong', 'onclick']), pick([true, null]) as never),
    () => new Y.ContentEmbed(pick([{ br: 1 }, { split: 1 }, { footnote: 'n1' }])),
    () => new Y.ContentAny([pick([true, 3, 'a5', { h: 'b1', s: -1 }])]),
    () => new Y.ContentType(pick([new Y.Map(), new Y.Text()]) as Y.Map<unknown>),
    () => new Y.ContentDeleted(2),
  ]
  const client = pick(clients)
  let clock = Y.getState(doc.store, client) - pick([0, 0, 0, 1])
  if (clock < 0) clock = 0
  const items: Y.Item[] = []
  for (let left = 1 + pickNumber(random, 3); left > 0; left--) {
    const place: Omit<RawItem, 'content'> = pick([
      () => ({ origin: anyId() }),
      () => ({ rightOrigin: anyId() }),
      () => ({ origin: anyId(), rightOrigin: anyId() }),
      () => ({ parent: anyId(), key: pick(['on', 'at', 'label', `${pBrazil}.nb.1`, 'b1|1:1']) }),
      () => ({ parent: anyId() }),
      () => ({
        parent: pick(['proposals', 'blocks', 'register', 'evil']),
        key: pick([pBrazil, pJapan, 'PNEW', 'b1']),
      }),
    ])()
    const item = rawItem(client, clock, { ...place, content: pick(contents)() })
    items.push(item)
    clock += item.length
  }
  const deleted = anyId()
  return rawUpdate(
    [items],
    random() < 0.4 ? [[deleted.client, [[deleted.clock, 1 + pickNumber(random, 4)]]]] : [],
  )
}
