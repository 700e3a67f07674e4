/** Awareness updates of y-protocols: bytes <-> the states in them. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { renderYjsFrame } from '../../shared/protocol/frame.ts'

export interface AwarenessEntry {
  /** Yjs client id. */
  readonly client: number
  /** Peers keep the state with the greatest clock. */
  readonly clock: number
  /** JSON; `null` takes the state away. */
  readonly state: string
}

/** The states, or null when the bytes are not an awareness update. */
export function parseAwareness(update: Uint8Array): AwarenessEntry[] | null {
  try {
    const decoder = decoding.createDecoder(update)
    const entries: AwarenessEntry[] = []
    for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) entries.push(readEntry(decoder))
    return decoding.hasContent(decoder) ? null : entries
  } catch {
    return null // bytes that end early or a number out of range: an expected outcome at this border
  }
}

function readEntry(decoder: decoding.Decoder): AwarenessEntry {
  const client = decoding.readVarUint(decoder)
  const clock = decoding.readVarUint(decoder)
  return { client, clock, state: decoding.readVarString(decoder) }
}

/** The frame that tells of these states. */
export function renderAwareness(entries: readonly AwarenessEntry[]): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, entries.length)
  for (const { client, clock, state } of entries) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, state)
  }
  return renderYjsFrame({ kind: 'awareness', update: encoding.toUint8Array(encoder) })
}
