/** The log over a store: places given at once, writing in the background, one batch a turn of the event loop. */
import type { StreamId } from '../../shared/ids.ts'
import { readChained } from './chained-reader.ts'
import { type Entry, type Head, type NewEntry, sealEntry } from './entry.ts'
import type { EntryStore } from './entry-store.ts'
import { Heads } from './heads.ts'
import { Listeners, callAll } from './listeners.ts'
import type { AppendDone, Log, LogFailure, Snapshot } from './log.ts'
import { Recovery } from './recovery.ts'
import { findIntactSnapshot, keepSnapshot } from './snapshots.ts'

export interface LogOptions {
  /** Milliseconds between two attempts to come back into service; default 500. */
  readonly probeMs?: number
}

interface Pending {
  readonly entry: Entry
  readonly done: AppendDone
}

/** A log over `store`, which it owns from now on. */
export function openLog(store: EntryStore, options: LogOptions = {}): Log {
  return new PipelinedLog(store, options)
}

class PipelinedLog implements Log {
  readonly #store: EntryStore
  readonly #heads: Heads
  readonly #recovery: Recovery
  readonly #failed = new Listeners<LogFailure>()
  readonly #recovered = new Listeners<void>()
  readonly #settled: (() => void)[] = []
  /** Appends of this turn, not handed to the store yet. */
  #turn: Pending[] = []
  #batchesUnderWay = 0
  #failure: LogFailure | null = null
  #closed: Promise<void> | null = null

  constructor(store: EntryStore, options: LogOptions) {
    this.#store = store
    this.#heads = new Heads(store)
    this.#recovery = new Recovery(store, this.#heads, {
      probeMs: options.probeMs ?? 500,
      recovered: () => this.#returnToService(),
      stopped: failure => (this.#failure = failure),
    })
    store.onFailure(failure => this.#leaveService(failure))
  }

  get state(): 'ok' | 'failed' {
    return this.#failure ? 'failed' : 'ok'
  }

  get failure(): LogFailure | null {
    return this.#failure
  }

  append(stream: StreamId, entry: NewEntry, done: AppendDone): Head {
    const sealed = sealEntry(stream, this.#heads.head(stream), entry)
    const refusal = this.#refusal()
    if (refusal) {
      queueMicrotask(() => done(refusal))
    } else {
      this.#heads.advance(stream, sealed)
      if (this.#turn.length === 0) setImmediate(() => this.#flush())
      this.#turn.push({ entry: sealed, done })
    }
    return { seq: sealed.seq, hash: sealed.hash }
  }

  head(stream: StreamId): Head | null {
    return this.#heads.head(stream)
  }

  durableHead(stream: StreamId): Head | null {
    return this.#heads.durable(stream)
  }

  read(stream: StreamId, fromSeq: number, toSeq?: number): Iterable<Entry> {
    const last = this.#store.findHead(stream)?.seq ?? 0
    return readChained(this.#store, stream, { fromSeq, toSeq: Math.min(toSeq ?? last, last) })
  }

  saveSnapshot(stream: StreamId, seq: number, bytes: Uint8Array): Promise<boolean> {
    if (this.#refusal()) return Promise.resolve(false)
    return keepSnapshot(this.#store, stream, { seq, bytes })
  }

  nearestSnapshot(stream: StreamId, seq = Number.MAX_SAFE_INTEGER): Snapshot | null {
    return findIntactSnapshot(this.#store, stream, seq)
  }

  streams(): readonly StreamId[] {
    return this.#store.listStreams()
  }

  settled(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve()
    return new Promise(resolve => this.#settled.push(resolve))
  }

  close(): Promise<void> {
    this.#closed ??= this.settled()
      .then(() => this.#recovery.stop())
      .then(() => this.#store.close())
    return this.#closed
  }

  onFailure(listener: (failure: LogFailure) => void): () => void {
    return this.#failed.add(listener)
  }

  onRecovery(listener: () => void): () => void {
    return this.#recovered.add(listener)
  }

  /** Why nothing is taken now; null: it is. */
  #refusal(): LogFailure | null {
    if (this.#closed) return { code: 'closed', message: 'the log is closed' }
    if (!this.#failure || this.#failure.code === 'full') return this.#failure
    return { code: 'stopped', message: `the log is out of service: ${this.#failure.message}` }
  }

  #isIdle(): boolean {
    return this.#batchesUnderWay === 0 && this.#turn.length === 0
  }

  #flush(): void {
    const batch = this.#turn
    if (batch.length === 0) return
    this.#turn = []
    this.#batchesUnderWay += 1
    const entries = batch.map(pending => pending.entry)
    this.#store.write(entries, failure => this.#finish(batch, failure))
  }

  #finish(batch: readonly Pending[], failure: LogFailure | null): void {
    this.#batchesUnderWay -= 1
    if (failure) this.#leaveService(failure)
    else for (const { entry } of batch) this.#heads.confirm(entry.stream, entry)
    callAll(batch.map(pending => () => pending.done(failure)))
    if (!this.#isIdle()) return
    for (const resolve of this.#settled.splice(0)) resolve()
    if (this.#failure) this.#recovery.begin()
  }

  /** Heads go back first, then the listeners, then (by their batches) the failed appends: all see one state. */
  #leaveService(failure: LogFailure): void {
    if (this.#failure) return
    this.#failure = failure
    this.#heads.goBack()
    this.#failed.call(failure)
    if (this.#isIdle()) this.#recovery.begin()
  }

  #returnToService(): void {
    this.#failure = null
    this.#recovered.call()
  }
}
