/** Where an update wrote, as people name places: blocks, notes, proposals, brackets. */
import * as Y from 'yjs'
import type { TouchedPlace } from '../../shared/api/record.ts'
import { type Change, Model } from '../../shared/compose/model.ts'
import type { BlockId, BracketId, NoteId, ProposalId } from '../../shared/ids.ts'
import { findItem } from '../../shared/text/items.ts'

/** What an update did, read against the document as it is now. */
export interface Touched {
  readonly places: readonly TouchedPlace[]
  /** Words it brought, in its own order, cut after `maxShownUnits`. */
  readonly inserted: string
  /** Units of text it took away, as far as the document still knows them. */
  readonly deleted: number
}

export const maxShownUnits = 200

const nowhere: TouchedPlace = { block: null, note: null, proposal: null, bracket: null }
/** Insertions in insertions: deeper ones are not followed. */
const maxDepth = 64

/** Reads updates against one document. Cost: one index of the document, then linear in each update. */
export class TouchedReader {
  readonly #doc: Y.Doc
  readonly #model: Model

  constructor(doc: Y.Doc) {
    this.#doc = doc
    this.#model = new Model(doc)
  }

  /** What the updates did together. What the document has collected meanwhile is left out. */
  read(updates: readonly Uint8Array[]): Touched {
    const places = new Map<string, TouchedPlace>()
    let [inserted, deleted] = ['', 0]
    for (const { structs, ds } of updates.map(update => Y.decodeUpdate(update))) {
      for (const struct of structs) {
        if (!(struct instanceof Y.Item)) continue
        if (struct.content instanceof Y.ContentString && inserted.length < maxShownUnits)
          inserted += struct.content.str
        this.#add(places, struct.id)
      }
      deleted += this.#addDeleted(places, ds)
    }
    return { places: [...places.values()], inserted: cut(inserted), deleted }
  }

  #addDeleted(places: Map<string, TouchedPlace>, ds: ReturnType<typeof Y.decodeUpdate>['ds']): number {
    let units = 0
    for (const [client, ranges] of ds.clients)
      for (const { clock, len } of ranges) {
        this.#add(places, Y.createID(client, clock))
        if (findItem(this.#doc, client, clock)?.parent instanceof Y.Text) units += len
      }
    return units
  }

  #add(places: Map<string, TouchedPlace>, id: Y.ID): void {
    const path = pathOf(findItem(this.#doc, id.client, id.clock))
    for (const place of this.#placesOf(path)) places.set(JSON.stringify(place), place)
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
