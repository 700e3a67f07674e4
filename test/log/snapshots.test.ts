import { describe, expect, it } from 'vitest'
import { append, memoryLog, streamA } from '../builders/record.ts'

const words = (text: string) => new TextEncoder().encode(text)

async function logWithSnapshots() {
  const { log, store } = memoryLog()
  for (const text of ['one', 'two', 'three']) await append(log, streamA, text)
  await log.saveSnapshot(streamA, 1, words('at one'))
  await log.saveSnapshot(streamA, 3, words('at three'))
  return { log, store }
}

describe('snapshots', () => {
  it('[LO14] gives the nearest at or before a place', async () => {
    const { log } = await logWithSnapshots()
    expect(log.nearestSnapshot(streamA)).toEqual({ seq: 3, bytes: words('at three') })
    expect(log.nearestSnapshot(streamA, 2)).toEqual({ seq: 1, bytes: words('at one') })
    expect(log.nearestSnapshot(streamA, 0)).toBeNull()
  })

  it('[LO14] keeps none for an entry that is not durable', async () => {
    const { log, store } = await logWithSnapshots()
    store.hold()
    const head = log.append(streamA, { ...(await first(log)), payload: words('four') }, () => undefined)
    expect(await log.saveSnapshot(streamA, head.seq, words('at four'))).toBe(false)
    await store.release()
    expect(await log.saveSnapshot(streamA, head.seq, words('at four'))).toBe(true)
  })

  it('[LO14] keeps none while the log is out of service, and throws nothing for it', async () => {
    const { log, store } = await logWithSnapshots()
    store.failNext(...Array.from({ length: 50 }, () => ({ code: 'full' }) as const))
    await append(log, streamA, 'too much')
    expect(await log.saveSnapshot(streamA, 2, words('at two'))).toBe(false)
  })

  it.each([
    ['cut short', (bytes: Uint8Array) => bytes.slice(0, -1)],
    [
      'with a flipped bit',
      (bytes: Uint8Array) => bytes.map((byte, index) => (index === 2 ? byte ^ 1 : byte)),
    ],
    ['emptied', () => new Uint8Array()],
  ])('[LO14][RL17] passes over one that is damaged: %s', async (_what, damage) => {
    const { log, store } = await logWithSnapshots()
    const { snapshots } = store.storage
    snapshots.push(
      ...snapshots.splice(0).map(one => (one.seq === 3 ? { ...one, bytes: damage(one.bytes) } : one)),
    )
    expect(log.nearestSnapshot(streamA)).toEqual({ seq: 1, bytes: words('at one') })
  })

  it('[LO14] passes over one that sums up another history', async () => {
    const { log, store } = await logWithSnapshots()
    const [one, three] = store.storage.snapshots
    if (one && three) store.storage.snapshots.push({ ...one, seq: 2 })
    expect(log.nearestSnapshot(streamA, 2)).toEqual({ seq: 1, bytes: words('at one') })
  })
})

async function first(log: Awaited<ReturnType<typeof logWithSnapshots>>['log']) {
  const [entry] = log.read(streamA, 1, 1)
  if (!entry) throw new Error('the first entry is missing')
  return entry
}
