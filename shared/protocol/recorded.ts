/** Server to client: the log holds what you sent. */
import { z } from 'zod/mini'
import { clockSchema } from './id-schemas.ts'

export const recordedSchema = z.strictObject({
  kind: z.literal('recorded'),
  /** How many sync frames of this connection (steps 1 and 2 and updates, counted from 1) are durable or changed nothing. */
  upTo: clockSchema,
  /** Place of the last entry in the text's stream; 0: no entry yet. */
  seq: clockSchema,
  /** Hash of that entry, in hex; empty at seq 0. */
  head: z.string().check(z.regex(/^[0-9a-f]{0,128}$/)),
})

export type Recorded = z.infer<typeof recordedSchema>
