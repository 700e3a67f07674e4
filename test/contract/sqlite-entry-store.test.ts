import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { migrate } from '../../server/store/migrate.ts'
import { openForReading } from '../../server/store/sqlite-connection.ts'
import { sqliteEntryStore } from '../../server/store/sqlite-entry-store.ts'
import { WriterThread } from '../../server/store/writer-thread.ts'
import { temporaryFolder } from '../builders/record.ts'
import { describeEntryStore } from './entry-store-contract.ts'

/** The first commit is the proof of health at the opening. */
describeEntryStore('in SQLite', async (fault, probes = 0) => {
  const path = join(temporaryFolder(), 'chapeau.db')
  await migrate(path)
  const faults = fault ? [{ ...fault, commit: 2, times: 1 + probes }] : []
  const writer = new WriterThread({ path, faults })
  const store = sqliteEntryStore(openForReading(path), writer)
  onTestFinished(() => store.close())
  await store.recover()
  return store
})
