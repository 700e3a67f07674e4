/** Server to client, directly before a close with 4422: an update was refused; nothing after it is read. */
import { z } from 'zod/mini'

export const refusedSchema = z.strictObject({
  kind: z.literal('refused'),
  /** Id of the guard's rule. */
  rule: z.string(),
  /** For people. */
  reason: z.string(),
})

export type Refused = z.infer<typeof refusedSchema>
