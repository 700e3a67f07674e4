import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeSignInCookie } from '../../server/http/cookies.ts'
import { linkLifeMs, signInLifeMs } from '../../server/actor/sign-in.ts'
import { me } from '../../shared/api/me.ts'
import { jsonBody, serve, type Served } from './serve.ts'

const signIn = (served: Served, token: string) => served.ask('/api/sign-in', jsonBody({ token }))
const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? ''

describe('sign-in by link', () => {
  it('[HT1] lets a person in with a cookie that no script reads and no other site sends', async () => {
    const served = await serve()
    const response = await signIn(served, await served.desk.issueLink(served.people.delegate.person))
    expect(response.status).toBe(200)
    expect(me.parse(await response.json())).toMatchObject({
      name: 'Person delegate',
      role: 'delegate',
      party: { id: 'BR' },
    })
    const set = response.headers.get('set-cookie') ?? ''
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(set).toContain(part)
    expect(set).not.toContain('Domain')
    const again = await served.ask('/api/me', { headers: { cookie: cookieOf(response) } })
    expect(await again.json()).toMatchObject({ role: 'delegate' })
  })

  it('[HT1][RL36] gives a new sign-in each time and takes none that the browser brings', async () => {
    const served = await serve()
    const person = served.people.reader.person
    const planted = 'A'.repeat(43)
    const [first, second] = [await served.desk.issueLink(person), await served.desk.issueLink(person)]
    const one = cookieOf(await signIn(served, first))
    const two = cookieOf(
      await served.ask('/api/sign-in', {
        ...jsonBody({ token: second }),
        headers: {
          'content-type': 'application/json',
          cookie: `chapeau=${planted}`,
          origin: served.url.origin,
        },
      }),
    )
    expect(one).not.toBe(two)
    expect(two).not.toContain(planted)
  })

  it('[HT2][RL40] takes a link once, of two at a time one, and none that is too old', async () => {
    const served = await serve()
    const link = await served.desk.issueLink(served.people.chair.person)
    const tries = await Promise.all([1, 2, 3, 4].map(() => signIn(served, link)))
    expect(tries.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 401, 401, 401])
    const old = await served.desk.issueLink(served.people.chair.person)
    served.clockMs += linkLifeMs
    expect((await signIn(served, old)).status).toBe(401)
  })

  it('[HT2][RL40] answers alike to a used, an old, an unknown and a malformed link', async () => {
    const served = await serve()
    const used = await served.desk.issueLink(served.people.chair.person)
    await signIn(served, used)
    const answers = new Set<string>()
    for (const token of [used, 'B'.repeat(43), 'short', '<script>']) {
      const response = await signIn(served, token)
      answers.add(`${response.status} ${await response.text()}`)
    }
    expect(answers.size).toBe(1)
  })

  it('[HT3][RL40] leaves the secret of a link, a sign-in or a token in no log line, no file and no referrer', async () => {
    const served = await serve()
    const link = await served.desk.issueLink(served.people.delegate.person)
    const response = await signIn(served, link)
    const secret = cookieOf(response).split('=')[1] ?? ''
    await signIn(served, link)
    await served.ask(`/api/me?token=${link}`, { as: 'delegate' })
    const logged = served.logLines.join('')
    const kept = readdirSync(served.folder)
      .filter(name => name !== 'lock')
      .map(name => readFileSync(join(served.folder, name), 'latin1'))
      .join('')
    for (const one of [link, secret, served.tokens.delegate]) {
      expect(one).toHaveLength(43)
      expect(logged).not.toContain(one)
      expect(kept).not.toContain(one)
    }
    expect(served.logLines.length).toBeGreaterThan(2)
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it('[HT4] ends a sign-in by sign-out and by time', async () => {
    const served = await serve()
    const enter = async () =>
      cookieOf(await signIn(served, await served.desk.issueLink(served.people.reader.person)))
    const [leaving, staying] = [await enter(), await enter()]
    const look = async (cookie: string) => (await served.ask('/api/me', { headers: { cookie } })).status
    const headers = { cookie: leaving, origin: served.url.origin }
    const out = await served.ask('/api/sign-out', { method: 'POST', headers })
    expect(out.status).toBe(204)
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0')
    expect([await look(leaving), await look(staying)]).toEqual([401, 200])
    served.clockMs += signInLifeMs
    expect(await look(staying)).toBe(401)
  })

  it('[HT4] ends a token by sign-out with it', async () => {
    const served = await serve()
    expect((await served.ask('/api/sign-out', { method: 'POST', as: 'observer' })).status).toBe(204)
    expect((await served.ask('/api/me', { as: 'observer' })).status).toBe(401)
  })

  it('[HT5] holds an address back after ten wrong links, and no right one counts', async () => {
    const served = await serve()
    for (let i = 0; i < 15; i++)
      expect((await signIn(served, await served.desk.issueLink(served.people.chair.person))).status).toBe(200)
    for (let i = 0; i < 10; i++) expect((await signIn(served, 'C'.repeat(43))).status).toBe(401)
    const held = await signIn(served, await served.desk.issueLink(served.people.chair.person))
    expect(held.status).toBe(429)
    expect(Number(held.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('[HT5] counts by the address that a trusted proxy tells, and by no other', async () => {
    const wrong = (served: Served, from: string) =>
      served.ask('/api/sign-in', {
        ...jsonBody({ token: 'D'.repeat(43) }),
        headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
      })
    const trusting = await serve({ trustedProxies: ['127.0.0.1'] })
    for (let i = 0; i < 10; i++) await wrong(trusting, '192.0.2.1')
    expect((await wrong(trusting, '192.0.2.1')).status).toBe(429)
    expect((await wrong(trusting, '192.0.2.2')).status).toBe(401)
    const plain = await serve()
    for (let i = 0; i < 10; i++) await wrong(plain, `192.0.2.${i}`)
    expect((await wrong(plain, '192.0.2.99')).status).toBe(429)
  })

  it('[HT6] names the cookie with the __Host- prefix and Secure where people come over TLS', () => {
    const cookie = makeSignInCookie(true)
    const set = cookie.render('secret', 1000)
    expect(set).toMatch(/^__Host-chapeau=secret;/)
    expect(set).toContain('Secure')
    expect(set).toContain('Path=/')
    expect(cookie.read('chapeau=other; __Host-chapeau=secret')).toBe('secret')
    expect(cookie.read('chapeau=other')).toBeNull()
    expect(makeSignInCookie(false).read('a=b; chapeau=plain')).toBe('plain')
  })
})
