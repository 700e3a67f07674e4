import { MemoryEntryStore } from '../builders/memory-entry-store.ts'
import { describeEntryStore } from './entry-store-contract.ts'

describeEntryStore('in memory', async (fault, probes = 0) => {
  const store = new MemoryEntryStore()
  if (fault) store.failNext(fault, ...Array.from({ length: probes }, () => fault))
  return store
})
