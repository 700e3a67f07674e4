import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { migrationDialect } from '../../server/store/kysely-dialect.ts'
import { type Migrations, migrate } from '../../server/store/migrate.ts'
import { openForReading, openForWriting } from '../../server/store/sqlite-connection.ts'
import { append, readWords, sqliteStore, streamA, temporaryFolder } from '../builders/record.ts'

function tablesOf(path: string): string[] {
  const db = openForReading(path)
  const rows = db.prepare("select name from sqlite_master where type = 'table' order by name").all()
  db.close()
  return rows.map(({ name }) => String(name)).filter(name => !name.startsWith('kysely'))
}

const half: Migrations = {
  '0001-half': {
    async up(db) {
      await sql`create table begun (x)`.execute(db)
      await sql`create nonsense`.execute(db)
    },
  },
}

describe('the schema', () => {
  it('[LO23] has a table for everything that is kept', async () => {
    const { databasePath } = await sqliteStore()
    const accounts = ['memberships', 'parties', 'people', 'sign_in_links', 'sign_ins', 'texts', 'tokens']
    expect(tablesOf(databasePath)).toEqual([...accounts, 'entries', 'probe', 'snapshots'].sort())
  })

  it('[LO23] is left alone, with all it holds, where it is the newest already', async () => {
    const { log, databasePath } = await sqliteStore()
    await append(log, streamA, 'one')
    await migrate(databasePath)
    expect(readWords(log, streamA)).toEqual(['one'])
  })

  it('[LO23] takes a step whole or not at all', async () => {
    const path = join(temporaryFolder(), 'chapeau.db')
    await expect(migrate(path, half)).rejects.toThrow('nonsense')
    expect(tablesOf(path)).toEqual([])
  })

  it('[LO23] refuses a database that a newer version has changed', async () => {
    const { databasePath, close } = await sqliteStore()
    await close()
    const db = new Kysely<{ kysely_migration: { name: string; timestamp: string } }>({
      dialect: migrationDialect(openForWriting(databasePath)),
    })
    await db.insertInto('kysely_migration').values({ name: '9999-later', timestamp: 'later' }).execute()
    await db.destroy()
    await expect(migrate(databasePath)).rejects.toThrow('9999-later')
  })
})
