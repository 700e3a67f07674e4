/** Where an update wrote, as people name places: blocks, notes, proposals, brackets. */
import * as Y from 'yjs'
import type { TouchedPlace } from '../../shared/api/record.ts'
import { type Change, Model } from '../../shared/compose/model.ts'
import type { BlockId, BracketId, NoteId, ProposalId } from '../../shared/ids.ts'
import type { ChangeKind } from '../../shared/proposal/change.ts'
import { findItem } from '../../shared/text/items.ts'

/** What an update did, read against the document as it is now. */
export interface Touched {
  readonly places: readonly TouchedPlace[]
  /** Words it brought, in its own order, cut after `maxShownUnits`. */
  readonly inserted: string
  /** Units of text it took away, as far as the document still knows them. */
  readonly deleted: number
  /** Units it named in proposals to delete. */
  readonly struck: number
  /** Kinds of the changes it wrote in, each once. */
  readonly changes: readonly ChangeKind[]
}

/** An entry that changed no document. */
export const nothing: Touched = { places: [], inserted: '', deleted: 0, struck: 0, changes: [] }

export const maxShownUnits = 200

const nowhere: TouchedPlace = { block: null, note: null, proposal: null, bracket: null }
/** Insertions in insertions: deeper ones are not followed. */
const maxDepth = 64

interface Found {
  readonly places: Map<string, TouchedPlace>
  readonly changes: Set<ChangeKind>
  inserted: string
  deleted: number
  struck: number
}

/** Reads updates against one document. Cost: one index of the document, then linear in each update. */
export class TouchedReader {
  readonly #doc: Y.Doc
  readonly #model: Model

  constructor(doc: Y.Doc) {
    this.#doc = doc
    this.#model = new Model(doc)
  }

  /** What an update did. What the document has collected meanwhile is left out. */
  read(update: Uint8Array): Touched {
    const found: Found = { places: new Map(), changes: new Set(), inserted: '', deleted: 0, struck: 0 }
    const { structs, ds } = Y.decodeUpdate(update)
    for (const struct of structs) if (struct instanceof Y.Item) this.#addItem(found, struct)
    for (const [client, ranges] of ds.clients)
      for (const { clock, len } of ranges) this.#addDeleted(found, client, clock, clock + len)
    const { places, changes, inserted, deleted, struck } = found
    return { places: [...places.values()], changes: [...changes], inserted: cut(inserted), deleted, struck }
  }

  #addItem(found: Found, { id, content }: Y.Item): void {
    if (content instanceof Y.ContentString && found.inserted.length < maxShownUnits)
      found.inserted += content.str
    const path = this.#addPath(found, id)
    const isStrike = path[4] === 'ids' && this.#model.changes.get(path[3] as string)?.kind === 'delete'
    if (isStrike && content instanceof Y.ContentAny) found.struck += Number(content.arr[0])
  }

  /** A range may run over several items; it ends for us where the document has collected one. */
  #addDeleted(found: Found, client: number, from: number, end: number): void {
    for (let clock = from; clock < end; ) {
      const item = findItem(this.#doc, client, clock)
      if (item === null) return
      this.#addPath(found, Y.createID(client, clock))
      const next = Math.min(end, item.id.clock + item.length)
      if (item.parent instanceof Y.Text && item.countable) found.deleted += next - clock
      clock = next
    }
  }

  #addPath(found: Found, id: Y.ID): readonly string[] {
    const path = pathOf(findItem(this.#doc, id.client, id.clock))
    for (const place of this.#placesOf(path)) found.places.set(JSON.stringify(place), place)
    const change = path[0] === 'proposals' ? this.#model.changes.get(path[3] ?? '') : undefined
    if (change !== undefined) found.changes.add(change.kind)
    return path
  }

  /** Root name, then the keys from the root down. */
  #placesOf([root, key, , cid]: readonly string[]): TouchedPlace[] {
    if (key === undefined) return []
    if (root === 'blocks') return [{ ...nowhere, block: key as BlockId }]
    if (root === 'footnotes') return [{ ...nowhere, note: key as NoteId }]
    if (root === 'brackets') return this.#bracketPlaces(key)
    if (root === 'proposals' || (root === 'register' && this.#model.roots.proposals.has(key)))
      return this.#proposalPlaces(key as ProposalId, cid)
    return root === 'register' && this.#model.roots.brackets.has(key) ? this.#bracketPlaces(key) : []
  }

  #bracketPlaces(id: string): TouchedPlace[] {
    const bracket = id as BracketId
    const hosts = [...new Set(this.#model.hostsOf(id))]
    if (hosts.length === 0) return [{ ...nowhere, bracket }]
    return hosts.map(host => ({ ...this.#placeOfHost(host, 0), bracket }))
  }

  /** The places of one change, or of the whole proposal when the update tells none. */
  #proposalPlaces(proposal: ProposalId, cid: string | undefined): TouchedPlace[] {
    const change = cid === undefined ? undefined : this.#model.changes.get(cid)
    const hosts = change === undefined ? [] : [...change.places]
    if (hosts.length === 0) return [{ ...nowhere, proposal }]
    return hosts.map(host => ({ ...this.#placeOfHost(host, 0), proposal }))
  }

  /** The block or note of agreed text in which a host, or what a change marks as `@block`, stands. */
  #placeOfHost(host: string, depth: number): TouchedPlace {
    const id = host.startsWith('@') ? host.slice(1) : host
    const found = this.#model.hosts.get(id)
    if (found === undefined || depth > maxDepth) return nowhere
    if (found.kind === 'block') return { ...nowhere, block: id as BlockId }
    if (found.kind === 'note') return { ...nowhere, note: id as NoteId }
    const [above] = (found.change as Change).places
    return above === undefined ? nowhere : this.#placeOfHost(above, depth + 1)
  }
}

/** Keys from the root down to what holds the item; empty when it is unknown or detached. */
function pathOf(item: Y.Item | null): string[] {
  const path: string[] = []
  let at: Y.Item | null = item
  while (at !== null) {
    if (at.parentSub !== null) path.unshift(at.parentSub)
    const parent: unknown = at.parent
    if (!(parent instanceof Y.AbstractType)) return []
    if (parent._item === null) return [Y.findRootTypeKey(parent), ...path]
    at = parent._item
  }
  return []
}

/** At most `maxShownUnits`, no character cut in two. */
function cut(text: string): string {
  const end = text.length > maxShownUnits && /[\ud800-\udbff]/.test(text[maxShownUnits - 1] as string) ? 1 : 0
  return text.slice(0, maxShownUnits - end)
}
