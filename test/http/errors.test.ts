import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { errorBody } from '../../shared/api/error.ts'
import { addText, jsonBody, serve } from './serve.ts'

describe('what goes wrong', () => {
  it('[HT10] is told in one form, with a code and its status', async () => {
    const served = await serve()
    const text = await addText(served)
    const asked: [number, string, string, RequestInit & { as?: 'delegate' | 'secretary' }][] = [
      [400, 'malformed', '/api/tickets', { ...jsonBody({}), as: 'delegate' }],
      [400, 'malformed', '/api/tickets', { ...jsonBody({ textId: text, more: 1 }), as: 'delegate' }],
      [400, 'malformed', `/api/texts/${text}/record?limit=0`, { as: 'delegate' }],
      [400, 'malformed', `/api/texts/${text}/record?limit=1&limit=2`, { as: 'delegate' }],
      [400, 'malformed', `/api/texts/${text}/export?view=all`, { as: 'delegate' }],
      [400, 'malformed', '/api/texts/%00', { as: 'delegate' }],
      [400, 'malformed', '/api/texts/%ff', { as: 'delegate' }],
      [401, 'sign-in-needed', '/api/me', {}],
      [404, 'not-found', '/api/texts/unknown', { as: 'delegate' }],
      [404, 'not-found', '/api/nothing', { as: 'delegate' }],
      [404, 'not-found', '/nothing', {}],
      [
        413,
        'too-large',
        `/api/texts/${text}/commands`,
        { ...jsonBody('x'.repeat(5_000_000)), as: 'delegate' },
      ],
      [415, 'wrong-type', '/api/tickets', { method: 'POST', body: 'textId=1', as: 'delegate' }],
    ]
    for (const [status, code, path, init] of asked) {
      const response = await served.ask(path, init)
      const body = errorBody.parse(await response.json())
      expect([response.status, body.error.code], path).toEqual([status, code])
    }
  })

  it('[HT10] shows nothing of what failed inside', async () => {
    const served = await serve()
    const text = await addText(served)
    const room = served.rooms.rooms.get(text)
    if (room === undefined) throw new Error('no room')
    room.read = () => Promise.reject(new Error('secret inside words'))
    const response = await served.ask(`/api/texts/${text}/export`, { as: 'reader' })
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('inside')
  })

  it('[HT10][RL38] refuses keys that reach a prototype in bodies and queries, and changes no prototype', async () => {
    const served = await serve()
    const text = await addText(served)
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const body = `{"id":"c1","kind":"withdraw","proposal":"p1","${key}":{"x":1}}`
      const command = {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
        as: 'delegate',
      } as const
      expect((await served.ask(`/api/texts/${text}/commands`, command)).status).toBe(400)
      expect((await served.ask(`/api/texts/${text}/record?${key}=1`, { as: 'delegate' })).status).toBe(400)
      expect((await served.ask(`/api/texts/${text}/record?${key}[x]=1`, { as: 'delegate' })).status).toBe(400)
    }
    expect(served.rooms.rooms.get(text)?.commands).toEqual([])
    expect(({} as { x?: unknown }).x).toBeUndefined()
  })

  it('[HT10] reads nothing of a body from a caller who is not let in', async () => {
    const served = await serve()
    const head = `POST /api/texts?title=a&format=text HTTP/1.1\r\nHost: ${served.url.host}\r\nContent-Type: application/octet-stream\r\n`
    const socket = connect(Number(served.url.port), '127.0.0.1')
    socket.write(`${head}Content-Length: 30000000\r\n\r\nsome`)
    const answer = await new Promise<string>(resolve => socket.once('data', data => resolve(data.toString())))
    socket.destroy()
    expect(answer).toMatch(/^HTTP\/1\.1 401 /)
  })

  it('[HT11][RL34] answers to a text that does not exist as to one that nobody may know of, on every route of texts', async () => {
    const served = await serve()
    const answers = new Set<string>()
    const command = jsonBody({ id: 'c1', kind: 'withdraw', proposal: 'p1' })
    for (const [path, init] of [
      ['/api/texts/unknown', {}],
      ['/api/texts/unknown/record', {}],
      ['/api/texts/unknown/export', {}],
      ['/api/texts/unknown/faults', {}],
      ['/api/texts/unknown/commands', command],
      ['/api/tickets', jsonBody({ textId: 'unknown' })],
    ] as const) {
      const response = await served.ask(path, { ...init, as: 'delegate' })
      answers.add(`${response.status} ${await response.text()}`)
    }
    expect(answers.size).toBe(1)
    expect([...answers][0]).toContain('404')
  })
})
