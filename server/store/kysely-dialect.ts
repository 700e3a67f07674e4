/** Kysely over `node:sqlite`: one dialect for the schema, one for work, which reads here and writes in the writer thread. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SelectQueryNode,
  SqliteAdapter,
  SqliteDialect,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { type Statement, type StatementResult, runStatement } from './statement.ts'

/** Runs statements together, whole or not at all; resolves once durable. */
export type WriteStatements = (statements: readonly Statement[]) => Promise<readonly StatementResult[]>

/** One connection of its own, for changes of the schema; closed with Kysely. */
export function migrationDialect(db: DatabaseSync): Dialect {
  return new TransactionalSqliteDialect({
    database: {
      close: () => db.close(),
      prepare: (sql: string) => prepareForKysely(db, sql),
    },
  })
}

/** Selects run on `reader` at once; everything else goes through `write`. It offers no transactions: see `Store.atomically`. */
export function splitDialect(reader: DatabaseSync, write: WriteStatements): Dialect {
  return {
    createAdapter: () => new SplitAdapter(),
    createDriver: () => new SplitDriver(new SplitConnection(reader, write)),
    createIntrospector: db => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

/** The statement a query compiles to, its parameters in the forms SQLite takes. */
export function toStatement({ sql, parameters }: CompiledQuery): Statement {
  return { sql, parameters: parameters.map(toSqlValue) }
}

/** In SQLite a change of the schema can be rolled back; Kysely's own adapter does not count on it. */
class TransactionalSqliteDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter()
  }
}

class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** Nothing has to wait for the one before: the writer keeps the order. */
class SplitAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true
  }
}

class SplitDriver implements Driver {
  readonly #connection: DatabaseConnection

  constructor(connection: DatabaseConnection) {
    this.#connection = connection
  }

  async init(): Promise<void> {}

  acquireConnection(): Promise<DatabaseConnection> {
    return Promise.resolve(this.#connection)
  }

  beginTransaction(): Promise<void> {
    return Promise.reject(new TypeError('statements that belong together are run with `atomically`'))
  }

  async commitTransaction(): Promise<void> {}

  async rollbackTransaction(): Promise<void> {}

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}
}

class SplitConnection implements DatabaseConnection {
  readonly #reader: DatabaseSync
  readonly #write: WriteStatements

  constructor(reader: DatabaseSync, write: WriteStatements) {
    this.#reader = reader
    this.#write = write
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const statement = toStatement(query)
    if (SelectQueryNode.is(query.query)) return toQueryResult<R>(runStatement(this.#reader, statement))
    const [result] = await this.#write([statement])
    return toQueryResult<R>(result ?? { rows: [], affected: 0 })
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query)
  }
}

function toQueryResult<R>(result: StatementResult): QueryResult<R> {
  return { rows: result.rows as R[], numAffectedRows: BigInt(result.affected) }
}

function toSqlValue(value: unknown): SQLInputValue {
  if (value === undefined) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value === null || ['string', 'number', 'bigint'].includes(typeof value)) return value as SQLInputValue
  if (value instanceof Uint8Array) return value.slice() // a view would drag its whole buffer to the writer
  throw new TypeError(`SQLite keeps no ${typeof value}`)
}

function prepareForKysely(db: DatabaseSync, sql: string) {
  const prepared = db.prepare(sql)
  const values = (parameters: readonly unknown[]) => parameters.map(toSqlValue)
  return {
    reader: prepared.columns().length > 0,
    all: (parameters: readonly unknown[]) => prepared.all(...values(parameters)),
    run: (parameters: readonly unknown[]) => prepared.run(...values(parameters)),
    iterate: (parameters: readonly unknown[]) => prepared.iterate(...values(parameters)),
  }
}
