/** What a command comes to: done, with what it made and what the record keeps of it, or refused with nothing changed. */
import type { ProposalId } from '../../shared/ids.ts'
import type { ErrorCode } from '../../shared/protocol/errors.ts'

/** What the entry of an act holds as JSON: enough to tell the story without the document. */
export type ActRecord = { readonly [key: string]: unknown }

export type CommandResult =
  | {
      readonly kind: 'done'
      readonly made: readonly string[]
      readonly leftOut: readonly string[]
      readonly record: ActRecord
    }
  | {
      readonly kind: 'refused'
      readonly code: ErrorCode
      readonly rule: string
      readonly reason: string
      readonly previewHash?: string
      readonly depends?: readonly ProposalId[]
    }

export function done(
  record: ActRecord,
  made: readonly string[] = [],
  leftOut: readonly string[] = [],
): CommandResult {
  return { kind: 'done', made, leftOut, record }
}

export function refusal(code: ErrorCode, rule: string, reason: string): CommandResult {
  return { kind: 'refused', code, rule, reason }
}
