import { sqliteStore } from '../builders/record.ts'
import { describeAccounts } from './accounts-contract.ts'

describeAccounts('accounts in SQLite', async () => {
  const store = await sqliteStore()
  return {
    accounts: store.accounts,
    async reopen() {
      await store.close()
      return (await sqliteStore({ directory: store.directory })).accounts
    },
  }
})
