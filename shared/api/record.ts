/** The record of a text as a list: every edit and act, with time, person, party and place. */
import { z } from 'zod/mini'
import type { BlockId, BracketId, NoteId, PartyId, ProposalId } from '../ids.ts'
import { clockSchema, idSchema } from '../protocol/id-schemas.ts'
import { personView } from './text.ts'

const queryNumber = (min: number, max: number) =>
  z.pipe(
    z.string().check(z.regex(/^\d{1,15}$/)),
    z.pipe(z.transform(Number), z.int().check(z.minimum(min), z.maximum(max))),
  )

export const maxRecordPage = 500

export const recordQuery = z.strictObject({
  /** Only what this party did, or had done on its behalf. */
  party: z.optional(idSchema<PartyId>()),
  /** Only what touched this block or, for a heading, what stands under it. */
  unit: z.optional(idSchema<BlockId>()),
  /** Entries behind this one. */
  after: z._default(queryNumber(0, Number.MAX_SAFE_INTEGER), 0),
  limit: z._default(queryNumber(1, maxRecordPage), 100),
})

export type RecordQuery = z.infer<typeof recordQuery>

/** Where an entry wrote: at least one of the four is there. */
export const touchedPlace = z.strictObject({
  block: z.nullable(idSchema<BlockId>()),
  note: z.nullable(idSchema<NoteId>()),
  proposal: z.nullable(idSchema<ProposalId>()),
  bracket: z.nullable(idSchema<BracketId>()),
})

export type TouchedPlace = z.infer<typeof touchedPlace>

export const recordEntry = z.strictObject({
  seq: clockSchema,
  /** Milliseconds since 1970, by the server's clock. */
  at: clockSchema,
  kind: z.string(),
  /** null: the server itself. */
  person: z.nullable(personView),
  party: z.nullable(idSchema<PartyId>()),
  onBehalfOf: z.nullable(idSchema<PartyId>()),
  /** Kind of the command for a command or an act. */
  act: z.nullable(z.string()),
  places: z.array(touchedPlace),
  /** Words that came in, cut after 200 units. */
  inserted: z.string(),
  /** How many units of text went. */
  deleted: clockSchema,
  /** How many units are proposed for deletion by this entry; absent: none. */
  struck: z.exactOptional(clockSchema),
  /** Kinds of the changes of a proposal it wrote in (`insert`, `bracket`, `newBlock` ...); absent: none. */
  changes: z.exactOptional(z.array(z.string())),
  reason: z.nullable(z.string()),
  words: z.nullable(z.string()),
})

export type RecordEntry = z.infer<typeof recordEntry>

export const recordPage = z.strictObject({
  entries: z.array(recordEntry),
  /** Give it as `after` for what follows; null: that was all. */
  next: z.nullable(clockSchema),
})

export type RecordPage = z.infer<typeof recordPage>
