/** Frames of the socket: bytes <-> data. y-protocols framing, so that the stock y-websocket client connects. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { type ClientMessage, parseClientMessage, parseServerMessage, type ServerMessage } from './messages.ts'

const syncType = 0
const awarenessType = 1
const queryAwarenessType = 3
/** First number of a frame that holds a message of our own. */
export const ownMessageType = 100

const step1 = 0
const step2 = 1
const update = 2

/** A frame that Yjs knows; the bytes are a view of the frame received. */
export type YjsFrame =
  | { readonly kind: 'sync-step-1'; readonly stateVector: Uint8Array }
  | { readonly kind: 'sync-step-2'; readonly update: Uint8Array }
  | { readonly kind: 'update'; readonly update: Uint8Array }
  | { readonly kind: 'awareness'; readonly update: Uint8Array }
  | { readonly kind: 'query-awareness' }

/** A frame from a client. */
export type ClientFrame = YjsFrame | { readonly kind: 'own'; readonly message: ClientMessage }
/** A frame from the server. */
export type ServerFrame = YjsFrame | { readonly kind: 'own'; readonly message: ServerMessage }

/** An awareness update of nobody (bytes 1 1 0): keeps a lone stock client's line alive. */
export const emptyAwarenessFrame: Uint8Array = new Uint8Array([awarenessType, 1, 0])

/** The frame, or null when the bytes are not exactly one frame that a client may send. */
export function parseClientFrame(bytes: Uint8Array): ClientFrame | null {
  return parseFrame(bytes, parseClientMessage)
}

/** The frame, or null when the bytes are not exactly one frame that the server may send. */
export function parseServerFrame(bytes: Uint8Array): ServerFrame | null {
  return parseFrame(bytes, parseServerMessage)
}

/** The frame that says `message`; a client's or the server's. */
export function renderOwnFrame(message: ClientMessage | ServerMessage): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, ownMessageType)
  encoding.writeVarString(encoder, JSON.stringify(message))
  return encoding.toUint8Array(encoder)
}

/** The bytes of a frame that Yjs knows. */
export function renderYjsFrame(frame: YjsFrame): Uint8Array {
  const encoder = encoding.createEncoder()
  switch (frame.kind) {
    case 'sync-step-1':
      writeSync(encoder, step1, frame.stateVector)
      break
    case 'sync-step-2':
      writeSync(encoder, step2, frame.update)
      break
    case 'update':
      writeSync(encoder, update, frame.update)
      break
    case 'awareness':
      encoding.writeVarUint(encoder, awarenessType)
      encoding.writeVarUint8Array(encoder, frame.update)
      break
    case 'query-awareness':
      encoding.writeVarUint(encoder, queryAwarenessType)
      break
  }
  return encoding.toUint8Array(encoder)
}

function writeSync(encoder: encoding.Encoder, step: number, payload: Uint8Array): void {
  encoding.writeVarUint(encoder, syncType)
  encoding.writeVarUint(encoder, step)
  encoding.writeVarUint8Array(encoder, payload)
}

function parseFrame<M>(
  bytes: Uint8Array,
  parseMessage: (json: string) => M | null,
): YjsFrame | { kind: 'own'; message: M } | null {
  try {
    const decoder = decoding.createDecoder(bytes)
    const frame = readFrame(decoder, parseMessage)
    return decoding.hasContent(decoder) ? null : frame
  } catch {
    return null // bytes that end early or a number out of range: an expected outcome at this border
  }
}

function readFrame<M>(
  decoder: decoding.Decoder,
  parseMessage: (json: string) => M | null,
): YjsFrame | { kind: 'own'; message: M } | null {
  switch (decoding.readVarUint(decoder)) {
    case syncType:
      return readSync(decoder)
    case awarenessType:
      return { kind: 'awareness', update: decoding.readVarUint8Array(decoder) }
    case queryAwarenessType:
      return { kind: 'query-awareness' }
    case ownMessageType: {
      const message = parseMessage(decoding.readVarString(decoder))
      return message === null ? null : { kind: 'own', message }
    }
    default:
      return null
  }
}

function readSync(decoder: decoding.Decoder): YjsFrame | null {
  const step = decoding.readVarUint(decoder)
  const payload = decoding.readVarUint8Array(decoder)
  switch (step) {
    case step1:
      return { kind: 'sync-step-1', stateVector: payload }
    case step2:
      return { kind: 'sync-step-2', update: payload }
    case update:
      return { kind: 'update', update: payload }
    default:
      return null
  }
}
