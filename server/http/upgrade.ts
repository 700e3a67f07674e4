/** Which requests become a socket. Only a wrong origin is refused here: a stock client tries an HTTP error for ever. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { isId, type TextId } from '../../shared/ids.ts'
import type { SignInCookie } from './cookies.ts'
import { readBearer } from './identity.ts'
import type { Origins } from './origins.ts'

/** What the address of a socket asks for. */
export interface SocketRequest {
  /** null: not the form of an id, so no text of ours. */
  readonly text: TextId | null
  readonly query: URLSearchParams
}

/** The request's address, read; null when it is not an address of sockets. */
export function parseSocketUrl(url: string | undefined): SocketRequest | null {
  const parsed = URL.parse(url ?? '', 'ws://any.invalid')
  const name = parsed === null ? null : /^\/collab\/([^/]*)\/?$/.exec(parsed.pathname)?.[1]
  if (parsed === null || name === null || name === undefined) return null
  return { text: isId(name) ? (name as TextId) : null, query: parsed.searchParams }
}

/**
 * A page must be ours. Without Origin the caller is a program: it may show a ticket or a bearer token, never a cookie,
 * for a cookie without an Origin is a browser made to hide where it comes from.
 */
export function mayUpgrade(
  { headers }: IncomingMessage,
  query: URLSearchParams,
  parts: { readonly origins: Origins; readonly cookie: SignInCookie },
): boolean {
  if (headers.origin !== undefined) return parts.origins.isOurs(headers.origin, headers.host)
  const showsOwnSecret = query.has('ticket') || readBearer(headers) !== null
  return showsOwnSecret || parts.cookie.read(headers.cookie) === null
}

/** Answers an upgrade with an HTTP error and lets the line go. */
export function refuseUpgrade(
  wire: Duplex,
  status: '403 Forbidden' | '404 Not Found' | '503 Service Unavailable',
): void {
  wire.on('error', () => wire.destroy())
  wire.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
