import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  StorageUnfit,
  openForReading,
  openForWriting,
  probeDurability,
  requireDurable,
} from '../../server/store/sqlite-connection.ts'
import { temporaryFolder } from '../builders/record.ts'

const fit = { version: '3.51.3', synchronous: 2, journalMode: 'wal' }

describe('the connection that writes', () => {
  it('[LO9][RL3] reads back from SQLite that every commit is synced, by a version that keeps it', () => {
    const db = openForWriting(join(temporaryFolder(), 'chapeau.db'))
    onTestFinished(() => db.close())
    const probe = probeDurability(db)
    expect(probe).toMatchObject({ synchronous: 2, journalMode: 'wal' })
    expect(() => requireDurable(probe)).not.toThrow()
  })

  it('[LO9] does not open where SQLite cannot keep a write-ahead log', () => {
    expect(() => openForWriting(':memory:')).toThrow(StorageUnfit)
  })

  it.each(['3.51.3', '3.51.10', '3.52.0', '4.0.0'])('[LO9][RL3] takes SQLite %s', version => {
    expect(() => requireDurable({ ...fit, version })).not.toThrow()
  })

  it.each([
    [{ version: '3.51.2' }, 'too old'],
    [{ version: '3.7.0' }, 'too old'],
    [{ version: '2.99.99' }, 'too old'],
    [{ version: '' }, 'too old'],
    [{ synchronous: 1 }, 'synchronous is 1'],
    [{ synchronous: 0 }, 'synchronous is 0'],
    [{ synchronous: Number.NaN }, 'synchronous'],
    [{ journalMode: 'delete' }, 'journal mode'],
  ])('[LO9][RL3] refuses to start with %o', (change, reason) => {
    expect(() => requireDurable({ ...fit, ...change })).toThrow(StorageUnfit)
    expect(() => requireDurable({ ...fit, ...change })).toThrow(reason)
  })

  it('[LO9] reads what a plain connection would do, and that is not enough', () => {
    const db = new DatabaseSync(join(temporaryFolder(), 'plain.db'))
    onTestFinished(() => db.close())
    expect(() => requireDurable(probeDurability(db))).toThrow('journal mode')
  })
})

describe('the connection that reads', () => {
  it('[LO10] cannot write', () => {
    const path = join(temporaryFolder(), 'chapeau.db')
    const writer = openForWriting(path)
    writer.exec('create table words (word text)')
    const reader = openForReading(path)
    onTestFinished(() => {
      reader.close()
      writer.close()
    })
    expect(() => reader.exec("insert into words values ('x')")).toThrow('readonly')
  })
})
