/** The process that writes is killed again and again; `KILLS` gives a larger count. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { hex } from '../../server/log/entry.ts'
import type { Log } from '../../server/log/log.ts'
import { verifyAll } from '../../server/log/verify.ts'
import type { StreamId } from '../../shared/ids.ts'
import { pickNumber, seededRandom } from '../builders/random.ts'
import { sqliteStore, temporaryFolder } from '../builders/record.ts'
import { readNumbers, sumUp } from './numbered-words.ts'

const kills = Number(process.env['KILLS'] ?? 5)
const writer = new URL('./write-until-killed.ts', import.meta.url).pathname

/** Acknowledged hashes by `stream seq`, up to the kill after `count` of them and what was still in the pipe. */
async function writeUntilKilled(directory: string, count: number): Promise<Map<string, string>> {
  const child = spawn(process.execPath, [writer, directory], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const acknowledged = new Map<string, string>()
  const lines = createInterface({ input: child.stdout })
  lines.on('line', line => {
    const [, place, head] = /^(\S+ \d+) ([0-9a-f]{64})$/.exec(line) ?? []
    if (place && head) acknowledged.set(place, head)
    if (acknowledged.size === count) child.kill('SIGKILL')
  })
  const [[, signal]] = await Promise.all([once(child, 'close'), once(lines, 'close')])
  expect(signal).toBe('SIGKILL')
  return acknowledged
}

function checkAcknowledged(log: Log, acknowledged: ReadonlyMap<string, string>): void {
  const kept = new Map<string, string>()
  for (const stream of log.streams())
    for (const { seq, hash } of log.read(stream, 1)) kept.set(`${stream} ${seq}`, hex(hash))
  for (const [place, head] of acknowledged) expect([place, kept.get(place)]).toEqual([place, head])
}

function checkSnapshots(log: Log, stream: StreamId): void {
  for (
    let snapshot = log.nearestSnapshot(stream);
    snapshot;
    snapshot = log.nearestSnapshot(stream, snapshot.seq - 1)
  ) {
    const replayed = sumUp(readNumbers(log, stream, snapshot.seq))
    expect(new TextDecoder().decode(snapshot.bytes)).toBe(replayed)
  }
}

describe('kill -9', () => {
  it(`[LO20][RL17] ${kills} times: nothing acknowledged lost, nothing doubled, chains whole, snapshots equal to replay`, async () => {
    const directory = temporaryFolder()
    const random = seededRandom(kills)
    const acknowledged = new Map<string, string>()
    for (let kill = 1; kill <= kills; kill += 1) {
      const heard = await writeUntilKilled(directory, 1 + pickNumber(random, 400))
      expect(heard.size).toBeGreaterThan(0)
      for (const [place, head] of heard) acknowledged.set(place, head)
      const { log, close } = await sqliteStore({ directory })
      expect((await verifyAll(log)).filter(({ kind }) => kind !== 'whole')).toEqual([])
      checkAcknowledged(log, acknowledged)
      for (const stream of log.streams()) {
        const numbers = readNumbers(log, stream)
        expect(numbers).toEqual(Array.from(numbers, (_, index) => index + 1))
        checkSnapshots(log, stream)
      }
      await close()
    }
  })
})
