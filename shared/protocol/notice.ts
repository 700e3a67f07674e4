/** Server to client: something the person should know. */
import { z } from 'zod/mini'

/**
 * `not-saved`: the log cannot be written, nothing is saved until `saving-again`; `late`: words went into a closed proposal;
 * `role-changed`: the person's role is another one now; `going`: the server goes down in a moment.
 */
export const noticeCodes = ['not-saved', 'saving-again', 'late', 'role-changed', 'going'] as const
export type NoticeCode = (typeof noticeCodes)[number]

export const noticeSchema = z.strictObject({
  kind: z.literal('notice'),
  code: z.enum(noticeCodes),
  /** What it is about: a proposal's id for `late`, the role for `role-changed`. */
  about: z.exactOptional(z.string()),
})

export type Notice = z.infer<typeof noticeSchema>
