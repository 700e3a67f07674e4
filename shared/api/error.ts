/** What every route says when it does not do what was asked. */
import { z } from 'zod/mini'
import { type ErrorCode, errorCodes } from '../protocol/errors.ts'

export const errorBody = z.strictObject({
  error: z.strictObject({
    code: z.enum(errorCodes as [ErrorCode, ...ErrorCode[]]),
    /** For people. */
    message: z.string(),
  }),
})

export type ErrorBody = z.infer<typeof errorBody>
