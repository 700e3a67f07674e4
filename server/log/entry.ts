/** One entry of the record: its fields, its hash and the chain it stands in. */
import { hash } from 'node:crypto'
import type { ConnectionId, PartyId, PersonId, StreamId, UnixMs } from '../../shared/ids.ts'

/**
 * What an entry records. Open for new kinds of acts; lower-case words joined by `-`. `text-created`, `import`: a text
 * begins; `edit`: a client's update with the server's additions; `command`: a change of structure; `act`: a decision,
 * withdrawal or other act of procedure.
 */
export type EntryKind =
  | 'text-created'
  | 'import'
  | 'edit'
  | 'command'
  | 'act'
  | (string & Record<never, never>)

/** What the caller knows of an entry before the log gives it its place. */
export interface NewEntry {
  readonly kind: EntryKind
  /** When the server judged it. */
  readonly at: UnixMs
  /** The person who did it; null: the server itself. */
  readonly actor: PersonId | null
  readonly party: PartyId | null
  /** The party spoken for by another's hand; null: for oneself. */
  readonly onBehalfOf: PartyId | null
  readonly connection: ConnectionId | null
  /** See `payload.ts`; the log does not read it. Not to be changed once given. */
  readonly payload: Uint8Array
}

/** An entry in its place. */
export interface Entry extends NewEntry {
  readonly stream: StreamId
  /** From 1, gap-free within the stream. */
  readonly seq: number
  /** SHA-256 of the payload. */
  readonly payloadHash: Uint8Array
  /** SHA-256 over the hash before it, the header and `payloadHash`; see `hashEntry`. */
  readonly hash: Uint8Array
}

/** The last entry of a stream. */
export interface Head {
  readonly seq: number
  readonly hash: Uint8Array
}

/** What stands before the first entry of every stream. */
export const genesisHash = new Uint8Array(32)

const hashFormat = 1
const plainText = /^[\x21-\x7e]{1,200}$/
const kindForm = /^[a-z][a-z0-9-]{0,39}$/

/** The 32 bytes of SHA-256 over `bytes`. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(hash('sha256', bytes, 'buffer'))
}

/** The entry that follows `previous` (null: the first of the stream). @throws TypeError when a field cannot be recorded. */
export function sealEntry(stream: StreamId, previous: Head | null, entry: NewEntry): Entry {
  checkFields(stream, entry)
  const unsealed = { ...entry, stream, seq: (previous?.seq ?? 0) + 1, payloadHash: sha256(entry.payload) }
  return { ...unsealed, hash: hashEntry(previous?.hash ?? genesisHash, unsealed) }
}

/**
 * SHA-256 over: the 32 bytes of the entry before; UTF-8 of the JSON list [1, stream, seq, at, actor, party,
 * onBehalfOf, connection, kind] without blanks; the 32 bytes of `payloadHash`. Anybody can compute it again.
 */
export function hashEntry(previous: Uint8Array, entry: Omit<Entry, 'hash' | 'payload'>): Uint8Array {
  const { stream, seq, at, actor, party, onBehalfOf, connection, kind } = entry
  const header = JSON.stringify([hashFormat, stream, seq, at, actor, party, onBehalfOf, connection, kind])
  return sha256(Buffer.concat([previous, Buffer.from(header), entry.payloadHash]))
}

/** True when both hold the same bytes. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0
}

/** The bytes in lower-case hexadecimal, as heads are printed and compared by people. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}

/** Plain characters only, so that what is hashed is what is read back from any database. */
function checkFields(stream: StreamId, entry: NewEntry): void {
  const names = [entry.actor, entry.party, entry.onBehalfOf, entry.connection]
  if (!plainText.test(stream)) throw new TypeError('a stream is named in plain characters')
  if (!names.every(name => name === null || plainText.test(name)))
    throw new TypeError('an id of the entry is not plain')
  if (!kindForm.test(entry.kind)) throw new TypeError(`no kind of entry: ${entry.kind}`)
  if (!Number.isSafeInteger(entry.at) || entry.at < 0)
    throw new TypeError('an entry is dated in whole milliseconds')
}
