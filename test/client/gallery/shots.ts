/**
 * Pictures of the screens over a workspace in memory, and what axe finds on them.
 * `node test/client/gallery/shots.ts FOLDER [NAME...]`; without names all scenes. Exit 1 when axe finds something.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, chromium, type Page } from '@playwright/test'
import { createServer } from 'vite'
import { browserFlags, findBrowser, HOW_TO_GET_A_BROWSER } from '../../../scripts/find-browser.ts'

interface Shot {
  readonly name: string
  readonly path: string
  readonly width?: number
  readonly height?: number
  readonly theme?: 'light' | 'dark'
  readonly language?: 'en' | 'fr'
  readonly before?: (page: Page) => Promise<void>
}

const text = '/texts/T1'
const openFirstCard = async (page: Page) => {
  await page.locator('[data-proposal="p1"] button').first().click()
}
const shots: readonly Shot[] = [
  { name: 'drafting-1440', path: text },
  { name: 'drafting-1280', path: text, width: 1280, height: 800 },
  { name: 'drafting-1920', path: text, width: 1920, height: 1080 },
  { name: 'drafting-720', path: text, width: 720, height: 900 },
  { name: 'drafting-390', path: text, width: 390, height: 800 },
  { name: 'drafting-dark', path: text, theme: 'dark' },
  { name: 'drafting-fr', path: text, language: 'fr' },
  { name: 'drafting-fr-1280', path: text, language: 'fr', width: 1280, height: 800 },
  { name: 'marks', path: text, height: 1800 },
  { name: 'marks-dark', path: text, height: 1800, theme: 'dark' },
  { name: 'printed', path: `${text}?scene=printed`, height: 1800 },
  { name: 'chair-card', path: `${text}?role=chair`, before: openFirstCard },
  {
    name: 'chair-adopt',
    path: `${text}?role=chair`,
    before: async page => {
      await openFirstCard(page)
      await page.getByRole('button', { name: 'Adopt', exact: true }).click()
    },
  },
  {
    name: 'chair-amend',
    path: `${text}?role=chair`,
    before: async page => {
      await openFirstCard(page)
      await page.getByRole('button', { name: 'Adopt as amended' }).click()
    },
  },
  {
    name: 'chair-brackets',
    path: `${text}?role=chair`,
    before: async page => {
      await page.getByRole('tab', { name: /Brackets/ }).click()
      await page.locator('[data-bracket="b2"] button').first().click()
    },
  },
  {
    name: 'faults',
    path: text,
    before: async page => page.getByRole('tab', { name: /Faults/ }).click(),
  },
  { name: 'secretary-behalf', path: `${text}?role=secretary&scene=behalf` },
  {
    name: 'secretary-voice',
    path: `${text}?role=secretary`,
    before: async page => page.getByRole('button', { name: /edits agreed text/ }).click(),
  },
  { name: 'offline', path: `${text}?scene=offline` },
  { name: 'not-saved', path: `${text}?scene=not-saved` },
  { name: 'refused', path: `${text}?scene=refused` },
  { name: 'notice', path: `${text}?scene=notice` },
  { name: 'reading', path: `${text}?scene=reading&role=reader` },
  { name: 'loading', path: `${text}?scene=loading` },
  { name: 'empty', path: `${text}?scene=empty` },
  { name: 'outdated', path: `${text}?scene=outdated` },
  {
    name: 'drawer-1280',
    path: text,
    width: 1280,
    height: 800,
    before: async page => page.keyboard.press('Alt+p'),
  },
  {
    name: 'outline-720',
    path: text,
    width: 720,
    before: async page => page.getByRole('button', { name: 'Outline' }).click(),
  },
  {
    name: 'views-720',
    path: text,
    width: 720,
    before: async page => page.getByRole('button', { name: /^View:/ }).click(),
  },
  {
    name: 'as-if-menu',
    path: text,
    before: async page => page.getByRole('button', { name: /^As if/ }).click(),
  },
  {
    name: 'block-menu',
    path: text,
    before: async page => page.getByRole('button', { name: 'Block', exact: true }).click(),
  },
  {
    name: 'settings',
    path: text,
    before: async page => page.getByRole('button', { name: /^EN/ }).click(),
  },
  {
    name: 'presence',
    path: text,
    before: async page => page.getByRole('button', { name: /people here/ }).click(),
  },
  { name: 'shortcuts', path: text, before: async page => page.keyboard.press('Shift+?') },
  { name: 'record', path: `${text}/record` },
  { name: 'record-fr', path: `${text}/record`, language: 'fr', theme: 'dark' },
  { name: 'record-720', path: `${text}/record`, width: 720 },
  { name: 'home', path: '/' },
  { name: 'home-fr-dark', path: '/', language: 'fr', theme: 'dark' },
  { name: 'home-390', path: '/', width: 390, height: 800 },
  { name: 'sign-in', path: '/?scene=sign-in' },
  { name: 'sign-in-fr', path: '/?scene=sign-in', language: 'fr' },
  { name: 'not-found', path: '/nowhere' },
]

async function take(browser: Browser, base: string, folder: string, shot: Shot): Promise<number> {
  const { width = 1440, height = 900, theme = 'light', language = 'en' } = shot
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' })
  await context.addInitScript(
    ([chosen, look]) => {
      localStorage.setItem('chapeau.language', chosen)
      localStorage.setItem('chapeau.theme', look)
    },
    [language, theme] as const,
  )
  const page = await context.newPage()
  page.on('console', message => {
    if (message.type() === 'error') console.log(`${shot.name}: ${message.text()}`)
  })
  page.on('pageerror', error => console.log(`${shot.name}: ${error.message}`))
  await page.goto(base + shot.path, { waitUntil: 'networkidle' })
  await page.locator('h1').first().waitFor({ state: 'attached' })
  await page.evaluate(() => document.fonts.ready)
  await shot.before?.(page)
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  )
  if (sideways) console.log(`${shot.name}: scrolls sideways`)
  const { violations } = await new AxeBuilder({ page }).analyze()
  for (const { id, help, nodes } of violations)
    console.log(
      `${shot.name}: ${id}: ${help}: ${nodes.map(node => `${node.target.join(' ')} ${node.html.slice(0, 300)}`).join('; ')}`,
    )
  await page.screenshot({ path: join(folder, `${shot.name}.png`) })
  await context.close()
  return violations.length + (sideways ? 1 : 0)
}

const [folder, ...names] = process.argv.slice(2)
if (folder === undefined) throw new Error('Which folder?')
mkdirSync(folder, { recursive: true })
const server = await createServer({
  configFile: join(import.meta.dirname, 'vite.config.ts'),
  server: { port: 0 },
  logLevel: 'error',
})
await server.listen()
const base = server.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? ''
const found = findBrowser()
if (found === undefined) throw new Error(HOW_TO_GET_A_BROWSER)
const browser = await chromium.launch({
  args: browserFlags(),
  ...(found.kind === 'path' ? { executablePath: found.path } : {}),
})
let findings = 0
for (const shot of shots.filter(item => names.length === 0 || names.includes(item.name)))
  findings += await take(browser, base, folder, shot)
await browser.close()
await server.close()
console.log(findings === 0 ? 'No finding' : `${findings} findings`)
process.exitCode = findings === 0 ? 0 : 1
