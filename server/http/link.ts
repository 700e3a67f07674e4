/** One socket as a room sees it: frames out, closed with a code; writes of one turn go out together. */
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { maxCloseReasonBytes } from '../../shared/protocol/close-codes.ts'
import type { Link } from '../room/rooms.ts'

/** Bytes a reader may leave waiting before it is cut off. */
export const maxWaitingBytes = 4 * 1024 * 1024

export interface SocketLink extends Link {
  /** Bytes that left this process, as far as its own buffers tell. */
  drainedBytes(): number
}

export interface LinkEvents {
  /** The server closes, with this code. */
  readonly closing: (code: number) => void
  /** The reader was too slow and was cut off. */
  readonly cutOff: () => void
}

/** A link over an open socket; `wire` is the stream under it. */
export function makeLink(socket: WebSocket, wire: Duplex, events: LinkEvents): SocketLink {
  const turn = makeTurn(wire)
  let sentBytes = 0
  let largestWaiting = 0
  return {
    send(frame) {
      if (socket.readyState !== socket.OPEN) return
      const waiting = socket.bufferedAmount
      if (waiting === 0) largestWaiting = 0
      if (waiting > maxWaitingBytes + largestWaiting) return cutOff(socket, events)
      largestWaiting = Math.max(largestWaiting, frame.length)
      sentBytes += frame.length
      turn.hold()
      socket.send(frame, { binary: true })
    },
    close(code, reason) {
      if (socket.readyState !== socket.OPEN) return
      events.closing(code)
      socket.close(code, cutToBytes(reason, maxCloseReasonBytes))
    },
    bufferedBytes: () => socket.bufferedAmount,
    drainedBytes: () => sentBytes - socket.bufferedAmount,
  }
}

/** A close frame would only stand behind all that waits: the line is cut. */
function cutOff(socket: WebSocket, events: LinkEvents): void {
  events.cutOff()
  socket.terminate()
}

/** Holds writes back until the end of the turn of the event loop, so that they leave in one write. */
function makeTurn(wire: Duplex): { hold(): void } {
  let held = false
  const release = () => {
    held = false
    wire.uncork()
  }
  return {
    hold() {
      if (held) return
      held = true
      wire.cork()
      setImmediate(release)
    },
  }
}

function cutToBytes(text: string, maxBytes: number): string {
  const cut = Buffer.from(text).subarray(0, maxBytes)
  return new TextDecoder().decode(cut, { stream: true })
}
