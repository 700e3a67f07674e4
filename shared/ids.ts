/**
 * Branded ids: how each is formed and when to use which.
 *
 * Made by the creating client (clock and randomness passed in, see `makeIdSource`): proposals, changes, proposed
 * blocks and notes, breaks. Made by the server: texts, entries' connections, blocks of an import.
 * A host is whatever holds running text: a block, a note, an insertion, a proposed block.
 */
import { monotonicFactory } from 'ulid'

type Brand<T, Name extends string> = T & { readonly __brand: Name }

/** A text under negotiation: ULID. */
export type TextId = Brand<string, 'TextId'>
/** A block of agreed text: ULID, or the id of the adopted proposed block. */
export type BlockId = Brand<string, 'BlockId'>
/** A footnote: ULID in agreed text, `<changeId>.<n>` in a proposal. */
export type NoteId = Brand<string, 'NoteId'>
/** A pair of square brackets in agreed text: ULID, or the id of the adopted bracket change. */
export type BracketId = Brand<string, 'BracketId'>
/** A proposal: ULID. */
export type ProposalId = Brand<string, 'ProposalId'>
/** A change of a proposal: `<proposalId>.<ulid>`. */
export type ChangeId = Brand<string, 'ChangeId'>
/** A holder of running text: BlockId, NoteId, ChangeId (of an insertion) or `<changeId>.<n>` (proposed block or note). */
export type HostId = Brand<string, 'HostId'>
/** A party of the body: short code such as `BR`, chosen by the body; never read as an ISO code. */
export type PartyId = Brand<string, 'PartyId'>
/** A person with a sign-in: ULID. */
export type PersonId = Brand<string, 'PersonId'>
/** One socket of one person, for the record: ULID. */
export type ConnectionId = Brand<string, 'ConnectionId'>
/** A stream of the log: `text:<TextId>`, `body:<id>`. */
export type StreamId = Brand<string, 'StreamId'>
/** Idempotence key of a command: ULID made by the client. */
export type CommandId = Brand<string, 'CommandId'>
/** Milliseconds since 1970-01-01T00:00Z. */
export type UnixMs = Brand<number, 'UnixMs'>

/** Longest id accepted anywhere, in UTF-16 units. */
export const maxIdLength = 160

const idForm = /^[0-9A-Za-z][0-9A-Za-z._~-]*$/
const forbidden = new Set(['constructor', 'prototype', '__proto__'])

/** True when `value` may stand as an id: short, plain characters, no name that reaches a prototype. */
export function isId(value: unknown): value is string {
  return (
    typeof value === 'string' && value.length <= maxIdLength && idForm.test(value) && !forbidden.has(value)
  )
}

/** Where fresh ids come from; one per client or server, so that ids made in one millisecond stay ordered. */
export interface IdSource {
  /** A fresh ULID; `prefix` is put before it with a dot. */
  next(prefix?: string): string
}

/**
 * An id source over a clock and a source of randomness.
 * @param now milliseconds since 1970; @param random uniform in [0, 1).
 */
export function makeIdSource(now: () => number, random: () => number): IdSource {
  const ulid = monotonicFactory(random)
  return { next: prefix => (prefix === undefined ? ulid(now()) : `${prefix}.${ulid(now())}`) }
}

/** The proposal a change, or a host inside one, belongs to; null when the id is not of that form. */
export function proposalOfHost(host: string): ProposalId | null {
  const dot = host.indexOf('.')
  return dot < 0 ? null : (host.slice(0, dot) as ProposalId)
}

/** The stream that records a text. */
export function textStream(text: TextId): StreamId {
  return `text:${text}` as StreamId
}
