/** A server on loopback over a fresh folder, with one person of every role, a clock and a beat in the test's hand. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import pino from 'pino'
import { afterEach } from 'vitest'
import * as Y from 'yjs'
import type { Accounts, Party } from '../../server/actor/accounts.ts'
import type { Actor } from '../../server/actor/actor.ts'
import { makeSignInDesk, type SignInDesk } from '../../server/actor/sign-in.ts'
import { type App, makeApp } from '../../server/app.ts'
import { encodePayload } from '../../server/log/payload.ts'
import type { Log } from '../../server/log/log.ts'
import type { NewText } from '../../server/room/rooms.ts'
import { beginText } from '../../server/texts/begin-text.ts'
import { openDataFolder } from '../../server/store/data-folder.ts'
import { openStore, type Store } from '../../server/store/store.ts'
import {
  type IdSource,
  makeIdSource,
  type PartyId,
  type PersonId,
  type TextId,
  textStream,
  type UnixMs,
} from '../../shared/ids.ts'
import { rootsOf } from '../../shared/text/roots.ts'
import { type Role, roles } from '../../shared/rules/roles.ts'
import { FakeRooms } from './fake-rooms.ts'

export interface ServeOptions {
  readonly publicUrl?: URL
  readonly trustedProxies?: readonly string[]
  readonly clientFolder?: string
}

export interface Served {
  readonly url: URL
  readonly app: App
  readonly rooms: FakeRooms
  readonly accounts: Accounts
  readonly log: Log
  readonly desk: SignInDesk
  readonly folder: string
  readonly operatorToken: string
  /** A bearer token of the person of each role. */
  readonly tokens: { readonly [role in Role]: string }
  readonly people: { readonly [role in Role]: Actor }
  /** Lines written to the log so far. */
  readonly logLines: string[]
  /** Milliseconds added to the clock. */
  clockMs: number
  /** Runs what is due every few seconds, once. */
  beat(): Promise<void>
  /** Asks the server; `as` puts a bearer token on. */
  ask(path: string, init?: RequestInit & { as?: Role | 'operator' }): Promise<Response>
}

const parties: Party[] = [
  {
    id: 'SEC' as PartyId,
    kind: 'secretariat',
    nameEn: 'Secretariat',
    nameFr: 'Secrétariat',
    initials: 'SEC',
    colour: 12,
  },
  { id: 'BR' as PartyId, kind: 'member', nameEn: 'Brazil', nameFr: 'Brésil', initials: 'BR', colour: 1 },
  {
    id: 'OB' as PartyId,
    kind: 'observer',
    nameEn: 'Trade body',
    nameFr: 'Organisme',
    initials: 'TB',
    colour: 3,
  },
]

const partyOf: { readonly [role in Role]: string } = {
  chair: 'SEC',
  secretary: 'SEC',
  delegate: 'BR',
  observer: 'OB',
  reader: 'OB',
}

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A running server; closed, and its folder removed, after the test. */
export async function serve(options: ServeOptions = {}): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'chapeau-http-'))
  const data = openDataFolder(folder)
  const store = await openStore(data)
  const clock = { shiftMs: 0 }
  const now = () => (1_700_000_000_000 + clock.shiftMs) as UnixMs
  const ids = makeIdSource(now, () => randomBytes(4).readUInt32LE() / 2 ** 32)
  const rooms = new FakeRooms(text => recordText(store, text, { ids, now }))
  const desk = makeSignInDesk({ accounts: store.accounts, now, randomBytes })
  const people = await addPeople(store.accounts, now)
  const tokens = await mapRoles(role => desk.issueToken(people[role].person))
  const { logger, lines } = makeLogger()
  const tasks: (() => void)[] = []
  const operatorToken = 'operator-token-of-this-test'
  const app = makeApp({
    ...{ accounts: store.accounts, rooms, log: store.log, ids, now, randomBytes, logger, operatorToken },
    every: (_ms, task) => {
      tasks.push(task)
      return () => tasks.splice(tasks.indexOf(task), 1)
    },
    publicUrl: options.publicUrl ?? null,
    trustedProxies: options.trustedProxies ?? [],
    clientFolder: options.clientFolder ?? null,
    seedDemo: () => beginText({ rooms, accounts: store.accounts, now }, { ...emptyText, doc: new Y.Doc() }),
  })
  const url = await app.listen('127.0.0.1', 0)
  closing.push(async () => {
    await app.close()
    await store.close()
    data.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    ...{
      url,
      app,
      rooms,
      accounts: store.accounts,
      log: store.log,
      desk,
      folder,
      operatorToken,
      tokens,
      people,
    },
    logLines: lines,
    get clockMs() {
      return clock.shiftMs
    },
    set clockMs(ms) {
      clock.shiftMs = ms
    },
    beat: async () => {
      for (const task of tasks) task()
      await nextTurn()
    },
    ask: (path, { as, ...init } = {}) => {
      const token = as === undefined ? undefined : as === 'operator' ? operatorToken : tokens[as]
      const headers = new Headers(init.headers)
      if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
      return fetch(new URL(path, url), { ...init, headers })
    },
  }
}

export const emptyText = {
  title: 'A text',
  language: 'en',
  actor: null,
  kind: 'text-created',
  act: { kind: 'text-created' },
} as const

/** A text without a word in it, listed and open. */
export async function addText(served: Served, doc = new Y.Doc()): Promise<TextId> {
  return beginText({ ...served, now: () => 0 as UnixMs }, { ...emptyText, doc })
}

/** The body of a request in JSON. */
export function jsonBody(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

export function nextTurn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}

async function addPeople(accounts: Accounts, now: () => UnixMs): Promise<Served['people']> {
  for (const party of parties) await accounts.addParty(party)
  return mapRoles(async role => {
    const actor: Actor = {
      person: `P-${role}` as PersonId,
      name: `Person ${role}`,
      party: partyOf[role] as PartyId,
      role,
    }
    await accounts.addPerson(actor, now())
    return actor
  })
}

async function mapRoles<T>(make: (role: Role) => Promise<T>): Promise<{ [role in Role]: T }> {
  const out: [Role, T][] = []
  for (const role of roles) out.push([role, await make(role)])
  return Object.fromEntries(out) as { [role in Role]: T }
}

/** What real rooms do at a text's begin: one entry in the record. */
async function recordText(
  { log }: Store,
  text: NewText,
  { ids, now }: { ids: IdSource; now: () => UnixMs },
): Promise<TextId> {
  const id = ids.next() as TextId
  const { title, language, kind, act, actor } = text
  const payload = encodePayload({ additions: Y.encodeStateAsUpdate(text.doc), act })
  const who = {
    actor: actor?.person ?? null,
    party: actor?.party ?? null,
    onBehalfOf: null,
    connection: null,
  }
  await new Promise(done => log.append(textStream(id), { kind, at: now(), ...who, payload }, done))
  const { meta } = rootsOf(text.doc)
  for (const [key, value] of Object.entries({ title, language, epoch: `epoch-${id}` })) meta.set(key, value)
  return id
}

function makeLogger(): { logger: pino.Logger; lines: string[] } {
  const lines: string[] = []
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString())
      done()
    },
  })
  return { logger: pino({ level: 'trace' }, sink), lines }
}
