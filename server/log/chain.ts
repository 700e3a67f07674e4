/** Whether entries, one after another, are what was recorded. */
import type { StreamId } from '../../shared/ids.ts'
import { type Entry, type Head, equalBytes, genesisHash, hashEntry, sha256 } from './entry.ts'

/** What is wrong with an entry: not the one expected next, other payload, other header or chain, or not readable at all. */
export type ChainFault = 'gap' | 'payload' | 'hash' | 'unreadable'

/** The record of a stream does not hold at `seq`. */
export class BrokenChain extends Error {
  override name = 'BrokenChain'
  readonly code = 'broken-chain'
  readonly stream: StreamId
  readonly seq: number
  readonly fault: ChainFault

  constructor(stream: StreamId, seq: number, fault: ChainFault) {
    super(`the record ${stream} does not hold at entry ${seq}: ${fault}`)
    this.stream = stream
    this.seq = seq
    this.fault = fault
  }
}

/** The fault of `entry` as the one after `previous` (null: the first), or null when it holds. */
export function findFault(stream: StreamId, previous: Head | null, entry: Entry): ChainFault | null {
  if (entry.stream !== stream || entry.seq !== (previous?.seq ?? 0) + 1) return 'gap'
  if (!equalBytes(sha256(entry.payload), entry.payloadHash)) return 'payload'
  return equalBytes(hashEntry(previous?.hash ?? genesisHash, entry), entry.hash) ? null : 'hash'
}
