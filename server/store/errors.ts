/** What a write can end with when it is not kept. Reads throw only when the storage is broken. */
import type { LogFailure } from '../log/log.ts'

/** The statement would break a rule of the schema (a duplicate, a missing reference) or is none. Nothing of it was kept. */
export class StatementRefused extends Error {
  override name = 'StatementRefused'
  readonly code: 'constraint' | 'statement'

  constructor(code: 'constraint' | 'statement', message: string) {
    super(message)
    this.code = code
  }
}

/** The storage is out of service; whether the write landed is not known. */
export class StorageFailed extends Error {
  override name = 'StorageFailed'
  readonly code: LogFailure['code']

  constructor(failure: LogFailure) {
    super(failure.message)
    this.code = failure.code
  }
}
