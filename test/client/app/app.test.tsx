// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { App } from '../../../client/app/app.tsx'
import { applyPreferences, loadPreferences } from '../../../client/app/preferences.ts'
import type { OpenWorkspace } from '../../../client/workspace/workspace.ts'
import { FakeWorkspace } from '../fake-workspace.ts'
import {
  clearScreens,
  fill,
  find,
  isThere,
  key,
  press,
  pressElement,
  sees,
  setWidth,
  show,
  until,
  words,
} from '../render.tsx'
import { sampleState } from '../sample-state.ts'

const browserFetch = globalThis.fetch
const ana = {
  person: 'p1',
  name: 'Ana Lima',
  role: 'delegate',
  party: { id: 'BR', kind: 'member', name: { en: 'Brazil', fr: 'Brésil' }, initials: 'BR', colour: 1 },
}
const text = { id: 'T1', title: 'Annex I', language: 'en', createdAt: new Date(2026, 3, 25).getTime() }

/** What the server knows and was asked. */
interface Server {
  me: object | null
  signIn: number
  texts: object[]
  readonly asked: string[]
}

let server: Server
let opened: FakeWorkspace[]

const open: OpenWorkspace = () => {
  const workspace = new FakeWorkspace({ ...sampleState, title: 'Annex I' })
  workspace.draw = element => element.replaceChildren(document.createTextNode('the words of the text'))
  opened.push(workspace)
  return Promise.resolve(workspace)
}

function answerTo(path: string, init: RequestInit | undefined): Response {
  server.asked.push(`${init?.method ?? 'GET'} ${path} ${String(init?.body ?? '')}`.trim())
  if (path === '/api/sign-in') {
    if (server.signIn === 200) server.me = ana
    return Response.json(server.me ?? {}, { status: server.signIn })
  }
  if (path === '/api/sign-out') {
    server.me = null
    return new Response(null, { status: 204 })
  }
  if (server.me === null) return Response.json({}, { status: 401 })
  if (path === '/api/me') return Response.json(server.me)
  if (path === '/api/texts') return Response.json({ texts: server.texts })
  if (path.startsWith('/api/texts/T1/record')) return Response.json({ entries: [], next: null })
  if (path.startsWith('/api/texts/T1'))
    return Response.json({ ...text, schema: 1, epoch: 'e', seq: 0, head: '' })
  return Response.json({}, { status: 404 })
}

beforeEach(() => {
  server = { me: null, signIn: 200, texts: [text], asked: [] }
  opened = []
  globalThis.fetch = (input, init) => Promise.resolve(answerTo(String(input), init))
  history.replaceState(null, '', '/')
  setWidth(1440)
})

afterEach(async () => {
  await clearScreens()
  globalThis.fetch = browserFetch
})

/** Opens the program at an address. */
async function start(address: string, token: string | null = null, openWorkspace = open) {
  history.replaceState(null, '', address)
  const preferences = loadPreferences()
  const stop = applyPreferences(preferences, document.documentElement)
  await show(<App token={token} preferences={preferences} openWorkspace={openWorkspace} />)
  return { preferences, stop }
}

describe('signing in', () => {
  it('[SC3] asks for a link as long as nobody is signed in, whatever the address', async () => {
    await start('/texts/T1')
    await sees('Open the sign-in link you were given')
    expect(words()).not.toContain('Annex I')
    expect(opened).toEqual([])
  })

  it('[SC1][SC3] trades the token once, first of all, and shows the page', async () => {
    await start('/', 'token-from-link')
    await sees('Ana Lima, Brazil (Delegate)')
    expect(server.asked[0]).toBe('POST /api/sign-in {"token":"token-from-link"}')
    expect(server.asked.filter(line => line.includes('sign-in'))).toHaveLength(1)
  })

  it('[SC2] says that a link is spent, and takes another one that is pasted', async () => {
    server.signIn = 401
    await start('/', 'spent-token')
    await sees('has been used')
    server.signIn = 200
    await fill('input', 'http://brazil.localhost:1/#sign-in=fresh-token')
    await act(async () => find<HTMLFormElement>('form').requestSubmit())
    await sees('Ana Lima')
  })

  it('[SC2] says that a pasted line is no link, and asks nobody', async () => {
    await start('/')
    await until(() => document.querySelector('input') !== null)
    await fill('input', 'hello world')
    await act(async () => find<HTMLFormElement>('form').requestSubmit())
    expect(find('[role="alert"]').textContent).toContain('not a sign-in link')
    expect(server.asked.filter(line => line.includes('POST'))).toEqual([])
  })

  it('[SC2] keeps who is signed in when an old link is opened again', async () => {
    server.me = ana
    server.signIn = 401
    await start('/', 'spent-token')
    await sees('Ana Lima, Brazil')
  })

  it('[SC3] goes back to the sign-in page after signing out', async () => {
    server.me = ana
    await start('/')
    await sees('Annex I')
    await press(/^EN,/)
    await press('Sign out')
    await sees('Open the sign-in link you were given')
    expect(server.asked).toContain('POST /api/sign-out {}')
  })

  it('[SC34] says what is safe and offers another try when the server does not answer', async () => {
    globalThis.fetch = () => Promise.reject(new TypeError('no line'))
    await start('/')
    await sees('Nothing that was saved is lost')
    server.me = ana
    globalThis.fetch = (input, init) => Promise.resolve(answerTo(String(input), init))
    await press('Try again')
    await sees('Ana Lima')
  })
})

describe('home', () => {
  beforeEach(() => {
    server.me = ana
  })

  it('[SC4] lists the texts with their records', async () => {
    await start('/')
    await sees('Annex I')
    expect(find('tbody').textContent).toContain('25 April 2026')
    expect(find<HTMLAnchorElement>('tbody a').getAttribute('href')).toBe('/texts/T1')
    expect(isThere('Record of Annex I')).toBe(true)
    expect(document.title).toBe('Home · Chapeau')
  })

  it('[SC4] says what to expect when there is none', async () => {
    server.texts = []
    await start('/')
    await sees('No text yet')
  })

  it('[SC5] changes language at once, everywhere, and keeps it', async () => {
    await start('/')
    await sees('Annex I')
    await press(/^EN,/)
    await press('Français')
    await sees('Ana Lima, Brésil (Délégation)')
    expect(document.documentElement.lang).toBe('fr')
    expect(loadPreferences().getState().language).toBe('fr')
  })

  it('[SC8] turns dark by choice, keeps it, and follows the system when asked to', async () => {
    await start('/')
    await sees('Annex I')
    expect(document.documentElement.dataset['theme']).toBe('light')
    await press(/^EN,/)
    await press('Dark')
    expect(document.documentElement.dataset['theme']).toBe('dark')
    expect(loadPreferences().getState().theme).toBe('dark')
    await press(/^EN,/)
    await press('As my system')
    expect(document.documentElement.dataset['theme']).toBe('light')
  })

  it('[SC32] says that there is no such page', async () => {
    await start('/nowhere')
    await sees('no such page')
  })
})

describe('a text', () => {
  beforeEach(() => {
    server.me = ana
  })

  it('[SC35] opens with its address, puts the editor in, and closes when it is left', async () => {
    await start('/texts/T1')
    await sees('the words of the text')
    expect(document.title).toBe('Annex I · Chapeau')
    await pressElement(find<HTMLAnchorElement>('header a[href="/"]'))
    await sees('Ana Lima, Brazil (Delegate)')
    expect(opened.at(-1)?.closed).toBe(true)
  })

  it('[SC35] stays open while its record is looked at', async () => {
    await start('/texts/T1')
    await sees('the words of the text')
    await press('Record')
    await sees('No entry')
    expect(opened).toHaveLength(1)
    expect(opened[0]?.closed).toBe(false)
  })

  it('[SC32] says what to do when the text is closed to this page', async () => {
    await start('/texts/T1')
    await sees('the words of the text')
    await act(async () => opened[0]?.set({ saving: 'closed', trouble: 'outdated' }))
    expect(find('[role="alert"]').textContent).toContain('Reload the page; your unsent words are kept')
  })

  it('[SC32] says so when the editor cannot be fetched', async () => {
    await start('/texts/T1', null, () => Promise.reject(new Error('no chunk')))
    await sees('could not be fetched')
  })

  it('[SC27] goes through the regions by F6, both ways, back to where one was', async () => {
    await start('/texts/T1')
    await sees('the words of the text')
    const here = () => document.activeElement?.closest('[data-region]')?.getAttribute('data-region')
    const order: (string | null | undefined)[] = []
    for (let step = 0; step < 6; step++) {
      await key('F6')
      order.push(here())
    }
    expect(new Set(order.slice(0, 5)).size).toBe(5)
    expect(order[5]).toBe(order[0])
    await key('F6', { shiftKey: true })
    expect(here()).toBe(order[4])
  })

  it('[SC14][SC28] changes the view by keys and lists only keys that work', async () => {
    await start('/texts/T1')
    await sees('the words of the text')
    const view = () => opened[0]?.state().view
    await key('2', { code: 'Digit2', altKey: true })
    expect(view()).toEqual({ kind: 'clean' })
    await key('3', { code: 'Digit3', altKey: true })
    expect(view()).toEqual({ kind: 'printed', names: 'initials' })
    await key('4', { code: 'Digit4', altKey: true })
    expect(view()).toEqual({ kind: 'party', party: 'BR' })
    await key('5', { code: 'Digit5', altKey: true })
    expect(view()).toEqual({ kind: 'as-if', proposals: ['p1', 'p2', 'p3', 'p4'] })
    await key('1', { code: 'Digit1', altKey: true })
    expect(view()).toEqual({ kind: 'everything' })
    await key('?', { shiftKey: true })
    const listed = [...document.querySelectorAll('kbd')].map(item => item.textContent)
    expect(listed).toContain('Ctrl Z')
    expect(listed).not.toContain('F8')
  })

  it('[SC9] says by Ctrl S whether all is saved', async () => {
    await start('/texts/T1')
    await sees('the words of the text')
    await key('s', { ctrlKey: true })
    expect(find('[data-aloud]').textContent).toBe('Saved 14:32')
  })
})
