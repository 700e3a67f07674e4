import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

/** Which browser the tests drive: Playwright's own build needs no path. */
export type Browser = { readonly kind: 'path'; readonly path: string } | { readonly kind: 'playwright' }

/** One line for people whose machine has none. */
export const HOW_TO_GET_A_BROWSER =
  'No Chromium found: put `chromium` on PATH (Debian: apt-get install chromium), set CHROMIUM_PATH, or run `npx playwright install chromium`.'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']

/** The browser for tests, or undefined: CHROMIUM_PATH, then the first Chromium on PATH, then Playwright's own. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): Browser | undefined {
  const named = env['CHROMIUM_PATH']
  if (named) return isProgram(named) ? { kind: 'path', path: named } : undefined
  const found = findOnPath(env['PATH'] ?? '')
  if (found) return { kind: 'path', path: found }
  return existsSync(chromium.executablePath()) ? { kind: 'playwright' } : undefined
}

/** Chromium's flags for tests: no calls home, no graphics card; without its sandbox only as root, where it cannot start. */
export function browserFlags(uid: number | undefined = process.getuid?.()): string[] {
  const flags = ['gpu', 'quic', 'background-networking', 'component-update', 'sync'].map(
    part => `--disable-${part}`,
  )
  return [...flags, '--no-first-run', ...(uid === 0 ? ['--no-sandbox'] : [])]
}

function findOnPath(path: string): string | undefined {
  const folders = path.split(delimiter).filter(folder => folder !== '')
  const endings = process.platform === 'win32' ? ['.exe'] : ['']
  const programs = NAMES.flatMap(name => endings.map(ending => name + ending))
  return programs.flatMap(name => folders.map(folder => join(folder, name))).find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // absent or not ours to run: the search goes on
  }
}
