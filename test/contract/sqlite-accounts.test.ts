import { describe, expect, it, onTestFinished } from 'vitest'
import { openForReading } from '../../server/store/sqlite-connection.ts'
import type { PersonId, UnixMs } from '../../shared/ids.ts'
import { sqliteStore } from '../builders/record.ts'
import { describeAccounts, party } from './accounts-contract.ts'

describeAccounts('in SQLite', async () => {
  const store = await sqliteStore()
  return {
    accounts: store.accounts,
    async reopen() {
      await store.close()
      return (await sqliteStore({ directory: store.directory })).accounts
    },
  }
})

describe('accounts in SQLite', () => {
  it('[LO18] has written what a promise resolved for', async () => {
    const { accounts, databasePath } = await sqliteStore()
    const other = openForReading(databasePath)
    onTestFinished(() => other.close())
    await accounts.addParty(party('BR'))
    const ana = { person: 'ana' as PersonId, name: 'Ana', party: party('BR').id, role: 'delegate' } as const
    await accounts.addPerson(ana, 7 as UnixMs)
    expect(other.prepare('select id, party, created_at from people').all()).toEqual([
      { id: 'ana', party: 'BR', created_at: 7 },
    ])
  })
})
