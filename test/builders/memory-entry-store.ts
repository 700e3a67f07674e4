/** A store in memory whose commits are in the test's hand: held back, let go, failed, lost on the way. */
import { setImmediate } from 'node:timers/promises'
import type { Entry, Head } from '../../server/log/entry.ts'
import type { EntryStore, StoredSnapshot } from '../../server/log/entry-store.ts'
import type { LogFailure } from '../../server/log/log.ts'
import type { StreamId } from '../../shared/ids.ts'

/** What outlives the process: give it to a second store to play a restart. */
export interface MemoryStorage {
  readonly entries: Map<StreamId, Entry[]>
  readonly snapshots: StoredSnapshot[]
}

export interface MemoryFault {
  readonly code: 'full' | 'io'
  /** True: kept all the same, only the answer is lost. */
  readonly landed?: boolean
}

interface Batch {
  readonly entries: readonly Entry[]
  readonly done: (failure: LogFailure | null) => void
}

const maxPageBytes = 4 * 1024 * 1024

export function memoryStorage(): MemoryStorage {
  return { entries: new Map(), snapshots: [] }
}

export class MemoryEntryStore implements EntryStore {
  readonly storage: MemoryStorage
  /** How many batches were kept. */
  commits = 0
  readonly #listeners: ((failure: LogFailure) => void)[] = []
  readonly #faults: MemoryFault[] = []
  #waiting: Batch[] = []
  #isHeld = false
  #failure: LogFailure | null = null

  constructor(storage: MemoryStorage = memoryStorage()) {
    this.storage = storage
  }

  /** From now on batches wait. */
  hold(): void {
    this.#isHeld = true
  }

  /** Commits what waits, and from now on at once. Resolves when every batch so far has been answered. */
  async release(): Promise<void> {
    this.#isHeld = false
    await setImmediate() // the log hands its turn over
    this.#commitAll()
  }

  /** Commits the oldest `count` batches that wait; the others go on waiting. */
  async releaseSome(count: number): Promise<void> {
    await setImmediate()
    for (const batch of this.#waiting.splice(0, count)) this.#commit(batch)
  }

  /** The next commit, batch or proof of health, meets this; several are met one after another. */
  failNext(...faults: readonly MemoryFault[]): void {
    this.#faults.push(...faults)
  }

  write(entries: readonly Entry[], done: (failure: LogFailure | null) => void): void {
    this.#waiting.push({ entries, done })
    if (!this.#isHeld) void setImmediate().then(() => this.#isHeld || this.#commitAll())
  }

  async recover(): Promise<LogFailure | null> {
    await setImmediate()
    const fault = this.#faults.shift()
    this.#failure = fault ? describe(fault) : null
    return this.#failure
  }

  onFailure(listener: (failure: LogFailure) => void): void {
    this.#listeners.push(listener)
  }

  findHead(stream: StreamId): Head | null {
    return this.#entries(stream).at(-1) ?? null
  }

  readPage(stream: StreamId, fromSeq: number, toSeq: number): readonly Entry[] {
    const found = this.#entries(stream).slice(fromSeq - 1, Math.min(toSeq, fromSeq + 99))
    let bytes = 0
    const end = found.findIndex(({ payload }, index) => (bytes += payload.length) > maxPageBytes && index > 0)
    return end < 0 ? found : found.slice(0, end)
  }

  listStreams(): readonly StreamId[] {
    return [...this.storage.entries.keys()].sort()
  }

  async saveSnapshot(snapshot: StoredSnapshot): Promise<boolean> {
    await setImmediate()
    if (this.#failure) return false
    const others = this.storage.snapshots.filter(
      ({ stream, seq }) => stream !== snapshot.stream || seq !== snapshot.seq,
    )
    this.storage.snapshots.splice(0, Number.POSITIVE_INFINITY, ...others, snapshot)
    return true
  }

  findSnapshot(stream: StreamId, atMost: number): StoredSnapshot | null {
    const found = this.storage.snapshots.filter(kept => kept.stream === stream && kept.seq <= atMost)
    return found.sort((a, b) => b.seq - a.seq)[0] ?? null
  }

  async close(): Promise<void> {
    await this.release()
  }

  #entries(stream: StreamId): readonly Entry[] {
    return this.storage.entries.get(stream) ?? []
  }

  #commitAll(): void {
    for (const batch of this.#waiting.splice(0)) this.#commit(batch)
  }

  #commit({ entries, done }: Batch): void {
    if (this.#failure) {
      done(
        this.#failure.code === 'full' ? this.#failure : { code: 'stopped', message: this.#failure.message },
      )
      return
    }
    const fault = this.#faults.shift()
    if (!fault || fault.landed) this.#keep(entries)
    this.#failure = fault ? describe(fault) : null
    if (this.#failure) for (const listener of this.#listeners) listener(this.#failure)
    done(this.#failure)
  }

  #keep(entries: readonly Entry[]): void {
    this.commits += 1
    for (const entry of entries) {
      const kept = this.storage.entries.get(entry.stream) ?? []
      if (entry.seq !== kept.length + 1) throw new Error(`entry ${entry.seq} after ${kept.length}`)
      this.storage.entries.set(entry.stream, [...kept, { ...entry, payload: entry.payload.slice() }])
    }
  }
}

function describe({ code }: MemoryFault): LogFailure {
  return { code, message: `planned fault ${code}` }
}
