import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { verifyAll } from '../../server/log/verify.ts'
import { StatementRefused, StorageFailed } from '../../server/store/errors.ts'
import { openStore } from '../../server/store/store.ts'
import type { PartyId } from '../../shared/ids.ts'
import {
  append,
  entry,
  failed,
  readWords,
  recovered,
  sqliteStore,
  streamA,
  streamB,
  temporaryFolder,
} from '../builders/record.ts'

/** The database as a stranger would open it. */
function openRaw(path: string): DatabaseSync {
  const raw = new DatabaseSync(path)
  onTestFinished(() => raw.close())
  return raw
}

const brazil = {
  id: 'BR' as PartyId,
  kind: 'member',
  nameEn: 'Brazil',
  nameFr: 'Brésil',
  initials: 'BR',
  colour: 1,
} as const

describe('the record in SQLite', () => {
  it('[LO2] has an entry on disk when done is called', async () => {
    const { log, databasePath } = await sqliteStore()
    const raw = openRaw(databasePath)
    const seen = await new Promise(resolve => {
      log.append(streamA, entry('one'), () =>
        resolve(raw.prepare('select seq, kind, actor from entries').all()),
      )
    })
    expect(seen).toEqual([{ seq: 1, kind: 'edit', actor: 'ana' }])
  })

  it('[LO2] keeps the order of each stream among many', async () => {
    const { log } = await sqliteStore()
    const heard: string[] = []
    for (let seq = 1; seq <= 300; seq += 1)
      for (const stream of [streamA, streamB])
        log.append(stream, entry(`${seq}`), () => heard.push(`${stream} ${seq}`))
    await log.settled()
    const expected = Array.from({ length: 300 }, (_, index) => [
      `${streamA} ${index + 1}`,
      `${streamB} ${index + 1}`,
    ])
    expect(heard).toEqual(expected.flat())
    expect(readWords(log, streamB)).toHaveLength(300)
  })

  it('[LO1] goes on where it stopped', async () => {
    const first = await sqliteStore()
    await append(first.log, streamA, 'one')
    await first.close()
    const second = await sqliteStore({ directory: first.directory })
    expect(await append(second.log, streamA, 'two')).toMatchObject({ failure: null, head: { seq: 2 } })
    expect(await verifyAll(second.log)).toMatchObject([{ kind: 'whole', entries: 2 }])
  })

  it('[LO24] leaves one file that holds everything when it is closed', async () => {
    const { log, close, directory } = await sqliteStore()
    await append(log, streamA, 'one')
    await close()
    expect(readdirSync(directory).toSorted()).toEqual(['chapeau.db', 'lock'])
  })

  it.each([
    ['an update', "update entries set kind = 'act'"],
    ['a delete', 'delete from entries'],
    ['a gap', gap(4)],
    ['a second entry in one place', gap(2)],
    ['a place before the first', gap(0)],
    ['a replacement', gap(2).replace('insert', 'insert or replace')],
    ['an upsert', `${gap(2)} on conflict (stream, seq) do update set kind = 'act'`],
  ])('[LO10] refuses %s of the record, whoever asks', async (_what, sql) => {
    const { log, databasePath } = await sqliteStore()
    for (const words of ['one', 'two']) await append(log, streamA, words)
    expect(() => openRaw(databasePath).exec(sql)).toThrow('an entry')
    expect(await verifyAll(log)).toMatchObject([{ kind: 'whole', entries: 2 }])
  })

  it('[LO14] is the same without its snapshots', async () => {
    const { log, databasePath } = await sqliteStore()
    for (const words of ['one', 'two']) await append(log, streamA, words)
    expect(await log.saveSnapshot(streamA, 2, new TextEncoder().encode('one two'))).toBe(true)
    expect(log.nearestSnapshot(streamA)?.seq).toBe(2)
    const before = await verifyAll(log)
    openRaw(databasePath).exec('delete from snapshots')
    expect(log.nearestSnapshot(streamA)).toBeNull()
    expect([await verifyAll(log), readWords(log, streamA)]).toEqual([before, ['one', 'two']])
  })

  it.each(['bytes = substr(bytes, 1, 3)', "bytes = x'00'", 'entry_hash = hash', 'seq = 1'])(
    '[LO14][RL17] passes over a snapshot with %s',
    async change => {
      const { log, databasePath } = await sqliteStore()
      for (const words of ['one', 'two']) await append(log, streamA, words)
      await log.saveSnapshot(streamA, 2, new TextEncoder().encode('one two'))
      openRaw(databasePath).exec(`update snapshots set ${change}`)
      expect(log.nearestSnapshot(streamA)).toBeNull()
    },
  )

  it('[LO16] is readable by its owner alone, every file of it', async () => {
    const { directory, databasePath } = await sqliteStore()
    const mode = (path: string) => statSync(path).mode & 0o777
    expect(mode(directory)).toBe(0o700)
    for (const name of [
      databasePath,
      `${databasePath}-wal`,
      `${databasePath}-shm`,
      `${directory}/lock`,
      `${directory}/server.json`,
    ])
      expect([name, mode(name)]).toEqual([name, 0o600])
  })
})

describe('a disk that fails', () => {
  it('[LO6][RL4] ends what is under way at a failed sync, and takes nothing until the database is opened anew', async () => {
    const { log } = await sqliteStore({ faults: [{ commit: 3, code: 'io', times: 3 }] })
    await append(log, streamA, 'kept')
    const [out, back] = [failed(log), recovered(log)]
    expect((await append(log, streamA, 'lost')).failure?.code).toBe('io')
    expect((await out).code).toBe('io')
    expect((await append(log, streamA, 'not tried')).failure?.code).toBe('stopped')
    await back
    expect(await append(log, streamA, 'kept too')).toMatchObject({ failure: null, head: { seq: 2 } })
    expect(readWords(log, streamA)).toEqual(['kept', 'kept too'])
  })

  it.each(Array.from({ length: 12 }, (_, index) => index + 2))(
    '[LO6][RL4] acknowledges what is on disk and nothing else when commit %i fails',
    async commit => {
      const { log } = await sqliteStore({ faults: [{ commit, code: 'io' }] })
      const kept: string[] = []
      const back = recovered(log)
      for (let count = 1; kept.length < 15; count += 1) {
        const { failure } = await append(log, streamA, `${count}`)
        if (failure) await back
        else kept.push(`${count}`)
      }
      expect(readWords(log, streamA)).toEqual(kept)
      expect(await verifyAll(log)).toMatchObject([{ kind: 'whole', entries: 15 }])
    },
  )

  it('[LO5][RL5] says that it is full, reads on, and goes on by itself when there is space', async () => {
    const { log, accounts } = await sqliteStore({ faults: [{ commit: 3, code: 'full', times: 4 }] })
    await append(log, streamA, 'kept')
    const back = recovered(log)
    expect((await append(log, streamA, 'too much')).failure?.code).toBe('full')
    expect((await append(log, streamA, 'too much')).failure?.code).toBe('full')
    expect([readWords(log, streamA), await accounts.listParties()]).toEqual([['kept'], []])
    await back
    expect((await append(log, streamA, 'kept too')).failure).toBeNull()
  })

  it('[LO5] understands SQLite itself when it finds no room', async () => {
    const { log, db } = await sqliteStore()
    await append(log, streamA, 'kept')
    const back = recovered(log)
    await sql`pragma max_page_count = 1`.execute(db) // SQLite takes the size the file has; lasts until it is opened anew
    const payload = new Uint8Array(100_000)
    const failure = await new Promise(resolve => log.append(streamA, entry('', { payload }), resolve))
    expect(failure).toMatchObject({ code: 'full' })
    await back
    expect(await append(log, streamA, 'kept too')).toMatchObject({ failure: null, head: { seq: 2 } })
  })

  it('[LO6] does not start where the first write fails, or the file is no database', async () => {
    const directory = temporaryFolder()
    await expect(sqliteStore({ directory, faults: [{ commit: 1, code: 'io' }] })).rejects.toThrow(
      StorageFailed,
    )
    const databasePath = join(temporaryFolder(), 'chapeau.db')
    writeFileSync(databasePath, 'words, words, words '.repeat(100))
    await expect(openStore({ databasePath })).rejects.toThrow(StorageFailed)
  })

  it('[LO7] finds an entry whose commit landed and whose answer was lost', async () => {
    const { log } = await sqliteStore({ faults: [{ commit: 2, code: 'io', landed: true }] })
    const back = recovered(log)
    expect((await append(log, streamA, 'landed')).failure?.code).toBe('io')
    await back
    expect(await append(log, streamA, 'next')).toMatchObject({ failure: null, head: { seq: 2 } })
    expect(readWords(log, streamA)).toEqual(['landed', 'next'])
    expect(await verifyAll(log)).toMatchObject([{ kind: 'whole', entries: 2 }])
  })

  it.each([{ landed: false }, { landed: true }])(
    '[LO21] starts a new writer when its thread dies: %o',
    async ({ landed }) => {
      const { log } = await sqliteStore({ faults: [{ commit: 3, code: 'exit', landed }] })
      await append(log, streamA, 'kept')
      const back = recovered(log)
      const [first, second] = [append(log, streamA, 'unknown'), append(log, streamB, 'unknown')]
      expect((await first).failure?.code).toBe('io')
      expect((await second).failure?.code).toBe('io')
      await back
      expect((await append(log, streamA, 'kept too')).failure).toBeNull()
      expect(readWords(log, streamA)).toEqual(landed ? ['kept', 'unknown', 'kept too'] : ['kept', 'kept too'])
    },
  )

  it('[LO19] tells a write of the accounts that it failed, and the log with it', async () => {
    const { log, accounts } = await sqliteStore({ faults: [{ commit: 2, code: 'full' }] })
    const [out, back] = [failed(log), recovered(log)]
    await expect(accounts.addParty(brazil)).rejects.toThrow(StorageFailed)
    expect((await out).code).toBe('full')
    await back
    await accounts.addParty(brazil)
    expect(await accounts.listParties()).toEqual([brazil])
  })
})

describe('statements', () => {
  it('[LO21] bring the log back too when the writer dies of them', async () => {
    const { log, accounts } = await sqliteStore({ faults: [{ commit: 2, code: 'exit' }] })
    const back = recovered(log)
    await expect(accounts.addParty(brazil)).rejects.toThrow(StorageFailed)
    await back
    await accounts.addParty(brazil)
    expect(await accounts.listParties()).toEqual([brazil])
  })

  it('[LO19] are kept together or not at all, and leave the appends beside them alone', async () => {
    const { log, db, atomically, accounts } = await sqliteStore()
    const row = {
      id: 'BR' as PartyId,
      name_en: 'Brazil',
      name_fr: 'Brésil',
      initials: 'BR',
      colour: 1,
      kind: 'member',
    } as const
    const insert = db.insertInto('parties').values(row)
    const beside = append(log, streamA, 'one')
    await expect(atomically([insert, insert])).rejects.toThrow(StatementRefused)
    expect((await beside).failure).toBeNull()
    expect([await accounts.listParties(), log.state]).toEqual([[], 'ok'])
    const results = await atomically([
      insert,
      db.updateTable('parties').set({ colour: 2 }).returning('colour'),
    ])
    expect(results).toMatchObject([{ affected: 1 }, { rows: [{ colour: 2 }] }])
  })

  it('[LO19] refuse a transaction, which would hold up the record', async () => {
    const { db } = await sqliteStore()
    await expect(db.transaction().execute(() => Promise.resolve())).rejects.toThrow('atomically')
  })

  it('[LO10] cannot touch the record either', async () => {
    const { log, db } = await sqliteStore()
    await append(log, streamA, 'one')
    await expect(db.updateTable('entries').set({ kind: 'act' }).execute()).rejects.toThrow(StatementRefused)
    await expect(db.deleteFrom('entries').execute()).rejects.toThrow(StatementRefused)
    expect((await append(log, streamA, 'two')).failure).toBeNull()
  })
})

/** An insert of an entry at `seq` of the stream of the tests. */
function gap(seq: number): string {
  return `insert into entries (stream, seq, at, kind, payload, payload_hash, hash)
    values ('${streamA}', ${seq}, 1, 'edit', x'00', x'00', x'00')`
}
