import { describe, expect, it } from 'vitest'
import { type Entry, sealEntry } from '../../server/log/entry.ts'
import { openLog } from '../../server/log/pipelined-log.ts'
import type { StreamId, UnixMs } from '../../shared/ids.ts'
import { MemoryEntryStore } from '../builders/memory-entry-store.ts'
import {
  append,
  entry,
  failed,
  memoryLog,
  readWords,
  recovered,
  sqliteStore,
  streamA,
  streamB,
} from '../builders/record.ts'

describe('appending', () => {
  it('[LO1] gives every entry its place at once, without a gap in any stream', async () => {
    const { log } = memoryLog()
    const heads = [streamA, streamB, streamA, streamA].map(stream =>
      log.append(stream, entry('x'), () => undefined),
    )
    expect(heads.map(({ seq }) => seq)).toEqual([1, 1, 2, 3])
    expect(log.head(streamA)).toEqual(heads[3])
    expect(log.durableHead(streamA)).toBeNull()
    await log.settled()
    expect(log.durableHead(streamA)).toEqual(heads[3])
  })

  it('[LO2] calls done once, after the call, in order, when the entry is durable', async () => {
    const { log, store } = memoryLog()
    store.hold()
    const heard: number[] = []
    for (const seq of [1, 2, 3]) log.append(streamA, entry(`${seq}`), () => heard.push(seq))
    await store.releaseSome(0)
    expect([heard, log.head(streamA)?.seq, readWords(log, streamA)]).toEqual([[], 3, []])
    await store.release()
    expect([heard, readWords(log, streamA)]).toEqual([
      [1, 2, 3],
      ['1', '2', '3'],
    ])
  })

  it('[LO3] commits together what comes in one turn, and what comes while a commit runs', async () => {
    const { log, store } = memoryLog()
    for (let count = 0; count < 100; count += 1) log.append(streamA, entry('x'), () => undefined)
    await log.settled()
    expect([store.commits, log.durableHead(streamA)?.seq]).toEqual([1, 100])
  })

  it('[LO22] takes nothing that cannot be recorded, and leaves no gap for it', async () => {
    const { log } = memoryLog()
    expect(() => log.append(streamA, entry('x', { at: Number.NaN as UnixMs }), () => undefined)).toThrow(
      TypeError,
    )
    expect(await append(log, streamA, 'one')).toMatchObject({ failure: null, head: { seq: 1 } })
  })

  it('[LO24] finishes what is under way when it is closed, and takes nothing more', async () => {
    const store = new MemoryEntryStore()
    const log = openLog(store)
    const under = append(log, streamA, 'before')
    const closed = log.close()
    const late = append(log, streamA, 'after')
    await closed
    expect((await under).failure).toBeNull()
    expect((await late).failure).toMatchObject({ code: 'closed' })
    expect(store.findHead(streamA)?.seq).toBe(1)
  })
})

describe('a failing store', () => {
  it('[LO4] fails every append under way, goes back to what is durable and says so first', async () => {
    const { log, store } = memoryLog()
    await append(log, streamA, 'kept')
    const told = failed(log).then(failure => [failure.code, log.state, log.head(streamA)?.seq])
    store.failNext({ code: 'io' })
    const first = append(log, streamA, 'lost')
    await new Promise(resolve => setImmediate(resolve)) // the first is handed over, the second joins another batch
    const second = append(log, streamA, 'lost too')
    const third = append(log, streamB, 'lost as well')
    const outcomes = await Promise.all([first, second, third])
    expect(outcomes.map(({ failure }) => failure?.code)).toEqual(['io', 'stopped', 'stopped'])
    expect(await told).toEqual(['io', 'failed', 1])
    expect(readWords(log, streamA)).toEqual(['kept'])
  })

  it('[LO4][RL4] acknowledges nothing after the error until the storage is opened anew', async () => {
    const { log, store } = memoryLog()
    store.failNext({ code: 'io' }, { code: 'io' })
    const back = recovered(log)
    await append(log, streamA, 'lost')
    expect(log.failure).toMatchObject({ code: 'io' })
    expect((await append(log, streamA, 'not tried')).failure).toMatchObject({ code: 'stopped' })
    await back
    expect([log.state, log.failure]).toEqual(['ok', null])
    expect(await append(log, streamA, 'kept')).toMatchObject({ failure: null, head: { seq: 1 } })
    expect(readWords(log, streamA)).toEqual(['kept'])
  })

  it('[LO5][RL5] tells that the disk is full, reads on, and takes appends again when there is space', async () => {
    const { log, store } = memoryLog()
    await append(log, streamA, 'kept')
    store.failNext({ code: 'full' }, { code: 'full' }, { code: 'full' })
    const back = recovered(log)
    expect((await append(log, streamA, 'too much')).failure?.code).toBe('full')
    expect((await append(log, streamA, 'too much')).failure?.code).toBe('full')
    expect(readWords(log, streamA)).toEqual(['kept'])
    await back
    expect(await append(log, streamA, 'kept too')).toMatchObject({ failure: null, head: { seq: 2 } })
  })

  it('[LO7] goes on behind an entry that landed without its answer', async () => {
    const { log, store } = memoryLog()
    store.failNext({ code: 'io', landed: true })
    const back = recovered(log)
    expect((await append(log, streamA, 'landed')).failure).not.toBeNull()
    await back
    expect(log.head(streamA)?.seq).toBe(1)
    expect(await append(log, streamA, 'next')).toMatchObject({ failure: null, head: { seq: 2 } })
    expect(readWords(log, streamA)).toEqual(['landed', 'next'])
  })

  it.each([
    ['lacks', () => []],
    ['holds another', () => [sealEntry(streamA, null, entry('another'))]],
    [
      'shows another hash for',
      (kept: readonly Entry[]) => kept.map(one => ({ ...one, hash: new Uint8Array(32) })),
    ],
  ])('[LO8] stays out of service when the storage %s entry that was acknowledged', async (_what, tamper) => {
    const { log, store } = memoryLog()
    await append(log, streamA, 'acknowledged')
    store.failNext({ code: 'io' })
    const asked = new Promise<void>(resolve => {
      const recover = store.recover.bind(store)
      store.recover = async () => {
        store.storage.entries.set(streamA, tamper(store.storage.entries.get(streamA) ?? []))
        const answer = await recover()
        setImmediate(resolve)
        return answer
      }
    })
    await append(log, streamA, 'lost')
    await asked
    expect(log.failure).toMatchObject({ code: 'stopped' })
    expect((await append(log, streamA, 'not tried')).failure?.code).toBe('stopped')
  })

  it('[LO24] closes while it is out of service', async () => {
    const { log, store } = memoryLog()
    store.failNext(...Array.from({ length: 50 }, () => ({ code: 'full' }) as const))
    await append(log, streamA, 'lost')
    await log.close()
    expect(log.state).toBe('failed')
  })
})

describe('reading', () => {
  it('[LO11] gives a range in order, across pages', async () => {
    const { log } = await sqliteStore()
    for (let count = 1; count <= 1300; count += 1) log.append(streamA, entry(`${count}`), () => undefined)
    await log.settled()
    const seqs = Array.from(log.read(streamA, 500, 1200), ({ seq }) => seq)
    expect(seqs).toEqual(Array.from({ length: 701 }, (_, index) => 500 + index))
    expect([...log.read(streamA, 1301)]).toEqual([])
    expect([...log.read('text:none' as StreamId, 1)]).toEqual([])
  })

  it('[LO11] holds few large payloads in memory at a time', async () => {
    const { log, store } = memoryLog()
    await append(log, streamA, 'one')
    await append(log, streamA, 'two')
    const asked: number[] = []
    const readPage = store.readPage.bind(store)
    store.readPage = (stream, fromSeq) => {
      asked.push(fromSeq)
      return readPage(stream, fromSeq, fromSeq)
    }
    for (const { seq } of log.read(streamA, 1)) expect(Math.max(...asked)).toBe(seq)
  })

  it('[LO11] stops at the first entry that does not hold', async () => {
    const { log, store } = memoryLog()
    for (const words of ['one', 'two', 'three']) await append(log, streamA, words)
    const kept = store.storage.entries.get(streamA) ?? []
    const payload = new TextEncoder().encode('TWO')
    store.storage.entries.set(
      streamA,
      kept.map(one => (one.seq === 2 ? { ...one, payload } : one)),
    )
    const seen: number[] = []
    expect(() => {
      for (const { seq } of log.read(streamA, 1)) seen.push(seq)
    }).toThrow(expect.objectContaining({ code: 'broken-chain', seq: 2, fault: 'payload' }))
    expect(seen).toEqual([1])
    expect(() => [...log.read(streamA, 3)]).not.toThrow()
  })
})
