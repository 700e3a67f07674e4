/** What the server says to a command: done, once the log holds it, or refused, with nothing changed. */
import { z } from 'zod/mini'
import type { CommandId, ProposalId } from '../ids.ts'
import { type ErrorCode, errorCodes } from './errors.ts'
import { clockSchema, idSchema } from './id-schemas.ts'

const ids = z.array(idSchema<string>())

const doneSchema = z.strictObject({
  id: idSchema<CommandId>(),
  kind: z.literal('done'),
  /** Place of the act in the text's stream. */
  seq: clockSchema,
  /** Ids of the command that live now: blocks broken off, a note, a bracket, a proposal reserved. */
  made: ids,
  /** Ids of the command that were left out because their place is gone. */
  leftOut: ids,
})

const refusedSchema = z.strictObject({
  id: idSchema<CommandId>(),
  kind: z.literal('refused'),
  code: z.enum(errorCodes as [ErrorCode, ...ErrorCode[]]),
  /** Id of the rule, as SPEC.md or the guard names it. */
  rule: z.string(),
  /** For people. */
  reason: z.string(),
  /** Code `changed`: the hash of the preview as it is now. */
  previewHash: z.exactOptional(z.string()),
  /** The proposals that hang on this one and have to be adopted with it. */
  depends: z.exactOptional(z.array(idSchema<ProposalId>())),
})

export const answerSchema = z.discriminatedUnion('kind', [doneSchema, refusedSchema])

export type Answer = z.infer<typeof answerSchema>
export type DoneAnswer = Extract<Answer, { kind: 'done' }>
export type RefusedAnswer = Extract<Answer, { kind: 'refused' }>

/** The answer, or null when `value` is not one. */
export function parseAnswer(value: unknown): Answer | null {
  const result = answerSchema.safeParse(value)
  return result.success ? result.data : null
}
