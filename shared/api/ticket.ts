/** Tickets: what a program shows at the socket instead of a cookie. Good once, for 30 s, for one text. */
import { z } from 'zod/mini'
import type { TextId } from '../ids.ts'
import { idSchema } from '../protocol/id-schemas.ts'

export const ticketRequest = z.strictObject({ textId: idSchema<TextId>() })
export const ticketResponse = z.strictObject({ ticket: z.string() })
