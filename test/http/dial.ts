/** A socket dialled by hand: what it was sent, and how it ended. */
import WebSocket from 'ws'
import type { TextId } from '../../shared/ids.ts'
import type { Role } from '../../shared/rules/roles.ts'
import { jsonBody, type Served } from './serve.ts'

export interface DialOptions {
  readonly query?: Record<string, string>
  readonly headers?: Record<string, string>
  readonly origin?: string
}

export interface Dialled {
  readonly socket: WebSocket
  readonly frames: Uint8Array[]
  /** Resolves when the server has closed it, with the code. */
  readonly closed: Promise<number>
  /** Resolves with the next frame that fits. */
  next(fits?: (frame: Uint8Array) => boolean): Promise<Uint8Array>
}

/** Opens a socket; rejects with the HTTP status when the upgrade itself is refused. */
export async function dial(served: Served, path: string, options: DialOptions = {}): Promise<Dialled> {
  const url = new URL(path, served.url.href.replace(/^http/, 'ws'))
  for (const [key, value] of Object.entries(options.query ?? {})) url.searchParams.set(key, value)
  const { headers = {}, origin } = options
  const socket = new WebSocket(url, { headers, ...(origin === undefined ? {} : { origin }) })
  const frames: Uint8Array[] = []
  const waiting = new Set<() => void>()
  socket.on('message', (data: Buffer) => {
    frames.push(new Uint8Array(data))
    for (const look of waiting) look()
  })
  const closed = new Promise<number>(resolve => socket.once('close', resolve))
  await opened(socket)
  const next = (fits: (frame: Uint8Array) => boolean = () => true) =>
    new Promise<Uint8Array>(resolve => {
      let seen = 0
      const look = () => {
        for (; seen < frames.length; seen++) {
          const frame = frames[seen] as Uint8Array
          if (!fits(frame)) continue
          waiting.delete(look)
          return resolve(frame)
        }
      }
      waiting.add(look)
      look()
    })
  return { socket, frames, closed, next }
}

function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('unexpected-response', (_request, response) =>
      reject(new Error(`HTTP ${response.statusCode}`)),
    )
    socket.on('error', reject)
  })
}

/** A fresh ticket of the person of a role. */
export async function ticketFor(served: Served, textId: TextId, as: Role): Promise<string> {
  const response = await served.ask('/api/tickets', { ...jsonBody({ textId }), as })
  return ((await response.json()) as { ticket: string }).ticket
}

/** The sign-in cookie of the person of a role. */
export async function cookieFor(served: Served, role: Role): Promise<string> {
  const admission = await served.desk.useLink(await served.desk.issueLink(served.people[role].person))
  return `chapeau=${admission?.secret}`
}
