import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  exportAddress,
  faultOf,
  fetchMe,
  fetchRecord,
  fetchText,
  fetchTexts,
  signIn,
  signOut,
} from '../../../client/app/api.ts'
import type { BlockId, PartyId, TextId } from '../../../shared/ids.ts'

const text = 'T1' as TextId
const me = {
  person: 'p1',
  name: 'Ana Lima',
  role: 'delegate',
  party: { id: 'BR', kind: 'member', name: { en: 'Brazil', fr: 'Brésil' }, initials: 'BR', colour: 1 },
}

let server: Server
let answer: { status: number; body: string }
let asked: { method: string | undefined; url: string | undefined; body: string }[]
const browserFetch = globalThis.fetch

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const part of request) body += part
  return body
}

beforeEach(async () => {
  asked = []
  answer = { status: 200, body: '{}' }
  server = createServer((request, response) => {
    void bodyOf(request).then(body => {
      asked.push({ method: request.method, url: request.url, body })
      response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(answer.body)
    })
  })
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  // In a browser addresses are relative to the page.
  globalThis.fetch = (input, init) => browserFetch(`${base}${String(input)}`, init)
})

afterEach(async () => {
  globalThis.fetch = browserFetch
  await new Promise(closed => server.close(closed))
})

const fault = (promise: Promise<unknown>) => promise.then(() => 'none', faultOf)

describe('HTTP interface', () => {
  it('[SC34] trades a token for a sign-in by POST, never in the address', async () => {
    answer.body = JSON.stringify(me)
    expect(await signIn('secret-token')).toMatchObject({ name: 'Ana Lima' })
    expect(asked).toEqual([{ method: 'POST', url: '/api/sign-in', body: '{"token":"secret-token"}' }])
  })

  it('[SC34] tells a spent link from a server without an answer', async () => {
    answer = { status: 401, body: '{}' }
    expect(await fault(signIn('spent-token'))).toBe('refused')
    answer = { status: 500, body: '{}' }
    expect(await fault(signIn('some-token'))).toBe('server')
    await new Promise(closed => server.close(closed))
    expect(await fault(signIn('some-token'))).toBe('offline')
  })

  it('[SC34] takes nobody signed in for an answer, not for a fault', async () => {
    answer = { status: 401, body: '{}' }
    expect(await fetchMe()).toBeNull()
    answer = { status: 200, body: JSON.stringify(me) }
    expect(await fetchMe()).toMatchObject({ role: 'delegate' })
    answer = { status: 503, body: '' }
    expect(await fault(fetchMe())).toBe('server')
  })

  it('[SC34] reads every answer by its form', async () => {
    answer.body = JSON.stringify({ texts: [{ id: 'T1', title: 'Annex I', language: 'en', createdAt: 1 }] })
    expect(await fetchTexts()).toHaveLength(1)
    answer.body = JSON.stringify({ texts: [{ id: 'T1' }] })
    expect(await fault(fetchTexts())).toBe('unreadable')
    answer.body = '<html>'
    expect(await fault(fetchTexts())).toBe('unreadable')
  })

  it('[SC34] gives one answer for what is not there and what is not allowed', async () => {
    for (const status of [403, 404]) {
      answer.status = status
      expect(await fault(fetchText(text))).toBe('not-found')
    }
    answer.status = 401
    expect(await fault(fetchText(text))).toBe('signed-out')
  })

  it('[SC34] asks the record by party and unit', async () => {
    answer.body = JSON.stringify({ entries: [], next: null })
    await fetchRecord(text, { party: 'BR' as PartyId, unit: 's1' as BlockId }, { after: 5, limit: 10 })
    expect(asked[0]?.url).toBe('/api/texts/T1/record?after=5&limit=10&party=BR&unit=s1')
    await fetchRecord(text, { party: null, unit: null }, { after: 0, limit: 10 })
    expect(asked[1]?.url).toBe('/api/texts/T1/record?after=0&limit=10')
  })

  it('[SC34] signs out by POST', async () => {
    answer = { status: 204, body: '' }
    await signOut()
    expect(asked).toEqual([{ method: 'POST', url: '/api/sign-out', body: '{}' }])
  })

  it('[SC30] names the file of a text', () => {
    const address = exportAddress(text, { as: 'markdown', view: 'printed', names: 'full' })
    expect(address).toBe('/api/texts/T1/export?as=markdown&view=printed&names=full')
  })
})
