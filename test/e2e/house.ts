/**
 * The whole product for browser tests: one server in a process of its own on a temporary folder for all of them, one
 * signed-in browser a person, a fresh text for each test.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, expect, type Page, test as base } from '@playwright/test'
import type { DemoReport } from '../../shared/api/operator.ts'
import type { RecordEntry } from '../../shared/api/record.ts'
import { ServerProcess } from './house/server-process.ts'
import { Desk } from './house/desk.ts'
import { Line } from './house/line.ts'
import { Wire } from './house/wire.ts'

export { Desk } from './house/desk.ts'
export { Line } from './house/line.ts'
export { Wire } from './house/wire.ts'

/** A short paper with all that a text can hold. */
export const paper = [
  '## PART ONE',
  '1. The Parties shall report each year to the Council.',
  '2. Each Party [shall][should] name one contact point.',
  '### Standard 13',
  'Customs should act at once.',
  '### Standard 14',
  'Samples are free of charge.[^1]',
  'Fees follow the costs.',
  'Nothing else applies.',
  '[^1]: Where the law allows.',
].join('\n\n')

/** The paper as its page reads when it is opened. */
export const paperRead = [
  '# PART ONE',
  '1 The Parties shall report each year to the Council.',
  '2 Each Party [shall][should] name one contact point.',
  '# Standard 13 ',
  'Customs should act at once.',
  '# Standard 14 ',
  'Samples are free of charge.(1)',
  'Fees follow the costs.',
  'Nothing else applies.',
  '* 1 Where the law allows.',
].join(' / ')

/** `paperRead` with some of its blocks other than they were. */
export function paperWith(changes: Readonly<Record<string, string>>): string {
  const blocks = paperRead.split(' / ')
  for (const old of Object.keys(changes)) if (!blocks.includes(old)) throw new Error(`no block “${old}”`)
  return blocks.map(block => changes[block] ?? block).join(' / ')
}

/** What stands between a window and the server: a line that may be slow or break, or somebody who meddles with frames. */
export interface Over {
  readonly line?: boolean
  readonly wire?: boolean
}

export class House {
  readonly server: ServerProcess
  readonly browser: Browser
  private readonly people: DemoReport['people']
  /** The text of the demo. */
  readonly demoText: string
  private readonly contexts = new Map<string, Promise<BrowserContext>>()
  private desks: Desk[] = []
  /** Windows without a text, one or more a person, ready for the next. */
  private readonly idle: Desk[] = []
  private papers = 0

  private constructor(browser: Browser, server: ServerProcess, demo: DemoReport) {
    this.browser = browser
    this.server = server
    this.people = demo.people
    this.demoText = demo.textId
  }

  static async open(browser: Browser): Promise<House> {
    const server = new ServerProcess(mkdtempSync(join(tmpdir(), 'chapeau-house-')))
    await server.start()
    const demo = JSON.parse(await server.command('demo', '--json')) as DemoReport
    return new House(browser, server, demo)
  }

  async close(): Promise<void> {
    await this.leave()
    for (const context of this.contexts.values()) await (await context).close()
    await this.server.kill()
    rmSync(this.server.folder, { recursive: true, force: true })
  }

  /** Everybody leaves the texts that were opened, with what was chosen of language and theme forgotten; what any window threw. */
  async leave(): Promise<string[]> {
    const { desks } = this
    this.desks = []
    const faults = desks.flatMap(({ party, errors }) => errors.map(error => `${party}: ${error}`))
    for (const desk of desks) await this.leaveDesk(desk)
    return faults
  }

  /** A plain window serves again; one behind a line or a wire, or with settings of its own, is closed. */
  private async leaveDesk(desk: Desk): Promise<void> {
    const { page, line } = desk
    if (!page.isClosed() && page.url().startsWith('http')) await page.evaluate(() => localStorage.clear())
    if (desk.isPlain && !desk.errors.length && !page.isClosed()) {
      await goInside(page, '/')
      this.idle.push(desk)
      return
    }
    await page.close()
    await line?.close()
  }

  // ---- people

  /** The page of a person's own host, over a line or straight. */
  address(party: string, path: string, line: Line | null = null): string {
    const { link } = this.person(party)
    const url = new URL(path, link)
    url.port = String(line?.port ?? new URL(this.server.url).port)
    return url.href
  }

  /** The browser of a person, signed in by their link. */
  browserOf(party: string): Promise<BrowserContext> {
    const known = this.contexts.get(party) ?? this.signIn(party)
    this.contexts.set(party, known)
    return known
  }

  private async signIn(party: string): Promise<BrowserContext> {
    const context = await this.browser.newContext({ locale: 'en-GB', timezoneId: 'UTC' })
    const page = await context.newPage()
    await page.goto(this.person(party).link)
    await expect(page.getByRole('heading', { name: 'Texts' })).toBeVisible()
    await page.close()
    return context
  }

  /** A new sign-in link of a person. */
  async freshLink(party: string): Promise<string> {
    const demo = JSON.parse(await this.server.command('demo', '--json')) as DemoReport
    return demo.people.find(each => each.party === party)?.link ?? ''
  }

  private person(party: string): DemoReport['people'][number] {
    const person = this.people.find(each => each.party === party)
    if (!person) throw new Error(`nobody is of ${party}`)
    return person
  }

  /** A person's window on a text, open and ready. */
  async sit(party: string, text: string, over: Over = {}): Promise<Desk> {
    const line = over.line ? await Line.open(() => Number(new URL(this.server.url).port)) : null
    const desk = await this.deskFor(party, over, line)
    const path = `/texts/${text}`
    if (over.wire) desk.wire = await Wire.between(desk.page)
    if (desk.isPlain) await goInside(desk.page, path)
    else await desk.page.goto(this.address(party, path, line))
    desk.isPlain = !line && !desk.wire
    await expect(desk.editor).toBeVisible()
    await expect(desk.saving).toHaveAttribute('data-saving', /saved|reading-only/)
    return desk
  }

  /** An idle window of a person, or an empty one. */
  private async deskFor(party: string, over: Over, line: Line | null): Promise<Desk> {
    const at = this.idle.findIndex(desk => desk.party === party)
    const [desk] = at < 0 || over.line || over.wire ? [] : this.idle.splice(at, 1)
    if (!desk) return this.openDesk(party, line)
    this.desks.push(desk)
    return desk
  }

  /** An empty window of a person. */
  async openDesk(party: string, line: Line | null = null): Promise<Desk> {
    const context = await this.browserOf(party)
    const desk = new Desk(await context.newPage(), party, line)
    this.desks.push(desk)
    return desk
  }

  // ---- texts

  /** Brings in a paper as a new text; its id. */
  async bringIn(markdown: string = paper): Promise<string> {
    const title = `Paper ${++this.papers}`
    const query = new URLSearchParams({ title, format: 'markdown' })
    const answer = await this.ask(`/api/texts?${query}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: markdown,
    })
    return ((await answer.json()) as { textId: string }).textId
  }

  /** The whole record of a text, oldest first. */
  async record(text: string): Promise<RecordEntry[]> {
    const answer = await this.ask(`/api/texts/${text}/record?limit=500`)
    return ((await answer.json()) as { entries: RecordEntry[] }).entries
  }

  /** The words that a text's record holds, as a file has them. */
  async exported(text: string, view: 'everything' | 'clean' = 'everything'): Promise<string> {
    const answer = await this.ask(`/api/texts/${text}/export?as=markdown&view=${view}&names=initials`)
    return answer.text()
  }

  private async ask(path: string, request: RequestInit = {}): Promise<Response> {
    const { token } = this.person('SEC')
    const headers = { ...request.headers, Authorization: `Bearer ${token}` }
    const answer = await fetch(new URL(path, this.server.url), { ...request, headers })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
}

/** Goes to another page as a link of the program does. */
async function goInside(page: Page, path: string): Promise<void> {
  await page.evaluate(to => history.pushState(null, '', to), path)
}

interface Fixtures {
  /** A fresh text of `paper`. */
  readonly text: string
  /** Opens a person's window on that text. */
  readonly sit: (party: string, over?: Over) => Promise<Desk>
}

/** Tests in the house. After each one every window is closed, and none may have thrown. */
export const test = base.extend<Fixtures & { atEnd: undefined }, { house: House }>({
  house: [
    async ({ browser }, use) => {
      const house = await House.open(browser)
      await use(house)
      await house.close()
    },
    { scope: 'worker' },
  ],
  text: async ({ house }, use) => {
    await use(await house.bringIn())
  },
  sit: async ({ house, text }, use) => {
    await use((party, over) => house.sit(party, text, over))
  },
  atEnd: [
    async ({ house }, use) => {
      await use(undefined)
      expect(await house.leave()).toEqual([])
    },
    { auto: true },
  ],
})

export { expect } from '@playwright/test'
