import { describe, expect, it } from 'vitest'
import { type Entry, hex, sealEntry } from '../../server/log/entry.ts'
import { verifyAgainst, verifyAll, verifyStream } from '../../server/log/verify.ts'
import type { StreamId } from '../../shared/ids.ts'
import { append, entry, memoryLog, streamA, streamB } from '../builders/record.ts'

async function recordOf(count: number) {
  const { log, store } = memoryLog()
  for (let seq = 1; seq <= count; seq += 1) await append(log, streamA, `words ${seq}`)
  await append(log, streamB, 'elsewhere')
  return { log, store, entries: store.storage.entries }
}

describe('verifying', () => {
  it('[LO12] tells the entries and the head of every stream', async () => {
    const { log } = await recordOf(3)
    expect(await verifyAll(log)).toEqual([
      { kind: 'whole', stream: streamA, entries: 3, head: hex(log.head(streamA)?.hash ?? new Uint8Array()) },
      { kind: 'whole', stream: streamB, entries: 1, head: hex(log.head(streamB)?.hash ?? new Uint8Array()) },
    ])
    expect(await verifyStream(log, 'text:none' as StreamId)).toMatchObject({
      kind: 'whole',
      entries: 0,
      head: '',
    })
  })

  it.each<[string, Partial<Entry>, string]>([
    ['another payload', { payload: new Uint8Array([1]) }, 'payload'],
    ['another payload hash', { payloadHash: new Uint8Array(32) }, 'payload'],
    ['another party', { party: null }, 'hash'],
    ['another time', { at: 1 as Entry['at'] }, 'hash'],
    ['another kind', { kind: 'act' }, 'hash'],
    ['another hash', { hash: new Uint8Array(32) }, 'hash'],
    ['another place', { seq: 7 }, 'gap'],
    ['another stream', { stream: streamB }, 'gap'],
  ])('[LO12] names the first entry that does not hold: %s', async (_what, change, fault) => {
    const { log, entries } = await recordOf(5)
    entries.set(
      streamA,
      (entries.get(streamA) ?? []).map(one => (one.seq === 3 ? { ...one, ...change } : one)),
    )
    expect(await verifyAll(log)).toMatchObject([
      { kind: 'broken', stream: streamA, seq: 3, fault },
      { kind: 'whole', stream: streamB },
    ])
  })

  it('[LO12] tells an entry that cannot be read at all', async () => {
    const { log, store } = await recordOf(2)
    store.readPage = () => {
      throw new Error('database disk image is malformed')
    }
    expect(await verifyStream(log, streamA)).toMatchObject({ kind: 'broken', seq: 1, fault: 'unreadable' })
  })

  it('[LO13] confirms a head that a witness kept, now and after more entries', async () => {
    const { log } = await recordOf(2)
    const witness = log.head(streamA)
    await append(log, streamA, 'later')
    expect(witness && (await verifyAgainst(log, streamA, witness))).toEqual({
      kind: 'held',
      stream: streamA,
      seq: 2,
    })
  })

  it('[LO13] finds by a witness what the chain alone cannot show: a cut tail, a history written anew', async () => {
    const { log, entries } = await recordOf(3)
    const witness = log.head(streamA)
    if (!witness) throw new Error('nothing was recorded')
    const kept = entries.get(streamA) ?? []
    entries.set(streamA, kept.slice(0, 2))
    expect(await verifyStream(log, streamA)).toMatchObject({ kind: 'whole', entries: 2 })
    expect(await verifyAgainst(log, streamA, witness)).toMatchObject({ kind: 'denied', seq: 3, found: null })
    const anew: Entry[] = []
    for (const { kind } of kept)
      anew.push(sealEntry(streamA, anew.at(-1) ?? null, entry('other words', { kind })))
    entries.set(streamA, anew)
    expect(await verifyStream(log, streamA)).toMatchObject({ kind: 'whole', entries: 3 })
    expect(await verifyAgainst(log, streamA, witness)).toMatchObject({ kind: 'denied', seq: 3 })
  })
})
