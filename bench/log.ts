/**
 * What the log costs: `node bench/log.ts [seconds]`. Appends a second and time from append to durable, alone, at a given
 * rate and as fast as they come, against bare synced inserts of one row each into the same kind of file.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import type { NewEntry } from '../server/log/entry.ts'
import type { Log } from '../server/log/log.ts'
import { openDataFolder } from '../server/store/data-folder.ts'
import { openStore } from '../server/store/store.ts'
import type { StreamId, UnixMs } from '../shared/ids.ts'

interface Figures {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly loopP99Ms: number
}

const seconds = Number(process.argv[2] ?? 3)
const payload = new Uint8Array(200).fill(7)
const streams = Array.from({ length: 20 }, (_, index) => `text:${index}` as StreamId)

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'chapeau-bench-'))
  const folder = openDataFolder(join(directory, 'data'))
  const store = await openStore(folder)
  const bare = measureBare(join(directory, 'bare.db'))
  print('bare synced inserts, one by one', bare, bare)
  print('log, one at a time', await measureWindow(store.log, 1), bare)
  for (const rate of [500, 2000, 5000]) print(`log at ${rate}/s`, await measureRate(store.log, rate), bare)
  for (const window of [20, 200])
    print(`log, ${window} under way`, await measureWindow(store.log, window), bare)
  await store.close()
  folder.close()
  rmSync(directory, { recursive: true })
}

/** The floor: what one synced commit a row gives without chain, thread and triggers. */
function measureBare(path: string): Figures {
  const db = new DatabaseSync(path)
  db.exec(
    'pragma journal_mode = wal; pragma synchronous = full; create table entries (seq integer primary key, payload blob)',
  )
  const insert = db.prepare('insert into entries (payload) values (?)')
  const times: number[] = []
  const start = performance.now()
  while (performance.now() - start < seconds * 1000) {
    const before = performance.now()
    insert.run(payload)
    times.push(performance.now() - before)
  }
  db.close()
  return toFigures(times, seconds, 0)
}

/** `window` appends under way at any time. */
function measureWindow(log: Log, window: number): Promise<Figures> {
  return measure(log, (append, isOver) => {
    const again = (): void => {
      if (!isOver()) append(again)
    }
    for (let count = 0; count < window; count += 1) again()
  })
}

/** Appends spread evenly over time, as people bring them. */
function measureRate(log: Log, perSecond: number): Promise<Figures> {
  return measure(log, (append, isOver) => {
    const start = performance.now()
    let sent = 0
    const tick = (): void => {
      if (isOver()) return
      for (const due = ((performance.now() - start) / 1000) * perSecond; sent < due; sent += 1)
        append(() => undefined)
      setTimeout(tick, 1)
    }
    tick()
  })
}

type Append = (done: () => void) => void

async function measure(log: Log, run: (append: Append, isOver: () => boolean) => void): Promise<Figures> {
  const times: number[] = []
  const loop = monitorEventLoopDelay({ resolution: 1 })
  let count = 0
  let isOver = false
  const append: Append = done => {
    const before = performance.now()
    count += 1
    log.append(streams[count % streams.length] ?? ('text:0' as StreamId), makeEntry(), () => {
      times.push(performance.now() - before)
      done()
    })
  }
  loop.enable()
  run(append, () => isOver)
  await wait(seconds * 1000)
  isOver = true
  await log.settled()
  loop.disable()
  return toFigures(times, seconds, loop.percentile(99) / 1e6)
}

function makeEntry(): NewEntry {
  const at = Date.now() as UnixMs
  return { kind: 'edit', at, actor: null, party: null, onBehalfOf: null, connection: null, payload }
}

function toFigures(times: number[], duration: number, loopP99Ms: number): Figures {
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0
  return { perSecond: times.length / duration, p50Ms: at(0.5), p99Ms: at(0.99), loopP99Ms }
}

function print(name: string, figures: Figures, bare: Figures): void {
  const { perSecond, p50Ms, p99Ms, loopP99Ms } = figures
  const ratio = (perSecond / bare.perSecond).toFixed(2)
  const times = `p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms, event loop p99 ${loopP99Ms.toFixed(1)} ms`
  process.stdout.write(`${name.padEnd(32)} ${perSecond.toFixed(0).padStart(7)}/s (x${ratio})  ${times}\n`)
}

await main()
