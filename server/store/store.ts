/** Everything that is kept, behind one door: the record, and the accounts beside it. */
import { type Compilable, Kysely } from 'kysely'
import type { Accounts } from '../actor/accounts.ts'
import type { Log } from '../log/log.ts'
import { openLog } from '../log/pipelined-log.ts'
import { StatementRefused, StorageFailed } from './errors.ts'
import { splitDialect, toStatement } from './kysely-dialect.ts'
import { migrate } from './migrate.ts'
import { sqliteAccounts } from './sqlite-accounts.ts'
import { openForReading } from './sqlite-connection.ts'
import { sqliteEntryStore } from './sqlite-entry-store.ts'
import { describeFailure, isSqliteError } from './sqlite-error.ts'
import type { Statement, StatementResult } from './statement.ts'
import type { Tables } from './tables.ts'
import type { WriterFault } from './writer-faults.ts'
import type { Answer } from './writer-messages.ts'
import { WriterThread } from './writer-thread.ts'

export interface Store {
  readonly log: Log
  readonly accounts: Accounts
  /**
   * The tables, for functions of this folder. Reads answer at once; a write resolves when it is durable and rejects with
   * StatementRefused or StorageFailed. No transactions: statements that belong together go to `atomically`.
   */
  readonly db: Kysely<Tables>
  /** Runs the queries together, whole or not at all; their results in order. @throws StatementRefused, StorageFailed. */
  readonly atomically: (queries: readonly Compilable[]) => Promise<readonly StatementResult[]>
  /** Finishes what is under way and closes the database; the folder stays locked until it is closed itself. */
  readonly close: () => Promise<void>
}

export interface StoreOptions {
  /** Milliseconds between two attempts to come back into service; default 500. */
  readonly probeMs?: number
  /** Faults on order; for tests. */
  readonly faults?: readonly WriterFault[]
}

/** The store in a database file, made if it is not there. The caller holds the folder (`openDataFolder`). @throws StorageUnfit, StorageFailed; Error when a newer version has changed the database. */
export async function openStore(
  place: { readonly databasePath: string },
  options: StoreOptions = {},
): Promise<Store> {
  const path = place.databasePath
  await bringUpToDate(path)
  const writer = new WriterThread({ path, faults: options.faults ?? [] })
  await startWriter(writer)
  const reader = openForReading(path)
  const write = (statements: readonly Statement[]) => writeTogether(writer, statements)
  const db = new Kysely<Tables>({ dialect: splitDialect(reader, write) })
  const log = openLog(sqliteEntryStore(reader, writer), options)
  return {
    log,
    accounts: sqliteAccounts(db),
    db,
    atomically: queries => write(queries.map(query => toStatement(query.compile()))),
    close: () => log.close(),
  }
}

async function bringUpToDate(path: string): Promise<void> {
  try {
    await migrate(path)
  } catch (error) {
    throw isSqliteError(error) ? new StorageFailed(describeFailure(error)) : error
  }
}

/** The writer opens the database as it does after a failure, and so shows before anything else that it can write. */
async function startWriter(writer: WriterThread): Promise<void> {
  const answer = await writer.ask({ kind: 'recover' })
  if (answer.kind === 'done') return
  await writer.close()
  throw toError(answer)
}

async function writeTogether(
  writer: WriterThread,
  statements: readonly Statement[],
): Promise<readonly StatementResult[]> {
  const answer = await writer.ask({ kind: 'statements', statements })
  if (answer.kind === 'done') return answer.results
  throw toError(answer)
}

function toError(answer: Exclude<Answer, { kind: 'done' }>): Error {
  if (answer.kind === 'failed') return new StorageFailed(answer.failure)
  return new StatementRefused(answer.isConstraint ? 'constraint' : 'statement', answer.message)
}
