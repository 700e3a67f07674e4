/** The server put together from its parts: routes, sockets, files. It listens, and closes in order. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import express, { type Express } from 'express'
import type { Logger } from 'pino'
import type { DemoReport, IssuedLinks } from '../shared/api/operator.ts'
import type { IdSource, TextId, UnixMs } from '../shared/ids.ts'
import type { Accounts } from './actor/accounts.ts'
import type { RandomBytes } from './actor/secrets.ts'
import { makeSignInDesk } from './actor/sign-in.ts'
import { makeTickets } from './actor/tickets.ts'
import { makeAttemptLimit } from './http/attempt-limit.ts'
import { makeSignInCookie } from './http/cookies.ts'
import { makeHandlers } from './http/handlers/handlers.ts'
import { securityHeaders } from './http/headers.ts'
import { makeMetrics } from './http/metrics.ts'
import { makeDoors } from './http/doors.ts'
import { lastResort, mountRoutes } from './http/mount.ts'
import { makeOrigins } from './http/origins.ts'
import { makeSockets, type Sockets } from './http/sockets.ts'
import { mountClient } from './http/static.ts'
import type { Log } from './log/log.ts'
import type { Rooms } from './room/rooms.ts'

export interface AppParts {
  readonly accounts: Accounts
  readonly rooms: Rooms
  readonly log: Log
  readonly ids: IdSource
  readonly now: () => UnixMs
  readonly randomBytes: RandomBytes
  /** Runs `task` every `ms` until the returned way out is taken. */
  readonly every: (ms: number, task: () => void) => () => void
  readonly logger: Logger
  readonly publicUrl: URL | null
  readonly trustedProxies: readonly string[]
  /** null: nobody is the operator. */
  readonly operatorToken: string | null
  /** Folder of the built client; null: the interface alone. */
  readonly clientFolder: string | null
  /** Makes the demo's people and text unless they are there; the text's id. */
  readonly seedDemo: () => Promise<TextId>
}

export interface App {
  /** Listens; the address under which this machine reaches it. Rejects when the port is taken. */
  listen(host: string, port: number): Promise<URL>
  /** A fresh sign-in link for everybody; the address it holds is known once the app listens. */
  issueLinks(): Promise<IssuedLinks>
  /** The demo, made unless it is there, with fresh links and tokens. */
  makeDemo(): Promise<DemoReport>
  /**
   * Takes no more requests and sockets, lets `settle` finish what was taken, then closes every socket with 4503 and waits
   * for what is being answered; what does not end is cut.
   */
  close(settle?: () => Promise<void>): Promise<void>
}

/** Longest that a request line and headers may take to arrive, and a whole request. */
const headersMs = 10_000
const requestMs = 120_000
/** What still stands open this long after the close began is cut. */
const graceMs = 3_000

/** The app over its parts; it does not listen yet. */
export function makeApp(parts: AppParts): App {
  const { accounts, now, randomBytes, logger, publicUrl } = parts
  const tls = publicUrl?.protocol === 'https:'
  const cookie = makeSignInCookie(tls)
  const origins = makeOrigins(publicUrl)
  const desk = makeSignInDesk({ accounts, now, randomBytes })
  const tickets = makeTickets(now, randomBytes)
  const metrics = makeMetrics(() => sockets.count())
  const sockets: Sockets = makeSockets({ ...parts, desk, tickets, cookie, origins, metrics })
  const server = createServer(serverOptions)
  const doors = makeDoors({ accounts, desk, publicUrl, port: () => portOf(server), seedDemo: parts.seedDemo })
  const attempts = makeAttemptLimit()

  const app = makeExpress(parts.trustedProxies)
  app.use(securityHeaders(tls))
  const handlers = makeHandlers({ ...parts, desk, tickets, cookie, attempts, sockets, metrics, doors })
  mountRoutes(app, { ...parts, desk, cookie, origins, observe: metrics.countRequest }, handlers)
  mountClient(app, parts.clientFolder)
  app.use(lastResort(logger))
  const wires = trackWires(server)
  server.on('request', app)
  server.on('upgrade', (request, wire, head) => sockets.upgrade(request, wire, head))
  return {
    ...doors,
    listen: (host, port) => listen(server, host, port),
    close: settle => close({ server, sockets, wires }, settle),
  }
}

const serverOptions = {
  headersTimeout: headersMs,
  requestTimeout: requestMs,
  connectionsCheckingInterval: headersMs / 2,
}

function makeExpress(trustedProxies: readonly string[]): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', trustedProxies.length > 0 ? [...trustedProxies] : false)
  return app
}

function listen(server: Server, host: string, port: number): Promise<URL> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve(addressOf(server))
    })
  })
}

/** An address for everywhere is reached under that of this machine. */
function addressOf(server: Server): URL {
  const { address, family } = server.address() as AddressInfo
  const here = address === '0.0.0.0' || address === '::' ? 'localhost' : address
  return new URL(`http://${family === 'IPv6' && here === address ? `[${here}]` : here}:${portOf(server)}/`)
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

interface Closing {
  readonly server: Server
  readonly sockets: Sockets
  readonly wires: ReadonlySet<Socket>
}

async function close({ server, sockets, wires }: Closing, settle = async () => {}): Promise<void> {
  const closed = new Promise(resolve => server.close(resolve))
  sockets.stop()
  await settle()
  sockets.close()
  const cut = setTimeout(() => cutAll(wires), graceMs)
  await closed
  clearTimeout(cut)
}

/** Every line that is open, upgraded ones included: those the HTTP server no longer counts as its own. */
function trackWires(server: Server): ReadonlySet<Socket> {
  const wires = new Set<Socket>()
  server.on('connection', wire => {
    wires.add(wire)
    wire.on('close', () => wires.delete(wire))
  })
  return wires
}

function cutAll(wires: ReadonlySet<Socket>): void {
  for (const wire of wires) wire.destroy()
}
