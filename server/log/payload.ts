/** The payload of an entry: a client's update, the server's own changes and an act, in one block of bytes. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** A JSON value, as an act is recorded. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** At least one of the three is there. Replay applies `update`, then `additions`, and adds nothing. */
export interface EntryPayload {
  /** The client's Yjs update (version 1), as it was judged. */
  readonly update?: Uint8Array
  /** What the server changed in the same entry: one Yjs update (version 1). */
  readonly additions?: Uint8Array
  /** What was done, for people and reports. */
  readonly act?: Json
}

/** A payload that is not of the form written by `encodePayload`. */
export class PayloadError extends Error {
  override name = 'PayloadError'
}

const version = 1
const parts = { update: 1, additions: 2, act: 4 } as const
const allParts = parts.update | parts.additions | parts.act

/** Version byte, a byte that tells which parts follow, then each part with its length; the act as UTF-8 JSON. @throws PayloadError when there is no part. */
export function encodePayload(payload: EntryPayload): Uint8Array {
  const { update, additions, act } = payload
  const flags =
    (update ? parts.update : 0) | (additions ? parts.additions : 0) | (act === undefined ? 0 : parts.act)
  if (flags === 0) throw new PayloadError('a payload without a part records nothing')
  const encoder = encoding.createEncoder()
  encoding.writeUint8(encoder, version)
  encoding.writeUint8(encoder, flags)
  if (update) encoding.writeVarUint8Array(encoder, update)
  if (additions) encoding.writeVarUint8Array(encoder, additions)
  if (act !== undefined) encoding.writeVarUint8Array(encoder, encodeJson(act))
  return encoding.toUint8Array(encoder)
}

/** The parts; byte parts are views on `bytes`. @throws PayloadError on another version, unknown or missing parts, a wrong length or bytes left over. */
export function decodePayload(bytes: Uint8Array): EntryPayload {
  const decoder = decoding.createDecoder(bytes)
  const flags = readHead(decoder)
  const update = flags & parts.update ? readBytes(decoder, 'update') : undefined
  const additions = flags & parts.additions ? readBytes(decoder, 'additions') : undefined
  const act = flags & parts.act ? parseAct(readBytes(decoder, 'act')) : undefined
  if (decoding.hasContent(decoder)) throw new PayloadError('bytes are left over after the last part')
  return {
    ...(update === undefined ? {} : { update }),
    ...(additions === undefined ? {} : { additions }),
    ...(act === undefined ? {} : { act }),
  }
}

function encodeJson(act: Json): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(act))
}

function readHead(decoder: decoding.Decoder): number {
  if (decoder.arr.length < 2) throw new PayloadError('too short for a payload')
  const found = decoding.readUint8(decoder)
  if (found !== version) throw new PayloadError(`payload version ${found}, known is ${version}`)
  const flags = decoding.readUint8(decoder)
  if (flags === 0 || (flags & ~allParts) !== 0) throw new PayloadError(`unknown parts ${flags}`)
  return flags
}

/** lib0 reads past the end without a word where the length still fits the underlying buffer; hence the own check. */
function readBytes(decoder: decoding.Decoder, part: string): Uint8Array {
  const length = readLength(decoder, part)
  if (length > decoder.arr.length - decoder.pos) throw new PayloadError(`the ${part} is cut short`)
  return decoding.readUint8Array(decoder, length)
}

function readLength(decoder: decoding.Decoder, part: string): number {
  try {
    return decoding.readVarUint(decoder)
  } catch (cause) {
    throw new PayloadError(`the length of the ${part} cannot be read`, { cause })
  }
}

function parseAct(bytes: Uint8Array): Json {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)) as Json
  } catch (cause) {
    throw new PayloadError('the act is not JSON', { cause })
  }
}
