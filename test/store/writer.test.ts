import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Entry, sealEntry } from '../../server/log/entry.ts'
import { migrate } from '../../server/store/migrate.ts'
import { openForReading } from '../../server/store/sqlite-connection.ts'
import { Writer } from '../../server/store/writer.ts'
import type { WriterFault } from '../../server/store/writer-faults.ts'
import { type Job, packEntries, unpackEntries } from '../../server/store/writer-messages.ts'
import { entry, streamA, temporaryFolder } from '../builders/record.ts'

async function openWriter(...faults: WriterFault[]) {
  const path = join(temporaryFolder(), 'chapeau.db')
  await migrate(path)
  const writer = new Writer(path, faults)
  const reader = openForReading(path)
  onTestFinished(() => {
    writer.run([{ kind: 'close' }])
    reader.close()
  })
  const count = () => Number(reader.prepare('select count(*) as count from entries').get()?.['count'])
  return { writer, count, walBytes: () => statSync(`${path}-wal`).size }
}

function jobs(count: number): Job[] {
  const chain: Entry[] = []
  for (let seq = 1; seq <= count; seq += 1)
    chain.push(sealEntry(streamA, chain.at(-1) ?? null, entry(`${seq}`)))
  return chain.map(one => ({ kind: 'entries', packed: packEntries([one]) }))
}

const recover: Job = { kind: 'recover' }
const kinds = (answers: readonly { kind: string }[]) => answers.map(({ kind }) => kind)

describe('the writer', () => {
  it('[LO3] commits everything that has arrived at once', async () => {
    const { writer, count } = await openWriter({ commit: 3, code: 'io' })
    expect(kinds(writer.run([recover, ...jobs(50)]))).toEqual(Array.from({ length: 51 }, () => 'done'))
    expect(count()).toBe(50)
  })

  it('[LO6] keeps nothing of a commit that failed, and takes nothing after it although SQLite would', async () => {
    const { writer, count } = await openWriter({ commit: 2, code: 'io' })
    const [first, second, third] = jobs(3)
    if (!first || !second || !third) throw new Error('no jobs')
    writer.run([recover])
    expect(kinds(writer.run([first, second]))).toEqual(['failed', 'failed'])
    expect(writer.run([first])).toMatchObject([{ kind: 'failed', failure: { code: 'stopped' } }])
    expect(count()).toBe(0)
    expect(kinds(writer.run([third, recover, first, second]))).toEqual(['failed', 'done', 'done', 'done'])
    expect(count()).toBe(2)
  })

  it('[LO6] carries the log file of the database over before it writes again', async () => {
    const { writer, walBytes } = await openWriter()
    const payload = new Uint8Array(1_000_000)
    writer.run([
      recover,
      { kind: 'entries', packed: packEntries([sealEntry(streamA, null, entry('', { payload }))]) },
    ])
    expect(walBytes()).toBeGreaterThan(1_000_000)
    writer.run([recover])
    expect(walBytes()).toBeLessThan(200_000)
  })

  it('[LO6] takes nothing before the database is open, nor after it is closed', async () => {
    const { writer, count } = await openWriter()
    expect(kinds(writer.run(jobs(1)))).toEqual(['failed'])
    expect(kinds(writer.run([recover, { kind: 'close' }, ...jobs(1)]))).toEqual(['done', 'done', 'failed'])
    expect(count()).toBe(0)
  })

  it('[LO6] fails a batch that would break the record, whole, and goes on once it is opened anew', async () => {
    const { writer, count } = await openWriter()
    const [first, second, third] = jobs(3)
    if (!first || !second || !third) throw new Error('no jobs')
    expect(kinds(writer.run([recover, first, third]))).toEqual(['done', 'failed', 'failed'])
    expect(count()).toBe(0)
    expect(kinds(writer.run([recover, first, second, third]))).toEqual(['done', 'done', 'done', 'done'])
  })

  it('[LO2] packs a batch without dragging the buffers its payloads are cut from', () => {
    const large = new Uint8Array(1_000_000).fill(1)
    const one = sealEntry(streamA, null, entry('', { payload: large.subarray(10, 13) }))
    const two = sealEntry(streamA, one, entry('', { payload: new Uint8Array() }))
    const packed = packEntries([one, two])
    expect(packed.bytes.buffer.byteLength).toBe(3 + 4 * 32)
    expect([...unpackEntries(packed)]).toEqual([one, two])
  })
})
