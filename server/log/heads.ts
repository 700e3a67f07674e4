/** The last entry of every stream in use: what is durable, and what is on its way. */
import type { StreamId } from '../../shared/ids.ts'
import type { Head } from './entry.ts'
import type { EntryStore } from './entry-store.ts'

interface Place {
  durable: Head | null
  latest: Head | null
}

export class Heads {
  readonly #store: Pick<EntryStore, 'findHead'>
  readonly #places = new Map<StreamId, Place>()

  constructor(store: Pick<EntryStore, 'findHead'>) {
    this.#store = store
  }

  /** The last entry, those on their way included. */
  head(stream: StreamId): Head | null {
    return this.#place(stream).latest
  }

  /** The last entry known to be durable. */
  durable(stream: StreamId): Head | null {
    return this.#place(stream).durable
  }

  /** An entry was given its place. */
  advance(stream: StreamId, head: Head): void {
    this.#place(stream).latest = onlyHead(head)
  }

  /** An entry became durable. */
  confirm(stream: StreamId, head: Head): void {
    const place = this.#place(stream)
    place.durable = onlyHead(head)
    if ((place.latest?.seq ?? 0) < head.seq) place.latest = place.durable
  }

  /** Forgets what was on its way. */
  goBack(): void {
    for (const place of this.#places.values()) place.latest = place.durable
  }

  /** What is durable by our knowledge, of every stream used so far. */
  *known(): Iterable<[StreamId, Head]> {
    for (const [stream, { durable }] of this.#places) if (durable) yield [stream, durable]
  }

  /** Reads every head anew when it is next asked for. */
  forget(): void {
    this.#places.clear()
  }

  #place(stream: StreamId): Place {
    const known = this.#places.get(stream)
    if (known) return known
    const durable = this.#store.findHead(stream)
    const place = { durable, latest: durable }
    this.#places.set(stream, place)
    return place
  }
}

/** Without the payload, which would otherwise stay in memory. */
function onlyHead({ seq, hash }: Head): Head {
  return { seq, hash }
}
