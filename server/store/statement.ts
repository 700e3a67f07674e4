/** A statement as it travels to the writer, and what it gives. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'

export interface Statement {
  readonly sql: string
  readonly parameters: readonly SQLInputValue[]
}

/** `affected`: rows changed, or rows given back. */
export interface StatementResult {
  readonly rows: readonly Record<string, unknown>[]
  readonly affected: number
}

/** Runs a statement on a connection, to its end. */
export function runStatement(db: DatabaseSync, { sql, parameters }: Statement): StatementResult {
  const prepared = db.prepare(sql)
  if (prepared.columns().length === 0)
    return { rows: [], affected: Number(prepared.run(...parameters).changes) }
  const rows = prepared.all(...parameters).map(row => ({ ...row }))
  return { rows, affected: rows.length }
}
