/** The open sockets: kept alive, cut when dead, ended when a sign-in ends or a role changes. */
import type { WebSocket } from 'ws'
import type { PersonId, UnixMs } from '../../shared/ids.ts'
import { closeCodes } from '../../shared/protocol/close-codes.ts'
import { emptyAwarenessFrame } from '../../shared/protocol/frame.ts'
import { type Actor, isSameActor } from '../actor/actor.ts'
import type { Admission } from '../actor/sign-in.ts'
import type { RoomConnection } from '../room/rooms.ts'
import type { SocketLink } from './link.ts'

/** How often every socket gets a frame, a ping and a look. */
export const beatMs = 5_000
/** Beats without a sign of life after which a line is dead: 10 s. */
const silentBeats = 2
/** Beats in which nothing that waits goes out after which a reader is cut off: 30 s. */
const stuckBeats = 6

/** A socket that reached its room. */
export interface Line {
  readonly socket: WebSocket
  readonly link: SocketLink
  readonly connection: RoomConnection
  admission: Admission
}

interface Pulse {
  heard: boolean
  silent: number
  stuck: number
  waiting: number
  drained: number
}

export interface Lines {
  add(line: Line): void
  readonly size: number
  /** One beat: a frame to everybody, the dead cut off, ended sign-ins closed. */
  beat(): Promise<void>
  /** Looks anew at who stands behind the lines of one person (absent: of everybody), and acts on what changed. */
  recheck(person?: PersonId): Promise<void>
  /** Closes every line with 4503. */
  closeAll(): void
}

export interface LinesParts {
  readonly now: () => UnixMs
  /** The admission behind a credential as it is now; null when it has ended. */
  readonly readmit: (credential: string) => Promise<Admission | null>
}

/** An empty set of lines. */
export function makeLines(parts: LinesParts): Lines {
  const lines = new Map<Line, Pulse>()
  const recheck = async (person?: PersonId) => {
    for (const line of [...lines.keys()])
      if (person === undefined || line.admission.actor.person === person) await recheckLine(line, parts)
  }
  return {
    add(line) {
      lines.set(line, { heard: true, silent: 0, stuck: 0, waiting: 0, drained: 0 })
      const hear = () => {
        const pulse = lines.get(line)
        if (pulse) pulse.heard = true
      }
      line.socket.on('message', hear)
      line.socket.on('pong', hear)
      line.socket.on('close', () => lines.delete(line))
    },
    get size() {
      return lines.size
    },
    async beat() {
      for (const [line, pulse] of lines) beatLine(line, pulse)
      await recheck()
    },
    recheck,
    closeAll() {
      for (const line of lines.keys()) line.link.close(closeCodes.tryAgain, 'the server goes')
    },
  }
}

function beatLine(line: Line, pulse: Pulse): void {
  takePulse(line.link, pulse)
  if (pulse.silent >= silentBeats || pulse.stuck >= stuckBeats) return line.socket.terminate()
  if (line.socket.readyState !== line.socket.OPEN) return
  line.link.send(emptyAwarenessFrame)
  line.socket.ping()
}

/**
 * Bytes that go out count as life only where some were waiting: then the system's own buffer was full, and it empties
 * only when the other end takes what it gets.
 */
function takePulse(link: SocketLink, pulse: Pulse): void {
  const drained = link.drainedBytes()
  const moved = pulse.waiting > 0 && drained > pulse.drained
  pulse.stuck = pulse.waiting > 0 && !moved ? pulse.stuck + 1 : 0
  pulse.silent = pulse.heard || moved ? 0 : pulse.silent + 1
  pulse.heard = false
  pulse.waiting = link.bufferedBytes()
  pulse.drained = drained
}

async function recheckLine(line: Line, { now, readmit }: LinesParts): Promise<void> {
  const admission = await readmit(line.admission.credential)
  if (admission === null || (admission.expiresAt !== null && admission.expiresAt <= now())) return end(line)
  const before: Actor = line.admission.actor
  line.admission = admission
  if (!isSameActor(before, admission.actor)) line.connection.roleChanged(admission.actor)
}

/** First the room, so that nothing more is taken, then the socket. */
function end(line: Line): void {
  line.connection.roleChanged(null)
  line.link.close(closeCodes.signIn, 'the sign-in has ended')
}
