/** What the server tells by HTTP. Every answer is read by its schema; what goes wrong is a value with a kind. */
import type { z } from 'zod/mini'
import { me, type Me } from '../../shared/api/me.ts'
import { partyList, type PartyView } from '../../shared/api/party.ts'
import { recordPage, type RecordPage } from '../../shared/api/record.ts'
import {
  type ExportOptions,
  textList,
  textMeta,
  type TextMeta,
  type TextSummary,
} from '../../shared/api/text.ts'
import type { TextId } from '../../shared/ids.ts'
import type { RecordChoice } from '../history/load-older.ts'

/** `unreadable`: an answer of another form than this program knows. */
export type ApiFault = 'offline' | 'signed-out' | 'not-found' | 'refused' | 'server' | 'unreadable'

/** Thrown by the functions below, for the query library and the sign-in page to show. */
export class ApiError extends Error {
  readonly fault: ApiFault

  constructor(fault: ApiFault) {
    super(fault)
    this.name = 'ApiError'
    this.fault = fault
  }
}

/** What went wrong, whatever was thrown. */
export function faultOf(error: unknown): ApiFault {
  return error instanceof ApiError ? error.fault : 'server'
}

/** Trades the token of a sign-in link for a sign-in; `refused` when it was used or is over. */
export async function signIn(token: string): Promise<Me> {
  return read(me, await request('/api/sign-in', { token }, 'refused'))
}

/** Who is signed in; null when nobody is. */
export async function fetchMe(): Promise<Me | null> {
  try {
    return read(me, await request('/api/me'))
  } catch (error) {
    if (error instanceof ApiError && error.fault === 'signed-out') return null
    throw error
  }
}

/** The parties of the body. */
export async function fetchParties(): Promise<readonly PartyView[]> {
  return read(partyList, await request('/api/parties')).parties
}

/** Ends the sign-in of this browser. */
export async function signOut(): Promise<void> {
  await request('/api/sign-out', {})
}

export async function fetchTexts(): Promise<readonly TextSummary[]> {
  return read(textList, await request('/api/texts')).texts
}

export async function fetchText(text: TextId): Promise<TextMeta> {
  return read(textMeta, await request(`/api/texts/${text}`))
}

/** Entries behind `after`, oldest first, at most `limit` of those that meet the choice. */
export async function fetchRecord(
  text: TextId,
  choice: RecordChoice,
  range: { readonly after: number; readonly limit: number },
): Promise<RecordPage> {
  const query = new URLSearchParams({ after: String(range.after), limit: String(range.limit) })
  if (choice.party !== null) query.set('party', choice.party)
  if (choice.unit !== null) query.set('unit', choice.unit)
  return read(recordPage, await request(`/api/texts/${text}/record?${query}`))
}

/** Address of the text as a file. */
export function exportAddress(text: TextId, options: ExportOptions): string {
  return `/api/texts/${text}/export?${new URLSearchParams({ ...options })}`
}

/** One request; a body makes it a POST. `on4xx` says what a refusal other than those below means here. */
async function request(path: string, body?: object, on4xx: ApiFault = 'server'): Promise<unknown> {
  const response = await send(path, body)
  if (response.ok) return response.status === 204 ? null : parseJson(response)
  if (body === undefined || on4xx === 'server') throw new ApiError(faultOfStatus(response.status, on4xx))
  throw new ApiError(response.status < 500 ? on4xx : 'server')
}

async function send(path: string, body?: object): Promise<Response> {
  try {
    return await fetch(path, body === undefined ? {} : post(body))
  } catch {
    // The browser tells nothing more than that there was no answer.
    throw new ApiError('offline')
  }
}

function post(body: object): RequestInit {
  return { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
}

async function parseJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    // Cut short, or something between us and the server answered in its place.
    throw new ApiError('unreadable')
  }
}

function faultOfStatus(status: number, on4xx: ApiFault): ApiFault {
  if (status === 401) return 'signed-out'
  if (status === 403 || status === 404) return 'not-found'
  return status < 500 ? on4xx : 'server'
}

function read<T extends z.ZodMiniType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value)
  if (!result.success) throw new ApiError('unreadable')
  return result.data
}
