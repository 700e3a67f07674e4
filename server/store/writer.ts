/** The one writer of the database: commits everything that waits together, and stops by itself at the first failure. */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { LogFailure } from '../log/log.ts'
import { openForWriting } from './sqlite-connection.ts'
import { describeFailure, isConstraintError, isStatementError } from './sqlite-error.ts'
import { type Statement, runStatement } from './statement.ts'
import { FaultPlan, type WriterFault } from './writer-faults.ts'
import { type Answer, type Job, type PackedEntries, unpackEntries } from './writer-messages.ts'

type WriteJob = Extract<Job, { kind: 'entries' | 'statements' }>

const done: Answer = { kind: 'done', results: [] }

const insertEntry = `insert into entries
  (stream, seq, at, actor, party, on_behalf_of, connection, kind, payload, payload_hash, hash)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

/** Large enough that a disk with a few bytes left is not called well. */
const writeProbe = 'insert or replace into probe (id, bytes) values (1, zeroblob(65536))'

export class Writer {
  readonly #path: string
  readonly #faults: FaultPlan
  #db: DatabaseSync | null = null
  #insert: StatementSync | null = null
  /** SQLite would take the next commit after a failed sync; the writer must not. */
  #failure: LogFailure | null = { code: 'stopped', message: 'the database is not open yet' }

  constructor(path: string, faults: readonly WriterFault[]) {
    this.#path = path
    this.#faults = new FaultPlan(faults)
  }

  /** One answer for each job, in order. Jobs that write and follow each other share one commit. */
  run(jobs: readonly Job[]): Answer[] {
    const answers: Answer[] = []
    let waiting: WriteJob[] = []
    for (const job of jobs) {
      if (job.kind === 'entries' || job.kind === 'statements') {
        waiting.push(job)
        continue
      }
      answers.push(...this.#commit(waiting))
      waiting = []
      answers.push(job.kind === 'recover' ? this.#recover() : this.#close())
    }
    return [...answers, ...this.#commit(waiting)]
  }

  #commit(jobs: readonly WriteJob[]): Answer[] {
    const failure = this.#failure
    if (failure) return jobs.map(() => ({ kind: 'failed', failure: stopped(failure) }))
    if (jobs.length === 0) return []
    try {
      return this.#inTransaction(db => jobs.map(job => this.#write(db, job)))
    } catch (error) {
      const reason = describeFailure(error)
      this.#failure = reason
      return jobs.map(() => ({ kind: 'failed', failure: reason }))
    }
  }

  #write(db: DatabaseSync, job: WriteJob): Answer {
    if (job.kind === 'statements') return runTogether(db, job.statements)
    this.#insertAll(job.packed)
    return done
  }

  #insertAll(packed: PackedEntries): void {
    for (const entry of unpackEntries(packed)) {
      const { stream, seq, at, actor, party, onBehalfOf, connection, kind } = entry
      const { payload, payloadHash, hash } = entry
      const header = [stream, seq, at, actor, party, onBehalfOf, connection, kind]
      this.#insert?.run(...header, payload, payloadHash, hash)
    }
  }

  #inTransaction<T>(work: (db: DatabaseSync) => T): T {
    const db = this.#db
    if (!db) throw new Error('the database is not open')
    db.exec('begin immediate')
    try {
      const result = work(db)
      this.#faults.around(() => db.exec('commit'))
      return result
    } catch (error) {
      rollBack(db)
      throw error
    }
  }

  /**
   * A failed sync may have dropped pages that the file still shows. So the log file of the database is carried over
   * into the database (written and synced anew) and emptied before anything is added to it.
   */
  #recover(): Answer {
    try {
      this.#closeDatabase()
      this.#db = openForWriting(this.#path)
      carryOver(this.#db)
      this.#insert = this.#db.prepare(insertEntry)
      this.#inTransaction(db => db.exec(writeProbe))
      this.#failure = null
      return done
    } catch (error) {
      this.#failure = describeFailure(error)
      return { kind: 'failed', failure: this.#failure }
    }
  }

  #close(): Answer {
    this.#closeDatabase()
    this.#failure = { code: 'closed', message: 'the database is closed' }
    return done
  }

  #closeDatabase(): void {
    this.#insert = null
    this.#db?.close()
    this.#db = null
  }
}

/** Statements that belong together; when one is at fault, none is kept and the others of the commit stand. */
function runTogether(db: DatabaseSync, statements: readonly Statement[]): Answer {
  db.exec('savepoint together')
  try {
    const results = statements.map(statement => runStatement(db, statement))
    db.exec('release together')
    return { kind: 'done', results }
  } catch (error) {
    if (!isStatementError(error)) throw error
    db.exec('rollback to together')
    db.exec('release together')
    const message = error instanceof Error ? error.message : String(error)
    return { kind: 'rejected', isConstraint: isConstraintError(error), message }
  }
}

function carryOver(db: DatabaseSync): void {
  const { busy } = db.prepare('pragma wal_checkpoint(truncate)').get() ?? {}
  if (busy !== 0) throw new Error('the database is being read elsewhere')
}

function rollBack(db: DatabaseSync): void {
  try {
    if (db.isTransaction) db.exec('rollback')
  } catch {
    // The first error is the one to tell; the connection is closed before anything is written again.
  }
}

function stopped(failure: LogFailure): LogFailure {
  if (failure.code === 'full' || failure.code === 'closed') return failure
  return { code: 'stopped', message: failure.message }
}
