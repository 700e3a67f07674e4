/** A log in memory, in the test's hand: appends become durable, fail or vanish when the test says so, and within the call. */
import { type Entry, type Head, type NewEntry, sealEntry } from '../../server/log/entry.ts'
import type { AppendDone, Log, LogFailure, Snapshot } from '../../server/log/log.ts'
import { Listeners } from '../../server/log/listeners.ts'
import type { StreamId } from '../../shared/ids.ts'

interface Pending {
  readonly entry: Entry
  readonly done: AppendDone
}

/** What outlives the process. */
export interface LogDisk {
  readonly entries: Map<StreamId, Entry[]>
  readonly snapshots: Map<StreamId, Snapshot[]>
}

export function emptyDisk(): LogDisk {
  return { entries: new Map(), snapshots: new Map() }
}

export class MemoryLog implements Log {
  readonly disk: LogDisk
  #pending: Pending[] = []
  #failure: LogFailure | null = null
  readonly #failed = new Listeners<LogFailure>()
  readonly #recovered = new Listeners<void>()
  readonly #settled: (() => void)[] = []
  /** While true `turn` leaves appends where they are. */
  isHeld = false
  /** Called before each append with how many there were; a throw comes out of `append`. */
  beforeAppend: (count: number) => void = () => undefined
  #appends = 0

  constructor(disk: LogDisk = emptyDisk()) {
    this.disk = disk
  }

  // ---- for the test

  /** Appends wait from now on, until `release`. */
  hold(): void {
    this.isHeld = true
  }

  /** The oldest `count` appends (default: all, and no more holding) become durable. */
  release(count?: number): void {
    if (count === undefined) this.isHeld = false
    for (const { entry, done } of this.#pending.splice(0, count ?? this.#pending.length)) {
      this.#keep(entry)
      done(null)
    }
    this.#settle()
  }

  /** The end of a turn: what was appended becomes durable, unless held back. True when something did. */
  turn(): boolean {
    if (this.isHeld || this.#pending.length === 0) return false
    this.release()
    return true
  }

  /** How many appends are under way. */
  get underWay(): number {
    return this.#pending.length
  }

  /** Every append under way fails; the first `landed` of them are on disk all the same. */
  fail(code: 'full' | 'io' = 'io', landed = 0): void {
    const lost = this.#pending.splice(0)
    for (const { entry } of lost.slice(0, landed)) this.#keep(entry)
    this.#failure = { code, message: `planned fault ${code}` }
    this.#failed.call(this.#failure)
    for (const { done } of lost) done(this.#failure)
    this.#settle()
  }

  recover(): void {
    this.#failure = null
    this.#recovered.call()
  }

  /** The power goes: what was not durable is lost, but the first `landed`; what the next process finds. */
  crash(landed = 0): LogDisk {
    for (const { entry } of this.#pending.splice(0).slice(0, landed)) this.#keep(entry)
    return this.disk
  }

  entries(stream: StreamId): readonly Entry[] {
    return this.disk.entries.get(stream) ?? []
  }

  // ---- Log

  append(stream: StreamId, entry: NewEntry, done: AppendDone): Head {
    this.beforeAppend(this.#appends++)
    const sealed = sealEntry(stream, this.head(stream), entry)
    if (this.#failure) {
      const failure = this.#failure
      queueMicrotask(() => done(failure))
    } else this.#pending.push({ entry: { ...sealed, payload: sealed.payload.slice() }, done })
    return { seq: sealed.seq, hash: sealed.hash }
  }

  head(stream: StreamId): Head | null {
    return this.#pending.findLast(({ entry }) => entry.stream === stream)?.entry ?? this.durableHead(stream)
  }

  durableHead(stream: StreamId): Head | null {
    return this.entries(stream).at(-1) ?? null
  }

  *read(stream: StreamId, fromSeq: number, toSeq = Number.MAX_SAFE_INTEGER): Iterable<Entry> {
    for (const entry of [...this.entries(stream)]) if (entry.seq >= fromSeq && entry.seq <= toSeq) yield entry
  }

  async saveSnapshot(stream: StreamId, seq: number, bytes: Uint8Array): Promise<boolean> {
    if (this.#failure || !this.entries(stream)[seq - 1]) return false
    const others = (this.disk.snapshots.get(stream) ?? []).filter(kept => kept.seq !== seq)
    this.disk.snapshots.set(
      stream,
      [...others, { seq, bytes }].sort((a, b) => a.seq - b.seq),
    )
    return true
  }

  nearestSnapshot(stream: StreamId, seq = Number.MAX_SAFE_INTEGER): Snapshot | null {
    return (this.disk.snapshots.get(stream) ?? []).findLast(kept => kept.seq <= seq) ?? null
  }

  streams(): readonly StreamId[] {
    return [...this.disk.entries.keys()].sort()
  }

  settled(): Promise<void> {
    if (this.#pending.length === 0) return Promise.resolve()
    return new Promise(resolve => this.#settled.push(resolve))
  }

  async close(): Promise<void> {
    await this.settled()
  }

  get state(): 'ok' | 'failed' {
    return this.#failure ? 'failed' : 'ok'
  }

  get failure(): LogFailure | null {
    return this.#failure
  }

  onFailure(listener: (failure: LogFailure) => void): () => void {
    return this.#failed.add(listener)
  }

  onRecovery(listener: () => void): () => void {
    return this.#recovered.add(listener)
  }

  #keep(entry: Entry): void {
    const kept = this.disk.entries.get(entry.stream) ?? []
    if (entry.seq !== kept.length + 1) throw new Error(`entry ${entry.seq} after ${kept.length}`)
    kept.push(entry)
    this.disk.entries.set(entry.stream, kept)
  }

  #settle(): void {
    if (this.#pending.length === 0) for (const resolve of this.#settled.splice(0)) resolve()
  }
}
