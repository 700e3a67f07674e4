/** Snapshots kept beside the entries they sum up: a damaged one, or one of another history, is never used. */
import type { StreamId } from '../../shared/ids.ts'
import { equalBytes, sha256 } from './entry.ts'
import type { EntryStore, StoredSnapshot } from './entry-store.ts'
import type { Snapshot } from './log.ts'

type SnapshotStore = Pick<EntryStore, 'readPage' | 'saveSnapshot' | 'findSnapshot'>

/** SHA-256 that binds the bytes to the entry they sum up. */
export function hashSnapshot(entryHash: Uint8Array, bytes: Uint8Array): Uint8Array {
  return sha256(Buffer.concat([entryHash, sha256(bytes)]))
}

/** True once kept; false when there is no durable entry `seq` or the store could not keep it. */
export async function keepSnapshot(
  store: SnapshotStore,
  stream: StreamId,
  snapshot: Snapshot,
): Promise<boolean> {
  const { seq, bytes } = snapshot
  const entryHash = findEntryHash(store, stream, seq)
  if (!entryHash) return false
  return store.saveSnapshot({ stream, seq, entryHash, hash: hashSnapshot(entryHash, bytes), bytes })
}

/** The newest intact one at or before `atMost`. */
export function findIntactSnapshot(store: SnapshotStore, stream: StreamId, atMost: number): Snapshot | null {
  for (let place = atMost; place > 0; ) {
    const stored = store.findSnapshot(stream, place)
    if (!stored) return null
    if (isIntact(store, stored)) return { seq: stored.seq, bytes: stored.bytes }
    place = stored.seq - 1
  }
  return null
}

function isIntact(store: SnapshotStore, stored: StoredSnapshot): boolean {
  const entryHash = findEntryHash(store, stored.stream, stored.seq)
  if (!entryHash || !equalBytes(entryHash, stored.entryHash)) return false
  return equalBytes(hashSnapshot(entryHash, stored.bytes), stored.hash)
}

function findEntryHash(store: SnapshotStore, stream: StreamId, seq: number): Uint8Array | null {
  return store.readPage(stream, seq, seq)[0]?.hash ?? null
}
