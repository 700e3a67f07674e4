/**
 * The relocation table: where characters went that were copied (split, join, adopt, undo), and rebound bracket ends.
 *
 * Keys and values of the root `reloc` (written by the server alone):
 *   `<client>:<clock>` -> [len, client, clock]            unit i -> unit i
 *                         [len, client, clock, 0, change] the same, by adoption of a change: the inverse is the attribution
 *                         [len, client, clock, 1]         tombstones: all -> after that one unit
 *                         [len, host]                     tombstones -> start of that host
 *   `h:<host>`         -> host | TextAnchor               the start of a host whose text was copied or joined
 *   `g:<bracket>:<end>`-> BracketEnd                      an end bound anew by typing beside it
 * Ranges are disjoint: deleted Yjs items merge, so a tombstone may be relocated in part; `gaps` tells what is free.
 */
import type * as Y from 'yjs'
import type { ChangeId, HostId } from '../ids.ts'
import type { BracketEnd, BracketEndName, TextAnchor } from './anchor.ts'

/** Where a range of units went. */
export type Target =
  | { readonly kind: 'moved'; readonly c: number; readonly k: number; readonly adopted: ChangeId | null }
  | { readonly kind: 'after'; readonly c: number; readonly k: number }
  | { readonly kind: 'start'; readonly host: HostId }

interface Range {
  readonly k: number
  readonly len: number
  readonly target: Target
}

/** One range of agreed text that came from a change. */
export interface Origin {
  readonly k: number
  readonly len: number
  readonly change: ChangeId
}

/**
 * Most relocations that are followed from one unit. A chain grows by one with each undo, break or join that moves its
 * unit; the server never writes one that leads back to where it began.
 */
export const maxHops = 10_000

export class Relocation {
  private readonly ranges = new Map<number, Range[]>()
  private readonly hosts = new Map<string, HostId | TextAnchor>()
  private readonly ends = new Map<string, BracketEnd>()
  private readonly origins = new Map<number, Origin[]>()

  constructor(table: Y.Map<unknown>) {
    table.forEach((value, key) => this.add(key, value))
  }

  /** Takes up one entry of the root `reloc`; a later entry of the same key replaces the earlier. */
  add(key: string, value: unknown): void {
    if (key.startsWith('h:')) this.addHost(key.slice(2), value)
    else if (key.startsWith('g:')) this.ends.set(key.slice(2), value as BracketEnd)
    else this.addRange(key, value as readonly unknown[])
  }

  private addHost(host: string, value: unknown): void {
    if (value === undefined) this.hosts.delete(host)
    else this.hosts.set(host, value as HostId | TextAnchor)
  }

  private addRange(key: string, value: readonly unknown[]): void {
    const [client, clock] = key.split(':').map(Number) as [number, number]
    const range = { k: clock, len: value[0] as number, target: targetOf(value) }
    insertSorted(this.ranges, client, range)
    if (range.target.kind === 'moved' && range.target.adopted)
      insertSorted(this.origins, range.target.c, {
        k: range.target.k,
        len: range.len,
        change: range.target.adopted,
      })
  }

  /** Where unit (client, clock) went in one hop; null when it was not moved. `k` of 'moved' is that of this very unit. */
  find(client: number, clock: number): Target | null {
    const range = rangeAt(this.ranges.get(client), clock)
    if (!range) return null
    const { target } = range
    return target.kind === 'moved' ? { ...target, k: target.k + clock - range.k } : target
  }

  /** Units from `clock` on that share the fate of (client, clock), at most `len`: all in one entry, or all in none. */
  stretch(client: number, clock: number, len: number): number {
    const list = this.ranges.get(client)
    const range = rangeAt(list, clock)
    if (range) return Math.min(len, range.k + range.len - clock)
    const next = list?.[firstAbove(list, clock)]
    return next ? Math.min(len, next.k - clock) : len
  }

  /** The final place of a unit that moved as itself; null when it never moved, or went to a mere place. */
  follow(client: number, clock: number): { c: number; k: number } | null {
    let place: { c: number; k: number } | null = null
    for (let hop = 0; hop < maxHops; hop++) {
      const target = this.find(place?.c ?? client, place?.k ?? clock)
      if (!target) return place
      if (target.kind !== 'moved') return null
      place = { c: target.c, k: target.k }
    }
    return null
  }

  /** True when one of the `len` units from `from` on is, or went by however many moves to, one of as many units from `to` on. */
  leadsTo(from: { c: number; k: number }, len: number, to: { c: number; k: number }): boolean {
    const ways = [{ ...from, len }]
    for (let steps = 0; ways.length && steps < maxHops; steps++) {
      const way = ways.pop() as { c: number; k: number; len: number }
      if (way.c === to.c && way.k < to.k + len && to.k < way.k + way.len) return true
      const stretch = this.stretch(way.c, way.k, way.len)
      const target = this.find(way.c, way.k)
      if (stretch < way.len) ways.push({ c: way.c, k: way.k + stretch, len: way.len - stretch })
      if (target && target.kind !== 'start')
        ways.push({ c: target.c, k: target.k, len: target.kind === 'moved' ? stretch : 1 })
    }
    return ways.length > 0
  }

  /** The parts of [clock, clock + len) that no entry covers yet. */
  gaps(client: number, clock: number, len: number): { k: number; len: number }[] {
    const out: { k: number; len: number }[] = []
    let at = clock
    const list = this.ranges.get(client) ?? []
    for (let i = Math.max(0, firstAbove(list, clock) - 1); i < list.length; i++) {
      const range = list[i] as Range
      if (range.k >= clock + len) break
      if (range.k + range.len <= at) continue
      if (range.k > at) out.push({ k: at, len: range.k - at })
      at = range.k + range.len
    }
    if (at < clock + len) out.push({ k: at, len: clock + len - at })
    return out
  }

  /** Where the start of a host went, or null. */
  host(host: string): HostId | TextAnchor | null {
    return this.hosts.get(host) ?? null
  }

  /** The host that took the place of `host`, following joins and adoptions; `host` itself when nothing did. */
  hostNow(host: HostId): HostId {
    let at = host
    for (let hop = 0; hop < maxHops; hop++) {
      const next = this.hosts.get(at)
      if (next === undefined) return at
      at = typeof next === 'string' ? next : next.h
    }
    return at
  }

  /** The block that a block became by adoption; a block that was joined to another stays itself: what was proposed of it as a whole is not proposed of the other. */
  blockNow(block: HostId): HostId {
    let at = block
    for (let hop = 0; hop < maxHops; hop++) {
      const next = this.hosts.get(at)
      if (typeof next !== 'string') return at
      at = next
    }
    return at
  }

  /** The end of a bracket as bound anew, or null. */
  end(bracket: string, end: BracketEndName): BracketEnd | null {
    return this.ends.get(`${bracket}:${end}`) ?? null
  }

  /** The change that unit (client, clock) of agreed text was adopted from, or null. */
  originOf(client: number, clock: number): ChangeId | null {
    return rangeAt(this.origins.get(client), clock)?.change ?? null
  }

  /** The same for a stretch of agreed text: the sources of [clock, clock + len), in order, gaps left out. */
  originsIn(client: number, clock: number, len: number): Origin[] {
    return (this.origins.get(client) ?? []).filter(o => o.k < clock + len && clock < o.k + o.len)
  }

  /** All ranges of one client that overlap [clock, clock + len), clipped, with their targets. */
  rangesIn(client: number, clock: number, len: number): { k: number; len: number; target: Target }[] {
    const out: { k: number; len: number; target: Target }[] = []
    for (const range of this.ranges.get(client) ?? []) {
      const a = Math.max(clock, range.k)
      const b = Math.min(clock + len, range.k + range.len)
      if (a >= b) continue
      const { target } = range
      out.push({
        k: a,
        len: b - a,
        target: target.kind === 'moved' ? { ...target, k: target.k + a - range.k } : target,
      })
    }
    return out
  }
}

function targetOf(value: readonly unknown[]): Target {
  if (typeof value[1] === 'string') return { kind: 'start', host: value[1] as HostId }
  const [, c, k, tombstone, change] = value as [number, number, number, number?, ChangeId?]
  return tombstone ? { kind: 'after', c, k } : { kind: 'moved', c, k, adopted: change ?? null }
}

function insertSorted<T extends { readonly k: number }>(
  table: Map<number, T[]>,
  client: number,
  entry: T,
): void {
  const list = table.get(client) ?? []
  table.set(client, list)
  const at = firstAbove(list, entry.k)
  if (list[at - 1]?.k === entry.k) list[at - 1] = entry
  else list.splice(at, 0, entry)
}

/** Index of the first range that begins above `clock`; the length of the list when there is none. */
function firstAbove(list: readonly { readonly k: number }[], clock: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle] as { k: number }).k <= clock) low = middle + 1
    else high = middle
  }
  return low
}

function rangeAt<T extends { readonly k: number; readonly len: number }>(
  list: T[] | undefined,
  clock: number,
): T | null {
  let low = 0
  let high = (list?.length ?? 0) - 1
  while (list && low <= high) {
    const middle = (low + high) >> 1
    const range = list[middle] as T
    if (clock < range.k) high = middle - 1
    else if (clock >= range.k + range.len) low = middle + 1
    else return range
  }
  return null
}

/** Key of an entry for a range of units. */
export function rangeKey(client: number, clock: number): string {
  return `${client}:${clock}`
}

/** Key of an entry for the start of a host. */
export function hostKey(host: string): string {
  return `h:${host}`
}

/** Key of an entry for a bracket's end. */
export function endKey(bracket: string, end: BracketEndName): string {
  return `g:${bracket}:${end}`
}

/** The bracket that a key of the form `g:<bracket>:<end>` speaks of, or null for another key. */
export function bracketOfEndKey(key: string): string | null {
  return key.startsWith('g:') ? key.slice(2, key.lastIndexOf(':')) : null
}
