/** The record of all streams: append, read, snapshots. Nothing updates and nothing deletes. */
import type { StreamId } from '../../shared/ids.ts'
import type { Entry, Head, NewEntry } from './entry.ts'

/** Why an append, or the log itself, failed. The message is for operators and holds nothing of a text. */
export interface LogFailure {
  /**
   * `full`: no space left; goes on by itself when there is. `io`: the disk or the writer failed. `stopped`: not tried,
   * because the log is out of service; or the record on disk is not the one that was acknowledged. `closed`: closed by its owner.
   */
  readonly code: 'full' | 'io' | 'closed' | 'stopped'
  readonly message: string
}

/** Called once per append, in order, after the commit is durable (null) or has failed. */
export type AppendDone = (failure: LogFailure | null) => void

/** A state of a stream kept to spare replay; a cache, never needed for truth. */
export interface Snapshot {
  /** The entry after which this state holds. */
  readonly seq: number
  readonly bytes: Uint8Array
}

export interface Log {
  /**
   * The entry's place, given at once; it is written in the background. `done` is called later, never from inside this
   * call. When an append fails, every later one still under way fails too and the heads go back to what is durable: the
   * owner of the stream discards what it showed itself and reads anew.
   * @throws TypeError when a field cannot be recorded.
   */
  append(stream: StreamId, entry: NewEntry, done: AppendDone): Head
  /** The last entry, those on their way to disk included; null: nothing recorded. */
  head(stream: StreamId): Head | null
  /** The last entry that is durable and whose `done` has been called; null: none. */
  durableHead(stream: StreamId): Head | null
  /**
   * Durable entries from `fromSeq` to `toSeq` (both inclusive; default: all there are at the call), in bounded memory.
   * Each one is checked against its hashes as it is read. @throws BrokenChain at the first that does not hold.
   */
  read(stream: StreamId, fromSeq: number, toSeq?: number): Iterable<Entry>
  /** True once kept; false when it could not be (no such durable entry, or no space): nothing is lost by that. */
  saveSnapshot(stream: StreamId, seq: number, bytes: Uint8Array): Promise<boolean>
  /** The nearest intact snapshot at or before `seq` (default: the newest); damaged ones are passed over. */
  nearestSnapshot(stream: StreamId, seq?: number): Snapshot | null
  /** Every stream that holds a durable entry, in order of name. */
  streams(): readonly StreamId[]
  /** Resolves when every append so far is durable or has failed. */
  settled(): Promise<void>
  /** Writes what is under way, then lets go of the storage. */
  close(): Promise<void>
  readonly state: 'ok' | 'failed'
  /** Why it is out of service; null while `state` is `ok`. */
  readonly failure: LogFailure | null
  /** Calls `listener` whenever the log goes out of service, before the failed appends hear of it. Returns the way out. */
  onFailure(listener: (failure: LogFailure) => void): () => void
  /** Calls `listener` whenever the log is back in service, its heads read anew. Returns the way out. */
  onRecovery(listener: () => void): () => void
}
