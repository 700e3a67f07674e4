/** What every store of the record does; one suite for all of them. */
import { describe, expect, it } from 'vitest'
import { type Entry, type Head, sealEntry } from '../../server/log/entry.ts'
import type { EntryStore } from '../../server/log/entry-store.ts'
import type { LogFailure } from '../../server/log/log.ts'
import { hashSnapshot } from '../../server/log/snapshots.ts'
import { entry, streamA, streamB } from '../builders/record.ts'

export interface ContractFault {
  readonly code: 'full' | 'io'
  readonly landed?: boolean
}

/** A store in service whose first commit from now meets `fault`, then `fault` again when it is to recover, `probes` times. */
export type OpenContractStore = (fault?: ContractFault, probes?: number) => Promise<EntryStore>

export function describeEntryStore(name: string, open: OpenContractStore): void {
  describe(`store of the record: ${name}`, () => {
    it('[LO2] keeps batches in order and gives entries back as they were', async () => {
      const store = await open()
      const chain = makeChain(3)
      expect(await Promise.all([write(store, chain.slice(0, 2)), write(store, chain.slice(2))])).toEqual([
        null,
        null,
      ])
      expect(store.readPage(streamA, 1, 3)).toEqual(chain)
      expect(store.readPage(streamA, 2, 2)).toEqual(chain.slice(1, 2))
      expect(store.findHead(streamA)).toMatchObject({ seq: 3, hash: chain[2]?.hash })
    })

    it('[LO2] answers a batch after the call, in the order given', async () => {
      const store = await open()
      const heard: number[] = []
      const answered = makeChain(3).map(
        one => new Promise<void>(resolve => store.write([one], () => resolve(void heard.push(one.seq)))),
      )
      expect(heard).toEqual([])
      await Promise.all(answered)
      expect(heard).toEqual([1, 2, 3])
    })

    it('[LO11] reads in pages that hold at least one entry', async () => {
      const store = await open()
      const chain = makeChain(700)
      await write(store, chain)
      const seen: number[] = []
      while (seen.length < chain.length) {
        const page = store.readPage(streamA, seen.length + 1, chain.length)
        expect(page.length).toBeGreaterThan(0)
        seen.push(...page.map(({ seq }) => seq))
      }
      expect(seen).toEqual(chain.map(({ seq }) => seq))
      expect(store.readPage(streamA, 701, 800)).toEqual([])
    })

    it('[LO11] reads no more than about 4 MB at a time', async () => {
      const store = await open()
      const chain = makeChain(8, new Uint8Array(1024 * 1024))
      await write(store, chain)
      expect(store.readPage(streamA, 1, 8).length).toBeLessThan(6)
      expect(store.readPage(streamA, 8, 8)).toHaveLength(1)
    })

    it('[LO1] keeps streams apart and lists those that hold an entry', async () => {
      const store = await open()
      expect(store.listStreams()).toEqual([])
      await write(store, [sealEntry(streamB, null, entry('b')), ...makeChain(2)])
      expect(store.listStreams()).toEqual([streamA, streamB])
      expect(store.findHead(streamB)?.seq).toBe(1)
      expect(store.findHead('text:C' as typeof streamA)).toBeNull()
    })

    it('[LO4] fails everything after a failure until it has recovered', async () => {
      const store = await open({ code: 'io' })
      const heard: LogFailure[] = []
      store.onFailure(failure => heard.push(failure))
      const [one, two] = [makeChain(2).slice(0, 1), makeChain(2).slice(1)]
      const [first, second] = await Promise.all([write(store, one), write(store, two)])
      expect([first?.code, second?.code]).toEqual(['io', expect.stringMatching(/^(io|stopped)$/)])
      expect(await write(store, makeChain(1))).toMatchObject({ code: 'stopped' })
      expect(heard).toHaveLength(1)
      expect(store.findHead(streamA)).toBeNull()
      expect(await store.recover()).toBeNull()
      expect(await write(store, makeChain(1))).toBeNull()
    })

    it('[LO5] says that it is full for as long as it is, and reads all the while', async () => {
      const store = await open({ code: 'full' }, 2)
      expect(await write(store, makeChain(1))).toMatchObject({ code: 'full' })
      expect(await write(store, makeChain(1))).toMatchObject({ code: 'full' })
      expect(await store.recover()).toMatchObject({ code: 'full' })
      expect(store.readPage(streamA, 1, 1)).toEqual([])
      expect(await store.recover()).toMatchObject({ code: 'full' })
      expect(await store.recover()).toBeNull()
      expect(await write(store, makeChain(1))).toBeNull()
    })

    it('[LO7] may have kept a batch whose answer was lost', async () => {
      const store = await open({ code: 'io', landed: true })
      expect(await write(store, makeChain(2))).toMatchObject({ code: 'io' })
      expect(await store.recover()).toBeNull()
      expect(store.findHead(streamA)?.seq).toBe(2)
    })

    it('[LO14] finds the newest snapshot at or before a place', async () => {
      const store = await open()
      const chain = makeChain(3)
      await write(store, chain)
      for (const head of chain)
        expect(await store.saveSnapshot(makeSnapshot(head, `at ${head.seq}`))).toBe(true)
      expect(store.findSnapshot(streamA, 2)).toEqual(makeSnapshot(chain[1] as Entry, 'at 2'))
      expect(store.findSnapshot(streamA, 99)?.seq).toBe(3)
      expect(store.findSnapshot(streamA, 0)).toBeNull()
      const again = makeSnapshot(chain[1] as Entry, 'again')
      await store.saveSnapshot(again)
      expect(store.findSnapshot(streamA, 2)).toEqual(again)
    })
  })
}

function makeChain(count: number, payload?: Uint8Array): Entry[] {
  const chain: Entry[] = []
  const fields = payload ? { payload } : {}
  for (let seq = 1; seq <= count; seq += 1)
    chain.push(sealEntry(streamA, chain.at(-1) ?? null, entry(`words ${seq}`, fields)))
  return chain
}

function makeSnapshot({ seq, hash }: Head, words: string) {
  const bytes = new TextEncoder().encode(words)
  return { stream: streamA, seq, entryHash: hash, hash: hashSnapshot(hash, bytes), bytes }
}

function write(store: EntryStore, batch: readonly Entry[]): Promise<LogFailure | null> {
  return new Promise(resolve => store.write(batch, resolve))
}
