/** What the operator of the machine asks a running server, and what a probe asks. */
import { z } from 'zod/mini'
import type { PartyId, StreamId, TextId } from '../ids.ts'
import { clockSchema, idSchema } from '../protocol/id-schemas.ts'
import { roles } from '../rules/roles.ts'

const personWithLink = z.strictObject({
  party: idSchema<PartyId>(),
  role: z.enum(roles),
  name: z.string(),
  link: z.string(),
})

/** One sign-in link a person, good once. */
export const issuedLinks = z.strictObject({ people: z.array(personWithLink) })

export type IssuedLinks = z.infer<typeof issuedLinks>

/** The demo: its text, and for each person a token for programs and a link for a browser. */
export const demoReport = z.strictObject({
  textId: idSchema<TextId>(),
  people: z.array(z.strictObject({ ...personWithLink.shape, token: z.string() })),
})

export type DemoReport = z.infer<typeof demoReport>

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
