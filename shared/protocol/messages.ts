/** Our own messages, one union each way. They travel as JSON in a frame of type `ownMessageType`. */
import { z } from 'zod/mini'
import { answerSchema } from './answer.ts'
import { commandSchema } from './command.ts'
import { parseJson } from './json.ts'
import { noticeSchema } from './notice.ts'
import { placeSchema } from './place.ts'
import { recordedSchema } from './recorded.ts'
import { redoneSchema } from './redone.ts'
import { refusedSchema } from './refused.ts'

const clientMessageSchema = z.discriminatedUnion('kind', [
  redoneSchema,
  placeSchema,
  z.strictObject({ kind: z.literal('command'), command: commandSchema }),
])

const serverMessageSchema = z.discriminatedUnion('kind', [
  recordedSchema,
  refusedSchema,
  noticeSchema,
  z.strictObject({ kind: z.literal('answer'), answer: answerSchema }),
])

/** What a client says besides Yjs. */
export type ClientMessage = z.infer<typeof clientMessageSchema>
/** What the server says besides Yjs; a stock client gets none. */
export type ServerMessage = z.infer<typeof serverMessageSchema>

/** Longest own message, in UTF-16 units of its JSON. */
export const maxOwnMessageLength = 4 * 1024 * 1024

/** The message, or null when `json` is not one of a client. */
export function parseClientMessage(json: string): ClientMessage | null {
  return parseWith(clientMessageSchema, json)
}

/** The message, or null when `json` is not one of the server. */
export function parseServerMessage(json: string): ServerMessage | null {
  return parseWith(serverMessageSchema, json)
}

function parseWith<T>(schema: z.ZodMiniType<T>, json: string): T | null {
  if (json.length > maxOwnMessageLength) return null
  const result = schema.safeParse(parseJson(json))
  return result.success ? result.data : null
}
