/** What goes between the server's thread and the writer's: jobs one way, answers the other, in the same order. */
import type { ConnectionId, PartyId, PersonId, StreamId, UnixMs } from '../../shared/ids.ts'
import type { Entry } from '../log/entry.ts'
import type { LogFailure } from '../log/log.ts'
import type { Statement, StatementResult } from './statement.ts'

/** An entry without its bytes. */
interface PackedHeader {
  readonly stream: StreamId
  readonly seq: number
  readonly at: UnixMs
  readonly actor: PersonId | null
  readonly party: PartyId | null
  readonly onBehalfOf: PartyId | null
  readonly connection: ConnectionId | null
  readonly kind: string
  readonly payloadLength: number
}

/** Entries with all their bytes in one block, which changes hands without a copy: per entry its payload, payload hash, hash. */
export interface PackedEntries {
  readonly headers: readonly PackedHeader[]
  readonly bytes: Uint8Array<ArrayBuffer>
}

export type Job =
  | { readonly kind: 'entries'; readonly packed: PackedEntries }
  /** Whole or not at all. */
  | { readonly kind: 'statements'; readonly statements: readonly Statement[] }
  /** Open the database, anew if it is open, and show that it can be written. */
  | { readonly kind: 'recover' }
  | { readonly kind: 'close' }

export type Answer =
  /** Durable. `results`: one for each statement. */
  | { readonly kind: 'done'; readonly results: readonly StatementResult[] }
  /** The statements are at fault, nothing of them was kept; the storage is sound. */
  | { readonly kind: 'rejected'; readonly isConstraint: boolean; readonly message: string }
  /** The storage failed; every job fails until one of kind `recover` is done. */
  | { readonly kind: 'failed'; readonly failure: LogFailure }

const hashLength = 32

/** A batch in the form that travels. A view on a larger buffer would drag all of it along, hence the copy. */
export function packEntries(entries: readonly Entry[]): PackedEntries {
  const size = entries.reduce((sum, entry) => sum + entry.payload.length + 2 * hashLength, 0)
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const { payload, payloadHash, hash } of entries) {
    bytes.set(payload, offset)
    bytes.set(payloadHash, offset + payload.length)
    bytes.set(hash, offset + payload.length + hashLength)
    offset += payload.length + 2 * hashLength
  }
  return { headers: entries.map(packHeader), bytes }
}

/** The batch again; byte fields are views. */
export function* unpackEntries({ headers, bytes }: PackedEntries): Iterable<Entry> {
  let offset = 0
  for (const { payloadLength, ...header } of headers) {
    const hashes = offset + payloadLength
    yield {
      ...header,
      payload: bytes.subarray(offset, hashes),
      payloadHash: bytes.subarray(hashes, hashes + hashLength),
      hash: bytes.subarray(hashes + hashLength, hashes + 2 * hashLength),
    }
    offset = hashes + 2 * hashLength
  }
}

function packHeader(entry: Entry): PackedHeader {
  const { stream, seq, at, actor, party, onBehalfOf, connection, kind } = entry
  return { stream, seq, at, actor, party, onBehalfOf, connection, kind, payloadLength: entry.payload.length }
}
