/** What a handler gives back, and how it goes out. */
import type { Response } from 'express'
import type { ErrorBody } from '../../shared/api/error.ts'
import { type ErrorCode, errorTable } from '../../shared/protocol/errors.ts'

interface WithHeaders {
  readonly headers?: Readonly<Record<string, string>>
}

export type Reply = WithHeaders &
  (
    | { readonly kind: 'json'; readonly status: number; readonly body: unknown }
    | { readonly kind: 'bytes'; readonly type: string; readonly bytes: string | Uint8Array }
    | { readonly kind: 'empty' }
    | { readonly kind: 'error'; readonly code: ErrorCode; readonly message: string }
  )

/** All went well, with a body of JSON. */
export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Reply {
  return { kind: 'json', status, body, headers }
}

/** It did not; `message` is for people and holds no text of a document. */
export function failure(code: ErrorCode, message: string): Reply {
  return { kind: 'error', code, message }
}

/** There is no such thing, or it is not for this caller: one answer for both. */
export const notFound = failure('not-found', 'There is no such text, or it is not open to you.')

/** Writes the reply out. What comes from the interface is never stored by a cache. */
export function sendReply(response: Response, reply: Reply): void {
  response.set('Cache-Control', 'no-store')
  response.set(reply.headers ?? {})
  switch (reply.kind) {
    case 'json':
      response.status(reply.status).json(reply.body)
      return
    case 'bytes':
      response.status(200).type(reply.type)
      response.send(typeof reply.bytes === 'string' ? reply.bytes : Buffer.from(reply.bytes))
      return
    case 'empty':
      response.status(204).end()
      return
    case 'error':
      response.status(errorTable[reply.code].status).json(presentError(reply.code, reply.message))
      return
  }
}

function presentError(code: ErrorCode, message: string): ErrorBody {
  return { error: { code, message } }
}
