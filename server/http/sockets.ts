/** The sockets of texts: upgrade, who is it, which room; then the room speaks. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws'
import type { PersonId, TextId, UnixMs } from '../../shared/ids.ts'
import { type CloseCode, closeCodes } from '../../shared/protocol/close-codes.ts'
import { type ClientVersion, parseClientVersion, protocolVersion } from '../../shared/protocol/version.ts'
import type { Admission, SignInDesk } from '../actor/sign-in.ts'
import type { Tickets } from '../actor/tickets.ts'
import type { Room, Rooms } from '../room/rooms.ts'
import type { SignInCookie } from './cookies.ts'
import { readBearer } from './identity.ts'
import { beatMs, type Lines, makeLines } from './lines.ts'
import { makeLink } from './link.ts'
import type { Metrics } from './metrics.ts'
import type { Origins } from './origins.ts'
import { mayUpgrade, parseSocketUrl, refuseUpgrade, type SocketRequest } from './upgrade.ts'

/** Largest message taken off the wire: far above what a room accepts, so that a client meets the room's 4413 and not 1009. */
const maxMessageBytes = 64 * 1024 * 1024
/** Most that is read from a socket that is not let in. */
const maxDroppedBytes = 64 * 1024
/** How long a closed socket may take to say goodbye. */
const goodbyeMs = 5_000

export interface SocketsParts {
  readonly desk: SignInDesk
  readonly tickets: Tickets
  readonly cookie: SignInCookie
  readonly origins: Origins
  readonly rooms: Rooms
  readonly now: () => UnixMs
  /** Runs `task` every `ms` until the returned way out is taken. */
  readonly every: (ms: number, task: () => void) => () => void
  readonly logger: Logger
  readonly metrics: Pick<Metrics, 'countSocket' | 'countClose'>
}

export interface Sockets {
  /** Takes an upgrade request of the HTTP server. */
  upgrade(request: IncomingMessage, wire: Duplex, head: Buffer): void
  /** Sockets in rooms now. */
  count(): number
  /** Looks anew at who stands behind the sockets of a person; call it when a sign-in ends or a role changes. */
  recheck(person: PersonId): Promise<void>
  /** Takes no more. */
  stop(): void
  /** Closes all with 4503. */
  close(): void
}

/** What a socket was refused with; nothing was sent before. */
class Refusal {
  readonly code: CloseCode
  readonly reason: string

  constructor(code: CloseCode, reason: string) {
    this.code = code
    this.reason = reason
  }
}

const signIn = new Refusal(closeCodes.signIn, 'sign in, or fetch a ticket')
const forbidden = new Refusal(closeCodes.forbidden, 'no such text, or not open to you')
const outdated = new Refusal(closeCodes.outdated, 'another version: reload')
const tryAgain = new Refusal(closeCodes.tryAgain, 'try again')

const serverOptions: ServerOptions & { readonly closeTimeout: number } = {
  noServer: true,
  maxPayload: maxMessageBytes,
  perMessageDeflate: false,
  clientTracking: false,
  closeTimeout: goodbyeMs,
}

/** The sockets over the given parts. */
export function makeSockets(parts: SocketsParts): Sockets {
  const server = new WebSocketServer(serverOptions)
  const lines = makeLines({ now: parts.now, readmit: credential => parts.desk.readmit(credential) })
  const stopBeat = parts.every(beatMs, () => beat(lines, parts.logger))
  let stopped = false
  return {
    upgrade(request, wire, head) {
      const asked = parseSocketUrl(request.url)
      if (asked === null) return refuseUpgrade(wire, '404 Not Found')
      if (!mayUpgrade(request, asked.query, parts)) return refuseUpgrade(wire, '403 Forbidden')
      if (stopped) return refuseUpgrade(wire, '503 Service Unavailable')
      server.handleUpgrade(
        request,
        wire,
        head,
        socket => void greet({ socket, wire, request, asked }, lines, parts),
      )
    },
    count: () => lines.size,
    recheck: person => lines.recheck(person),
    stop() {
      stopped = true
      stopBeat()
    },
    close: () => lines.closeAll(),
  }
}

function beat(lines: Lines, logger: Logger): void {
  lines.beat().catch((err: unknown) => logger.error({ err }, 'a beat failed'))
}

interface Visit {
  readonly socket: WebSocket
  readonly wire: Duplex
  readonly request: IncomingMessage
  readonly asked: SocketRequest
}

/** Nothing is read from the socket until it stands in its room; a refused one is closed unread. */
async function greet(visit: Visit, lines: Lines, parts: SocketsParts): Promise<void> {
  const { socket } = visit
  socket.pause()
  socket.on('error', () => socket.terminate())
  const entry = await judge(visit, parts).catch((err: unknown) => {
    parts.logger.error({ err }, 'a socket could not be opened')
    return tryAgain
  })
  if (socket.readyState !== socket.OPEN) return
  if (entry instanceof Refusal) refuse(visit, entry, parts)
  else enter(visit, entry, { lines, parts })
}

/** What came meanwhile is read and dropped, or the line's reset could overtake the close frame; but not much of it. */
function refuse({ socket, wire }: Visit, { code, reason }: Refusal, { metrics }: SocketsParts): void {
  let dropped = 0
  wire.on('data', (chunk: Buffer) => {
    dropped += chunk.length
    if (dropped > maxDroppedBytes) wire.destroy()
  })
  metrics.countClose(code)
  socket.resume()
  socket.close(code, reason)
}

interface Entry {
  readonly room: Room
  readonly admission: Admission
  readonly client: ClientVersion | null
}

async function judge({ request, asked }: Visit, parts: SocketsParts): Promise<Entry | Refusal> {
  const admission = await admit(request, asked, parts)
  if (admission instanceof Refusal) return admission
  const client = parseClientVersion(asked.query)
  if (client === 'malformed' || (client !== null && client.version !== protocolVersion)) return outdated
  const room = asked.text === null ? null : await parts.rooms.open(asked.text)
  return room === null ? forbidden : { room, admission, client }
}

/** A ticket speaks before a token, a token before the cookie: what a program shows on purpose is what counts. */
async function admit(
  request: IncomingMessage,
  asked: SocketRequest,
  parts: SocketsParts,
): Promise<Admission | Refusal> {
  const ticket = asked.query.get('ticket')
  if (ticket !== null) return admitTicket(ticket, asked.text, parts)
  const bearer = readBearer(request.headers)
  if (bearer !== null) return (await parts.desk.admitToken(bearer)) ?? signIn
  const secret = parts.cookie.read(request.headers.cookie)
  return (secret === null ? null : await parts.desk.admitSignIn(secret)) ?? signIn
}

async function admitTicket(
  secret: string,
  text: TextId | null,
  parts: SocketsParts,
): Promise<Admission | Refusal> {
  const ticket = parts.tickets.redeem(secret)
  if (ticket === null) return signIn
  if (ticket.text !== text) return forbidden
  return (await parts.desk.readmit(ticket.credential)) ?? signIn
}

function enter(
  visit: Visit,
  { room, admission, client }: Entry,
  to: { lines: Lines; parts: SocketsParts },
): void {
  const { socket, wire } = visit
  const { metrics, logger } = to.parts
  const link = makeLink(socket, wire, {
    closing: code => metrics.countClose(code),
    cutOff: () => logger.info('a slow reader was cut off'),
  })
  metrics.countSocket()
  const connection = room.connect(link, admission.actor, client)
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (socket.readyState !== socket.OPEN) return
    if (isBinary) connection.receive(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    else link.close(closeCodes.refused, 'not a frame of this protocol')
  })
  socket.on('close', () => connection.gone())
  to.lines.add({ socket, link, connection, admission })
  socket.resume()
}
