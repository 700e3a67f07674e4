/** Updates written struct by struct, as no honest client writes them. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

export type Struct = Y.Item | Y.GC | Y.Skip

/** What an item says of itself on the wire; `parent` is the name of a root or the id of the item that holds a type. */
export interface RawItem {
  readonly origin?: Y.ID
  readonly rightOrigin?: Y.ID
  readonly parent?: string | Y.ID
  readonly key?: string
  readonly content: Y.Item['content']
}

/** An item as it stands on the wire. */
export function rawItem(client: number, clock: number, item: RawItem): Y.Item {
  const { origin = null, rightOrigin = null, parent = null, key = null, content } = item
  const holder = parent as Y.ID | null // a string is read and written as the name of a root
  return new Y.Item(Y.createID(client, clock), null, origin, null, rightOrigin, holder, key, content)
}

/** The bytes of an update: sections of structs of one client each, then ranges to delete. */
export function rawUpdate(
  sections: readonly (readonly Struct[])[],
  deletions: readonly (readonly [
    client: number,
    ranges: readonly (readonly [clock: number, len: number])[],
  ])[] = [],
): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  const out = encoder.restEncoder
  encoding.writeVarUint(out, sections.length)
  for (const structs of sections) {
    const first = structs[0] as Struct
    encoding.writeVarUint(out, structs.length)
    encoder.writeClient(first.id.client)
    encoding.writeVarUint(out, first.id.clock)
    for (const struct of structs) struct.write(encoder, 0)
  }
  encoding.writeVarUint(out, deletions.length)
  for (const [client, ranges] of deletions) {
    encoding.writeVarUint(out, client)
    encoding.writeVarUint(out, ranges.length)
    for (const [clock, len] of ranges) {
      encoding.writeVarUint(out, clock)
      encoding.writeVarUint(out, len)
    }
  }
  return encoder.toUint8Array()
}

/** The id of the item that holds a type of a document. */
export function holderOf(type: Y.Map<unknown> | Y.Text): Y.ID {
  if (!type._item) throw new Error('a root is held by nothing')
  return type._item.id
}

/** The id of the living unit at `off` of a text. */
export function unitOf(text: Y.Text, off: number): Y.ID {
  let seen = 0
  for (let item = text._start; item; item = item.right) {
    if (item.deleted || !item.countable) continue
    if (off < seen + item.length) return Y.createID(item.id.client, item.id.clock + off - seen)
    seen += item.length
  }
  throw new Error(`no unit at ${off}`)
}
