/** What the operator of the machine asks a running server, and what a probe asks. */
import { z } from 'zod/mini'
import type { StreamId } from '../ids.ts'
import { clockSchema, idSchema } from '../protocol/id-schemas.ts'
import { roles } from '../rules/roles.ts'

/** One sign-in link a person, good once. */
export const issuedLinks = z.strictObject({
  people: z.array(
    z.strictObject({
      party: idSchema(),
      role: z.enum(roles),
      name: z.string(),
      link: z.string(),
    }),
  ),
})

export type IssuedLinks = z.infer<typeof issuedLinks>

export const verifyReport = z.strictObject({
  ok: z.boolean(),
  streams: z.array(
    z.strictObject({
      stream: z.string() as unknown as z.ZodMiniType<StreamId, StreamId>,
      entries: clockSchema,
      /** Hash of the last entry, in hex. */
      head: z.string(),
      /** What does not hold, and where; null: the chain holds. */
      fault: z.nullable(z.string()),
    }),
  ),
})

export type VerifyReport = z.infer<typeof verifyReport>

export const health = z.strictObject({ status: z.enum(['ok', 'not-saving']) })
