/** Bytes of an update -> what in them the document lacks. Reads the document, changes nothing. */
import * as Y from 'yjs'
import type { Limits } from '../../shared/rules/limits.ts'
import { Refusal, refuse } from './refusal.ts'
import { scanUpdate } from './scan.ts'
import type { Units } from './verdict.ts'

/** One struct of an update; Yjs' `Skip` stands for a hole and is left out. */
export type Struct = Y.Item | Y.GC

export interface Incoming {
  /** What the document lacks, by client, in the order of clocks without holes; the first struct is cut where the document ends. */
  readonly fresh: ReadonlyMap<number, readonly Struct[]>
  /** What the update deletes: sorted, disjoint; gone units too. */
  readonly deletions: readonly Units[]
  /** True when something is missing that the update builds on. */
  readonly hasGap: boolean
}

/** Reads an update. @throws Refusal when it is too large or not an update. */
export function readIncoming(doc: Y.Doc, update: Uint8Array, limits: Limits): Incoming {
  if (update.length > limits.maxUpdateBytes) refuse('GU1', `an update of ${update.length} bytes`)
  const { structs, ds } = decode(update, limits)
  const fresh = new FreshStructs(doc)
  for (const struct of structs) fresh.take(struct)
  const deletions = deletionsOf(ds)
  const hasGap =
    fresh.hasHole ||
    fresh.hasUnknown() ||
    deletions.some(({ client, clock, len }) => clock + len > fresh.end(client))
  return { fresh: fresh.byClient, deletions, hasGap }
}

type Decoded = ReturnType<typeof Y.decodeUpdate>

function decode(update: Uint8Array, limits: Limits): Decoded {
  try {
    scanUpdate(update, limits)
    return Y.decodeUpdate(update)
  } catch (error) {
    if (error instanceof Refusal) throw error
    // Whatever the decoder trips over, the bytes are not an update; its message may hold words of the text.
    return refuse('GU2', 'the bytes are not an update')
  }
}

/** Merged, so that one unit is visited once however often it is named. */
function deletionsOf(ds: Decoded['ds']): Units[] {
  const out: Units[] = []
  for (const [client, items] of Y.mergeDeleteSets([ds]).clients)
    for (const { clock, len } of items) if (len > 0) out.push({ client, clock, len })
  return out
}

class FreshStructs {
  readonly byClient = new Map<number, Struct[]>()
  hasHole = false
  private readonly ends = new Map<number, number>()
  private readonly doc: Y.Doc

  constructor(doc: Y.Doc) {
    this.doc = doc
  }

  /** The clock up to which a client's units are known, those of the update counted. */
  end(client: number): number {
    return this.ends.get(client) ?? Y.getState(this.doc.store, client)
  }

  take(struct: Struct | Y.Skip): void {
    if (struct instanceof Y.Skip) return
    if (struct.length === 0) refuse('GU3', 'a struct without length')
    const { client, clock } = struct.id
    const end = this.end(client)
    if (clock > end) this.hasHole = true
    if (clock + struct.length <= end) return
    this.ends.set(client, clock + struct.length)
    listOf(this.byClient, client).push(clock < end ? cutTo(struct, end) : struct)
  }

  /** True when a struct names a unit that neither the document nor the update holds. */
  hasUnknown(): boolean {
    for (const structs of this.byClient.values())
      for (const struct of structs)
        if (namedBy(struct).some(id => id.clock >= this.end(id.client))) return true
    return false
  }
}

function listOf(map: Map<number, Struct[]>, client: number): Struct[] {
  const list = map.get(client) ?? []
  map.set(client, list)
  return list
}

/** The units a struct hangs on: left and right neighbour, or the item that holds its container. */
export function namedBy(struct: Struct): Y.ID[] {
  if (struct instanceof Y.GC) return []
  const { origin, rightOrigin, parent } = struct
  return [origin, rightOrigin, parent].filter(id => id instanceof Y.ID)
}

/**
 * The part of a struct from clock `end` on. It continues the unit before it, whatever the struct says of its own
 * beginning, so that it cannot stand in another container than that unit.
 */
function cutTo(struct: Struct, end: number): Struct {
  const { client, clock } = struct.id
  const id = Y.createID(client, end)
  if (struct instanceof Y.GC) return new Y.GC(id, clock + struct.length - end)
  const rest = struct.content.splice(end - clock)
  return new Y.Item(id, null, Y.createID(client, end - 1), null, struct.rightOrigin, null, null, rest)
}

/** The living structs that cover units of a document, in order. */
export function* livingIn(doc: Y.Doc, { client, clock, len }: Units): Generator<Y.Item> {
  for (const struct of structsIn(doc, { client, clock, len })) if (!struct.deleted) yield struct as Y.Item
}

/** All structs that cover units of a document, in order; what the document lacks is passed over. */
export function* structsIn(doc: Y.Doc, { client, clock, len }: Units): Generator<Y.Item | Y.GC> {
  const structs = doc.store.clients.get(client)
  if (!structs || clock >= Y.getState(doc.store, client)) return
  for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
    const struct = structs[i] as Y.Item | Y.GC
    if (struct.id.clock >= clock + len) return
    yield struct
  }
}
