/** Proof that a record is whole: seq, payload, header and chain of every entry, and against a head somebody kept. */
import { setImmediate } from 'node:timers/promises'
import type { StreamId } from '../../shared/ids.ts'
import { BrokenChain, type ChainFault } from './chain.ts'
import { type Head, equalBytes, hex } from './entry.ts'
import type { Log } from './log.ts'

/** `head` is the last entry's hash in hexadecimal; empty for a stream without entries. */
export type StreamReport =
  | { readonly kind: 'whole'; readonly stream: StreamId; readonly entries: number; readonly head: string }
  | { readonly kind: 'broken'; readonly stream: StreamId; readonly seq: number; readonly fault: ChainFault }

/** `held`: the witness's head stands in the chain. `denied`: the chain holds another entry, or none, in its place. */
export type WitnessReport =
  | Extract<StreamReport, { kind: 'broken' }>
  | { readonly kind: 'held'; readonly stream: StreamId; readonly seq: number }
  | {
      readonly kind: 'denied'
      readonly stream: StreamId
      readonly seq: number
      readonly found: string | null
    }

type Readable = Pick<Log, 'read' | 'streams'>

/** Entries checked before others may use the thread again. */
const turnLength = 500

/** What the chain of one stream shows; reads every durable entry. */
export function verifyStream(log: Readable, stream: StreamId): Promise<StreamReport> {
  return walk(log, stream, () => undefined)
}

/** The chain of every stream, in order of name. */
export async function verifyAll(log: Readable): Promise<StreamReport[]> {
  const reports: StreamReport[] = []
  for (const stream of log.streams()) reports.push(await verifyStream(log, stream))
  return reports
}

/** Whether the whole chain holds and leads over `witness`, a head kept by somebody else (of an acknowledgement or an export). */
export async function verifyAgainst(log: Readable, stream: StreamId, witness: Head): Promise<WitnessReport> {
  const atWitness: Uint8Array[] = []
  const report = await walk(log, stream, entry => {
    if (entry.seq === witness.seq) atWitness.push(entry.hash)
  })
  const [found] = atWitness
  if (report.kind === 'broken') return report
  if (found && equalBytes(found, witness.hash)) return { kind: 'held', stream, seq: witness.seq }
  return { kind: 'denied', stream, seq: witness.seq, found: found ? hex(found) : null }
}

async function walk(log: Readable, stream: StreamId, visit: (entry: Head) => void): Promise<StreamReport> {
  let last: Head | null = null
  try {
    for (const entry of log.read(stream, 1)) {
      last = entry
      visit(entry)
      if (entry.seq % turnLength === 0) await setImmediate()
    }
    return { kind: 'whole', stream, entries: last?.seq ?? 0, head: last ? hex(last.hash) : '' }
  } catch (error) {
    return describeBreak(stream, (last?.seq ?? 0) + 1, error)
  }
}

/** A database that cannot read a row tells it in its own words; for the record both are a break. */
function describeBreak(stream: StreamId, seq: number, error: unknown): StreamReport {
  if (error instanceof BrokenChain) return { kind: 'broken', stream, seq: error.seq, fault: error.fault }
  return { kind: 'broken', stream, seq, fault: 'unreadable' }
}
