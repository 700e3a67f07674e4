/**
 * Client to server, before the update it belongs to: on which side of drawn brackets the secretariat types. The ends named
 * hang on the characters given from then on. Yjs cannot tell "just inside" from "just outside".
 */
import { z } from 'zod/mini'
import type { BracketId } from '../ids.ts'
import { isOrderKey } from '../text/anchor.ts'
import { idSchema, textAnchorSchema } from './id-schemas.ts'

const endSchema = z.strictObject({
  bracket: idSchema<BracketId>(),
  end: z.enum(['open', 'close']),
  at: textAnchorSchema,
  /** Order among glyphs that hang on the same place. */
  ord: z.string().check(z.refine(isOrderKey)),
})

const maxEnds = 200

export const placeSchema = z.strictObject({
  kind: z.literal('place'),
  ends: z.array(endSchema).check(z.minLength(1), z.maxLength(maxEnds)),
})

export type Place = z.infer<typeof placeSchema>
