/** The record in SQLite: written in the writer's thread, read here in pages. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { ConnectionId, PartyId, PersonId, StreamId, UnixMs } from '../../shared/ids.ts'
import type { Entry, Head } from '../log/entry.ts'
import type { EntryStore, StoredSnapshot } from '../log/entry-store.ts'
import type { LogFailure } from '../log/log.ts'
import type { WriterThread } from './writer-thread.ts'
import { type Answer, packEntries } from './writer-messages.ts'

type Row = Record<string, SQLOutputValue>

const maxPageEntries = 512
const maxPageBytes = 4 * 1024 * 1024

/** A store over a connection that reads and the thread that writes; closing it closes both. */
export function sqliteEntryStore(reader: DatabaseSync, writer: WriterThread): EntryStore {
  const findHead = reader.prepare('select seq, hash from entries where stream = ? order by seq desc limit 1')
  const listSizes = reader.prepare(
    `select seq, length(payload) as size from entries
     where stream = ? and seq between ? and ? order by seq limit ${maxPageEntries}`,
  )
  const listEntries = reader.prepare(
    'select * from entries where stream = ? and seq between ? and ? order by seq',
  )
  const findSnapshot = reader.prepare(
    'select * from snapshots where stream = ? and seq <= ? order by seq desc limit 1',
  )
  const listStreams = reader.prepare(streamsByIndex)
  return {
    write(batch, done) {
      const packed = packEntries(batch)
      writer.submit({ kind: 'entries', packed }, answer => done(toFailure(answer)))
    },
    async recover(): Promise<LogFailure | null> {
      return toFailure(await writer.ask({ kind: 'recover' }))
    },
    onFailure: listener => writer.onFailure(listener),
    findHead(stream): Head | null {
      const row = findHead.get(stream)
      return row ? { seq: Number(row['seq']), hash: row['hash'] as Uint8Array } : null
    },
    readPage(stream, fromSeq, toSeq): Entry[] {
      const end = findPageEnd(listSizes.all(stream, fromSeq, toSeq))
      return end === null ? [] : listEntries.all(stream, fromSeq, end).map(toEntry)
    },
    listStreams: () => listStreams.all().map(row => String(row['stream']) as StreamId),
    async saveSnapshot({ stream, seq, entryHash, hash, bytes }) {
      const parameters = [stream, seq, entryHash, hash, bytes.slice()]
      const answer = await writer.ask({ kind: 'statements', statements: [{ sql: keepSnapshot, parameters }] })
      return answer.kind === 'done'
    },
    findSnapshot(stream, atMost): StoredSnapshot | null {
      const row = findSnapshot.get(stream, atMost)
      return row ? toSnapshot(row) : null
    },
    async close() {
      reader.close() // first: the last to close carries the log file over, which a reader cannot
      await writer.close()
    },
  }
}

function toFailure(answer: Answer): LogFailure | null {
  if (answer.kind === 'done') return null
  return answer.kind === 'failed' ? answer.failure : { code: 'io', message: answer.message }
}

/** Steps from stream to stream along the index instead of reading every entry. */
const streamsByIndex = `with recursive found(stream) as (
    select min(stream) from entries
    union all
    select (select min(stream) from entries where stream > found.stream) from found where found.stream is not null
  ) select stream from found where stream is not null`

const keepSnapshot = `insert or replace into snapshots (stream, seq, entry_hash, hash, bytes) values (?, ?, ?, ?, ?)`

/** The last entry of a page that stays within the size, the first one taken whatever its size; null: no entry. */
function findPageEnd(sizes: readonly Row[]): number | null {
  let end: number | null = null
  let total = 0
  for (const { seq, size } of sizes) {
    total += Number(size)
    if (end !== null && total > maxPageBytes) break
    end = Number(seq)
  }
  return end
}

/** The fields as they stand; whether they are what was recorded, the chain tells. */
function toEntry(row: Row): Entry {
  return {
    stream: row['stream'] as StreamId,
    seq: Number(row['seq']),
    at: Number(row['at']) as UnixMs,
    actor: row['actor'] as PersonId | null,
    party: row['party'] as PartyId | null,
    onBehalfOf: row['on_behalf_of'] as PartyId | null,
    connection: row['connection'] as ConnectionId | null,
    kind: String(row['kind']),
    payload: row['payload'] as Uint8Array,
    payloadHash: row['payload_hash'] as Uint8Array,
    hash: row['hash'] as Uint8Array,
  }
}

function toSnapshot(row: Row): StoredSnapshot {
  return {
    stream: row['stream'] as StreamId,
    seq: Number(row['seq']),
    entryHash: row['entry_hash'] as Uint8Array,
    hash: row['hash'] as Uint8Array,
    bytes: row['bytes'] as Uint8Array,
  }
}
