import { describe, expect, it } from 'vitest'
import { makeOrigins } from '../../server/http/origins.ts'
import { type Route, routes } from '../../shared/api/routes.ts'
import { addText, serve } from './serve.ts'

describe('origins', () => {
  it('[HT8] knows the pages of this machine by their own host only', () => {
    const { isOurs } = makeOrigins(null)
    for (const host of [
      'localhost:3000',
      '127.0.0.1:3000',
      '[::1]:3000',
      'brazil.localhost:3000',
      '192.168.0.7:3000',
    ])
      expect(isOurs(`http://${host}`, host), host).toBe(true)
    const foreign: [string, string | undefined][] = [
      ['null', 'localhost:3000'],
      ['', 'localhost:3000'],
      ['http://brazil.localhost:3000', 'japan.localhost:3000'],
      ['http://localhost:9999', 'localhost:3000'],
      ['https://localhost:3000', 'localhost:3000'],
      ['http://evil.example', 'evil.example'],
      ['http://evil.localhost.example:3000', 'evil.localhost.example:3000'],
      ['http://localhost:3000/', 'localhost:3000'],
      ['http://localhost:3000', undefined],
    ]
    for (const [origin, host] of foreign) expect(isOurs(origin, host), `${origin} at ${host}`).toBe(false)
  })

  it('[HT8] knows the pages of the public address alone, whatever the host says', () => {
    const { isOurs } = makeOrigins(new URL('https://drafts.example.org'))
    expect(isOurs('https://drafts.example.org', 'inner:3000')).toBe(true)
    for (const origin of [
      'http://drafts.example.org',
      'https://drafts.example.org:444',
      'http://localhost:3000',
      'null',
    ])
      expect(isOurs(origin, 'drafts.example.org'), origin).toBe(false)
  })
})

describe('requests that change something', () => {
  const changing = Object.entries(routes as Record<string, Route>).filter(
    ([, route]) => route.method !== 'get',
  )

  it('[HT9][RL36] are refused on every route from a foreign page, a null origin, and a cookie without an origin', async () => {
    const served = await serve()
    const text = await addText(served)
    const { secret } = (await served.desk.useLink(
      await served.desk.issueLink(served.people.secretary.person),
    )) ?? { secret: '' }
    const cookie = `chapeau=${secret}`
    expect(changing.length).toBeGreaterThan(5)
    for (const [name, route] of changing) {
      const path = route.path.replace('{text}', text)
      for (const headers of [
        { origin: 'https://evil.example', cookie },
        { origin: 'null', cookie },
        { cookie },
        { origin: 'null' },
      ]) {
        const response = await served.ask(path, {
          method: 'POST',
          headers: headers as Record<string, string>,
        })
        expect(response.status, `${name} ${JSON.stringify(Object.keys(headers))}`).toBe(403)
        expect(await response.json()).toMatchObject({ error: { code: 'wrong-origin' } })
      }
    }
    const still = await served.ask('/api/me', { headers: { cookie } })
    expect(still.status).toBe(200)
  })

  it('[HT9] are taken from our own page by cookie, and from a program by token', async () => {
    const served = await serve()
    const textId = await addText(served)
    const { secret } = (await served.desk.useLink(
      await served.desk.issueLink(served.people.delegate.person),
    )) ?? { secret: '' }
    const body = JSON.stringify({ textId })
    const type = { 'content-type': 'application/json' }
    const own = { ...type, cookie: `chapeau=${secret}`, origin: served.url.origin }
    expect((await served.ask('/api/tickets', { method: 'POST', body, headers: own })).status).toBe(201)
    expect(
      (await served.ask('/api/tickets', { method: 'POST', body, headers: type, as: 'delegate' })).status,
    ).toBe(201)
    const foreign = { ...type, origin: 'https://evil.example' }
    expect(
      (await served.ask('/api/tickets', { method: 'POST', body, headers: foreign, as: 'delegate' })).status,
    ).toBe(403)
  })

  it('[HT9] never tell a browser that another site may read the answer', async () => {
    const served = await serve()
    for (const method of ['GET', 'OPTIONS', 'POST']) {
      const response = await served.ask('/api/texts', { method, headers: { origin: 'https://evil.example' } })
      expect([...response.headers.keys()].filter(name => name.startsWith('access-control'))).toEqual([])
    }
  })
})
