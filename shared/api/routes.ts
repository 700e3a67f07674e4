/**
 * Every route of the HTTP interface: path, who may call it, what goes in and out. The server mounts from this table, the
 * OpenAPI document is made from it, and a test goes through all roles and all routes of it.
 */
import type { z } from 'zod/mini'
import { answerSchema } from '../protocol/answer.ts'
import { commandSchema } from '../protocol/command.ts'
import { type Role, roles } from '../rules/roles.ts'
import { me, signInRequest } from './me.ts'
import { demoReport, health, issuedLinks, verifyReport } from './operator.ts'
import { partyList } from './party.ts'
import { recordPage, recordQuery } from './record.ts'
import { exportQuery, faultList, importQuery, importReport, textList, textMeta, textParams } from './text.ts'
import { ticketRequest, ticketResponse } from './ticket.ts'

/** Who a request can come from: a person by role, the operator of the machine, or nobody known. */
export type Caller = Role | 'operator' | 'nobody'

/** The form of a body: JSON of a schema, or bytes of a media type. */
export type BodyForm = z.ZodMiniType | { readonly bytes: string }

export interface Route {
  readonly method: 'get' | 'post'
  /** Parameters in braces, as OpenAPI writes them. */
  readonly path: string
  readonly summary: string
  readonly who: readonly Caller[]
  readonly params?: z.ZodMiniType
  readonly query?: z.ZodMiniType
  readonly body?: BodyForm
  /** Status and form of the answer when all went well; a body of null: none. */
  readonly ok: { readonly status: 200 | 201 | 204; readonly body: BodyForm | null }
}

const everyone: readonly Caller[] = [...roles, 'operator', 'nobody']
const people: readonly Caller[] = roles
const readers: readonly Caller[] = [...roles, 'operator']
const keepers: readonly Caller[] = ['secretary', 'operator']
const operator: readonly Caller[] = ['operator']
const json = (body: z.ZodMiniType, status: 200 | 201 = 200) => ({ status, body }) as const
const nothing = { status: 204, body: null } as const

export const routes = {
  signIn: {
    method: 'post',
    path: '/api/sign-in',
    summary: 'Signs in with the token of a link; sets the cookie.',
    who: everyone,
    body: signInRequest,
    ok: json(me),
  },
  signOut: {
    method: 'post',
    path: '/api/sign-out',
    summary: 'Ends the sign-in or token that the request came with, and its open sockets.',
    who: people,
    ok: nothing,
  },
  me: { method: 'get', path: '/api/me', summary: 'Who is signed in.', who: people, ok: json(me) },
  parties: {
    method: 'get',
    path: '/api/parties',
    summary: 'The parties of the body.',
    who: readers,
    ok: json(partyList),
  },
  texts: { method: 'get', path: '/api/texts', summary: 'All texts.', who: readers, ok: json(textList) },
  importText: {
    method: 'post',
    path: '/api/texts',
    summary: 'Imports a paper as a new text.',
    who: keepers,
    query: importQuery,
    body: { bytes: 'application/octet-stream' },
    ok: json(importReport, 201),
  },
  text: {
    method: 'get',
    path: '/api/texts/{text}',
    summary: 'A text: title, epoch, head of its record.',
    who: readers,
    params: textParams,
    ok: json(textMeta),
  },
  record: {
    method: 'get',
    path: '/api/texts/{text}/record',
    summary: 'The record of a text, oldest first.',
    who: readers,
    params: textParams,
    query: recordQuery,
    ok: json(recordPage),
  },
  faults: {
    method: 'get',
    path: '/api/texts/{text}/faults',
    summary: 'Brackets without a partner, and where they stand.',
    who: readers,
    params: textParams,
    ok: json(faultList),
  },
  exportText: {
    method: 'get',
    path: '/api/texts/{text}/export',
    summary: 'The text as a file.',
    who: readers,
    params: textParams,
    query: exportQuery,
    ok: { status: 200, body: { bytes: 'text/plain' } },
  },
  command: {
    method: 'post',
    path: '/api/texts/{text}/commands',
    summary: 'Acts on a text; answered once the record holds it.',
    who: people,
    params: textParams,
    body: commandSchema,
    ok: json(answerSchema),
  },
  ticket: {
    method: 'post',
    path: '/api/tickets',
    summary: 'A ticket for the socket of a text.',
    who: people,
    body: ticketRequest,
    ok: json(ticketResponse, 201),
  },
  freshLinks: {
    method: 'post',
    path: '/api/operator/links',
    summary: 'A fresh sign-in link for every person.',
    who: operator,
    ok: json(issuedLinks, 201),
  },
  demo: {
    method: 'post',
    path: '/api/operator/demo',
    summary: 'Makes the demo unless it is there; a token and a fresh link for every person.',
    who: operator,
    ok: json(demoReport, 201),
  },
  verify: {
    method: 'get',
    path: '/api/operator/verify',
    summary: 'Checks every chain of the record.',
    who: operator,
    ok: json(verifyReport),
  },
  openapi: {
    method: 'get',
    path: '/api/openapi.json',
    summary: 'This interface, as OpenAPI 3.1.',
    who: everyone,
    ok: { status: 200, body: { bytes: 'application/json' } },
  },
  health: {
    method: 'get',
    path: '/healthz',
    summary: 'Whether the record can be written.',
    who: everyone,
    ok: json(health),
  },
  metrics: {
    method: 'get',
    path: '/metrics',
    summary: 'Counters for Prometheus; for the machine itself and its operator.',
    who: everyone,
    ok: { status: 200, body: { bytes: 'text/plain' } },
  },
} as const satisfies Record<string, Route>

export type RouteName = keyof typeof routes
