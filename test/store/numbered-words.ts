/** Texts whose entries say 1, 2, 3 ..., so that a lost or doubled one shows. */
import { hash } from 'node:crypto'
import type { NewEntry } from '../../server/log/entry.ts'
import type { Log } from '../../server/log/log.ts'
import type { StreamId, UnixMs } from '../../shared/ids.ts'

export function toEntry(words: number): NewEntry {
  const payload = new TextEncoder().encode(String(words))
  return {
    kind: 'edit',
    at: words as UnixMs,
    actor: null,
    party: null,
    onBehalfOf: null,
    connection: null,
    payload,
  }
}

/** What the entries of a text say, up to `seq`. */
export function readNumbers(log: Log, stream: StreamId, seq?: number): number[] {
  return Array.from(log.read(stream, 1, seq), ({ payload }) => Number(new TextDecoder().decode(payload)))
}

/** A state that hangs on every number and their order, going on from `state`. */
export function sumUp(numbers: readonly number[], state = ''): string {
  return numbers.reduce((sum, number) => hash('sha256', `${sum} ${number}`), state)
}
