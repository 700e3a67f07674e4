/** The schema brought to its newest form, each step whole or not at all. */
import { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrationDialect } from './kysely-dialect.ts'
import * as first from './migrations/0001-first.ts'
import { openForWriting } from './sqlite-connection.ts'
import type { Tables } from './tables.ts'

/** Every step so far; names order them and never change. */
const migrations = { '0001-first': first }

/** Runs the steps this database lacks; the caller holds the folder's lock. @throws what the failing step threw. */
export async function migrate(path: string): Promise<void> {
  const db = new Kysely<Tables>({ dialect: migrationDialect(openForWriting(path)) })
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } })
    const { error } = await migrator.migrateToLatest()
    if (error) throw error
  } finally {
    await db.destroy()
  }
}
