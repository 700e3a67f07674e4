/** The schema brought to its newest form, each step whole or not at all. */
import { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { migrationDialect } from './kysely-dialect.ts'
import * as first from './migrations/0001-first.ts'
import { openForWriting } from './sqlite-connection.ts'
import type { Tables } from './tables.ts'

/** Steps by name; the names order them and never change. */
export type Migrations = Readonly<Record<string, Migration>>

const allMigrations: Migrations = { '0001-first': first }

/**
 * Runs the steps this database lacks; the caller holds the folder. @throws what the failing step threw; an Error when the
 * database knows a step that we do not.
 */
export async function migrate(path: string, migrations = allMigrations): Promise<void> {
  const db = new Kysely<Tables>({ dialect: migrationDialect(openForWriting(path)) })
  try {
    const migrator = new Migrator({
      db,
      provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    })
    const { error } = await migrator.migrateToLatest()
    if (error) throw error
  } finally {
    await db.destroy()
  }
}
