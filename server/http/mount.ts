/** Routes of the table onto Express: who may, what comes in, the handler, what goes out. */
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { z } from 'zod/mini'
import { type BodyForm, type Route, type RouteName, routes } from '../../shared/api/routes.ts'
import { type ErrorCode, ProtocolError } from '../../shared/protocol/errors.ts'
import { parseJson } from '../../shared/protocol/json.ts'
import { callerOf, type Identity, type IdentityParts, identify, readBearer } from './identity.ts'
import type { Origins } from './origins.ts'
import { failure, type Reply, sendReply } from './reply.ts'

/** What a handler knows of a request; each part as its schema reads it. */
export interface Call<R extends Route> {
  readonly params: Parsed<R['params']>
  readonly query: Parsed<R['query']>
  readonly body: R['body'] extends { readonly bytes: string } ? Uint8Array : Parsed<R['body']>
  readonly identity: Identity
  /** Address of the caller, behind trusted proxies the one they tell. */
  readonly address: string
  /** Host header: the name under which the caller reached us. */
  readonly host: string
}

type Parsed<S> = S extends z.ZodMiniType<infer T> ? T : null

/** What the handler of one route is called with. */
export type CallOf<N extends RouteName> = Call<(typeof routes)[N]>

/** One handler a route; a route of the table without a handler does not compile. */
export type Handlers = {
  readonly [N in RouteName]: (call: CallOf<N>) => Promise<Reply> | Reply
}

type AnyHandler = (call: Call<Route>) => Promise<Reply> | Reply

export interface MountParts extends IdentityParts {
  readonly origins: Origins
  readonly logger: Logger
  /** Hears of every request that was answered. */
  readonly observe: (route: string, status: number) => void
}

/** Largest body of JSON, in bytes: a command with two hundred pages of words. */
const maxJsonBytes = 4 * 1024 * 1024
/** Largest file to import, in bytes. */
export const maxFileBytes = 32 * 1024 * 1024

/** Puts every route of the table on the app. */
export function mountRoutes(app: Express, parts: MountParts, handlers: Handlers): void {
  for (const [name, route] of Object.entries(routes) as [RouteName, Route][]) {
    const handler = handlers[name] as AnyHandler
    const path = route.path.replace(/\{(\w+)\}/g, ':$1')
    app[route.method](
      path,
      observed(parts, name),
      admit(parts, route),
      ...readers(route.body),
      answer(route, handler),
    )
  }
}

/** The last resort: whatever was thrown becomes one error of the family, and nothing of it leaves. */
export function lastResort(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error)
    const code = codeOf(error)
    if (code === 'internal') logger.error({ err: error }, 'a request failed')
    sendReply(response, failure(code, messages[code] ?? 'The request cannot be taken.'))
  }
}

/** The line names the route, never the address asked for: that may hold what nobody should keep. */
function observed({ observe, logger }: MountParts, name: RouteName): RequestHandler {
  return (_request, response, next) => {
    response.on('finish', () => {
      observe(name, response.statusCode)
      logger.info({ route: name, status: response.statusCode }, 'answered')
    })
    next()
  }
}

/** Asks who calls before a byte of the body is read. */
function admit(parts: MountParts, route: Route): RequestHandler {
  return async (request, response, next) => {
    if (route.method !== 'get' && !isFromOurPage(parts, request))
      return sendReply(response, failure('wrong-origin', 'The request does not come from a page of ours.'))
    const identity = await identify(parts, request.headers)
    if (!route.who.includes(callerOf(identity))) return sendReply(response, refuse(identity))
    response.locals.identity = identity
    next()
  }
}

function answer(route: Route, handler: AnyHandler): RequestHandler {
  return async (request, response) => {
    const call = parseCall(route, request, response.locals.identity as Identity)
    const reply =
      call === null ? failure('malformed', 'The request is not of the form of this route.') : handler(call)
    sendReply(response, await reply)
  }
}

function refuse(identity: Identity): Reply {
  if (identity.kind === 'nobody') return failure('sign-in-needed', 'Sign in first.')
  return failure('not-allowed', 'Your role does not carry this.')
}

/**
 * A change asked for by a page must be asked by ours. Browsers send Origin with every such request; what has none is
 * a program, and a program shows no cookie.
 */
function isFromOurPage({ origins, cookie }: MountParts, request: Request): boolean {
  const { origin, host } = request.headers
  if (origin !== undefined) return origins.isOurs(origin, host)
  return readBearer(request.headers) !== null || cookie.read(request.headers.cookie) === null
}

function parseCall(route: Route, request: Request, identity: Identity): Call<Route> | null {
  const params = parsePart(route.params, request.params)
  const query = parsePart(route.query, request.query)
  const body = parseBody(route.body, request.body)
  if (params === undefined || query === undefined || body === undefined) return null
  const { ip, headers } = request
  return { params, query, body, identity, address: ip ?? '', host: headers.host ?? '' } as Call<Route>
}

/** The parsed value, null where the route takes none, undefined when it is not of the form. */
function parsePart(schema: z.ZodMiniType | undefined, value: unknown): unknown {
  if (schema === undefined) return null
  const result = schema.safeParse({ ...(value as object) })
  return result.success ? result.data : undefined
}

function parseBody(form: BodyForm | undefined, body: unknown): unknown {
  if (form === undefined) return null
  if ('bytes' in form) return body instanceof Uint8Array ? body : new Uint8Array()
  const result = form.safeParse(typeof body === 'string' ? parseJson(body) : undefined)
  return result.success ? result.data : undefined
}

function readers(form: BodyForm | undefined): RequestHandler[] {
  if (form === undefined) return []
  if ('bytes' in form) return [wantsType(form.bytes), express.raw({ type: form.bytes, limit: maxFileBytes })]
  return [wantsType('application/json'), express.text({ type: 'application/json', limit: maxJsonBytes })]
}

/** Another media type is told apart from a malformed body; a form of a foreign page can never send the right one. */
function wantsType(type: string): RequestHandler {
  return (request, _response, next) => {
    if (request.is(type) === type) return next()
    next(new ProtocolError('wrong-type', `The body is to be ${type}.`))
  }
}

const messages: Partial<Record<ErrorCode, string>> = {
  'too-large': 'The body is too large.',
  'wrong-type': 'The body is of another media type than this route takes.',
  internal: 'The server failed; nothing was recorded.',
}

/** What a thrown value means: our own family, or a body that could not be read. */
function codeOf(error: unknown): ErrorCode {
  if (error instanceof ProtocolError) return error.code
  const status = (error as { status?: unknown } | null)?.status
  if (status === 413) return 'too-large'
  if (status === 415) return 'wrong-type'
  return typeof status === 'number' && status >= 400 && status < 500 ? 'malformed' : 'internal'
}
