/** Client to server, before the update it belongs to: which characters an undo or redo re-created. */
import { z } from 'zod/mini'
import { clientSchema, clockSchema } from './id-schemas.ts'

const charSchema = z.strictObject({ c: clientSchema, k: clockSchema })

const pairSchema = z.strictObject({
  /** First character that was deleted. */
  old: charSchema,
  /** The character that stands for it now. */
  now: charSchema,
  /** How many characters in a row, in UTF-16 units. */
  len: z.int().check(z.positive()),
})

const maxPairs = 20_000

export const redoneSchema = z.strictObject({
  kind: z.literal('redone'),
  pairs: z.array(pairSchema).check(z.minLength(1), z.maxLength(maxPairs)),
})

export type Redone = z.infer<typeof redoneSchema>
export type RedonePair = Redone['pairs'][number]
