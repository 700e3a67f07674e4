/**
 * What the log asks of a database. One contract, one suite (`test/contract/entry-store-contract.ts`), every store
 * passes it. The store keeps entries as they are; seq and hashes are the log's.
 */
import type { StreamId } from '../../shared/ids.ts'
import type { Entry, Head } from './entry.ts'
import type { LogFailure } from './log.ts'

/** A snapshot as kept, with what shows whether it is intact. */
export interface StoredSnapshot {
  readonly stream: StreamId
  readonly seq: number
  /** The hash of the entry at `seq` when it was kept. */
  readonly entryHash: Uint8Array
  /** See `hashSnapshot`. */
  readonly hash: Uint8Array
  readonly bytes: Uint8Array
}

export interface EntryStore {
  /**
   * Takes a batch, kept whole or not at all. `done` is called later, once, batches in the order given; null: durable.
   * A failure may still have landed (the commit got through, its answer did not). From a failure on every batch fails
   * with `stopped` until `recover` answers null.
   */
  write(batch: readonly Entry[], done: (failure: LogFailure | null) => void): void
  /** Opens the storage anew and shows by a durable write that it keeps what it is given: null, or why it does not. */
  recover(): Promise<LogFailure | null>
  /** Calls `listener` when the store goes out of service for whatever reason; before the failed batches hear of it. */
  onFailure(listener: (failure: LogFailure) => void): void
  /** The last durable entry's place; null: none. */
  findHead(stream: StreamId): Head | null
  /** Durable entries from `fromSeq`, in order: at least one if there is one up to `toSeq`, not more than about 4 MB beyond it. */
  readPage(stream: StreamId, fromSeq: number, toSeq: number): readonly Entry[]
  /** Streams with a durable entry, in order of name. */
  listStreams(): readonly StreamId[]
  /** True when durable; replaces an earlier one at that place. */
  saveSnapshot(snapshot: StoredSnapshot): Promise<boolean>
  /** The newest at or before `atMost`, as kept; null: none. */
  findSnapshot(stream: StreamId, atMost: number): StoredSnapshot | null
  /** Finishes what was given, then lets go. */
  close(): Promise<void>
}
