/** Connections to the database file: one that writes (durably, or not at all) and others that only read. */
import { DatabaseSync } from 'node:sqlite'

/** The storage cannot be used as it is: too old a SQLite, or one that does not keep what it confirms. */
export class StorageUnfit extends Error {
  override name = 'StorageUnfit'
  readonly code = 'storage-unfit'
}

/** What is read back from a connection before it is trusted; passed in so that tests can show other values. */
export interface DurabilityProbe {
  readonly version: string
  /** 2 = FULL. */
  readonly synchronous: number
  readonly journalMode: string
}

/** Versions 3.7.0 to 3.51.2 can corrupt a database when its write-ahead log is reset. */
const lowestVersion = [3, 51, 3] as const
const synchronousFull = 2
const busyTimeoutMs = 5000

/** A connection that may write: WAL, every commit synced to disk, both read back. @throws StorageUnfit when they are not so. */
export function openForWriting(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: busyTimeoutMs })
  db.exec('pragma journal_mode = wal')
  db.exec('pragma synchronous = full')
  db.exec('pragma fullfsync = on')
  db.exec('pragma checkpoint_fullfsync = on')
  db.exec('pragma recursive_triggers = on')
  db.exec('pragma trusted_schema = off')
  db.exec('pragma journal_size_limit = 67108864')
  requireDurable(probeDurability(db))
  return db
}

/** A connection that cannot write. */
export function openForReading(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs })
  db.exec('pragma trusted_schema = off')
  return db
}

/** The values that decide whether a commit is durable, as the connection itself tells them. */
export function probeDurability(db: DatabaseSync): DurabilityProbe {
  return {
    version: String(readValue(db, 'select sqlite_version()')),
    synchronous: Number(readValue(db, 'pragma synchronous')),
    journalMode: String(readValue(db, 'pragma journal_mode')),
  }
}

/** @throws StorageUnfit unless SQLite is 3.51.3 or newer and commits with WAL and synchronous = FULL. */
export function requireDurable(probe: DurabilityProbe): void {
  if (!isAtLeast(probe.version, lowestVersion))
    throw new StorageUnfit(
      `SQLite ${probe.version} is too old: ${lowestVersion.join('.')} or newer is needed`,
    )
  if (probe.journalMode !== 'wal') throw new StorageUnfit(`journal mode ${probe.journalMode} instead of wal`)
  if (probe.synchronous !== synchronousFull)
    throw new StorageUnfit(`synchronous is ${probe.synchronous} instead of ${synchronousFull} (FULL)`)
}

function readValue(db: DatabaseSync, sql: string): unknown {
  return Object.values(db.prepare(sql).get() ?? {})[0]
}

function isAtLeast(version: string, lowest: readonly number[]): boolean {
  const found = version.split('.').map(Number)
  for (const [index, least] of lowest.entries()) {
    const part = found[index] ?? 0
    if (part !== least) return part > least
  }
  return true
}
