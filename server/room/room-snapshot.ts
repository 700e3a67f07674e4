/** What a room keeps as a snapshot: the document, whose client ids are whose, and the answers given of late. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { PersonId } from '../../shared/ids.ts'
import type { KeptAnswer } from './answers.ts'

export interface RoomSnapshot {
  /** The document as one Yjs update (version 1). */
  readonly state: Uint8Array
  readonly bindings: Iterable<readonly [number, PersonId]>
  readonly answers: Iterable<KeptAnswer>
}

const version = 1

interface Head {
  readonly bindings: readonly (readonly [number, PersonId])[]
  readonly answers: readonly KeptAnswer[]
}

/** The version, the bindings and answers as JSON, then the document. */
export function encodeRoomSnapshot({ state, bindings, answers }: RoomSnapshot): Uint8Array {
  const head: Head = { bindings: [...bindings], answers: [...answers] }
  const encoder = encoding.createEncoder()
  encoding.writeUint8(encoder, version)
  encoding.writeVarString(encoder, JSON.stringify(head))
  encoding.writeVarUint8Array(encoder, state)
  return encoding.toUint8Array(encoder)
}

/** The snapshot, or null when it was written by another version: a cache is made anew. The log vouches for the bytes. */
export function decodeRoomSnapshot(bytes: Uint8Array): RoomSnapshot | null {
  const decoder = decoding.createDecoder(bytes)
  if (decoding.readUint8(decoder) !== version) return null
  const head = JSON.parse(decoding.readVarString(decoder)) as Head
  return { ...head, state: decoding.readVarUint8Array(decoder) }
}
