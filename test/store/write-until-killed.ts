/**
 * Appends to four texts in the data folder of its argument until it is killed, and prints `stream seq hash` for each
 * entry that was acknowledged. The words of an entry are its number within the text; snapshots hold `sumUp` of them.
 */
import { hex } from '../../server/log/entry.ts'
import type { Log } from '../../server/log/log.ts'
import { openDataFolder } from '../../server/store/data-folder.ts'
import { openStore } from '../../server/store/store.ts'
import type { StreamId } from '../../shared/ids.ts'
import { readNumbers, sumUp, toEntry } from './numbered-words.ts'

const underWay = 8
const snapshotEvery = 25

const folder = openDataFolder(process.argv[2] ?? '')
const { log } = await openStore(folder)
for (const stream of ['text:0', 'text:1', 'text:2', 'text:3'] as StreamId[]) write(log, stream)

function write(log: Log, stream: StreamId): void {
  const numbers = readNumbers(log, stream)
  let last = numbers.at(-1) ?? 0
  let durable = sumUp(numbers)
  const next = (): void => {
    last += 1
    const words = last
    const { seq, hash } = log.append(stream, toEntry(words), failure => {
      if (failure) throw new Error(failure.message)
      process.stdout.write(`${stream} ${seq} ${hex(hash)}\n`) // a pipe: written before it returns
      durable = sumUp([words], durable)
      if (words % snapshotEvery === 0) void log.saveSnapshot(stream, seq, new TextEncoder().encode(durable))
      next()
    })
  }
  for (let count = 0; count < underWay; count += 1) next()
}
