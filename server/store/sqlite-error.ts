/** What an error of SQLite means for us. */
import type { LogFailure } from '../log/log.ts'

const busy = 5
const full = 13
/** Errors of a single statement, which leave the storage as sound as it was: error, constraint, mismatch, range. */
const statementErrors = new Set([1, 19, 20, 25])
const constraint = 19

/** True for what SQLite itself threw. */
export function isSqliteError(error: unknown): boolean {
  return primaryCode(error) !== 0
}

/** True when only the statement is at fault, not the storage. */
export function isStatementError(error: unknown): boolean {
  return statementErrors.has(primaryCode(error))
}

/** True when the statement would break a rule of the schema: a duplicate, a missing reference, a change of the record. */
export function isConstraintError(error: unknown): boolean {
  return primaryCode(error) === constraint
}

/** True when another connection holds the lock that was asked for. */
export function isBusyError(error: unknown): boolean {
  return primaryCode(error) === busy
}

/** What people and programs are told of a storage that failed. */
export function describeFailure(error: unknown): LogFailure {
  if (primaryCode(error) === full) return { code: 'full', message: 'no space left for the record' }
  const text = error instanceof Error ? error.message : String(error)
  return { code: 'io', message: `the record could not be written: ${text}` }
}

/** SQLite's result code without its extension; 0 for anything that is not from SQLite. */
function primaryCode(error: unknown): number {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : 0
  return typeof code === 'number' ? code & 0xff : 0
}
