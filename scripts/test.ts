/**
 * `npm test`: lint, types, format, build, Vitest, Playwright, and on CI the mutants of the guard. Goes on after a
 * failure, so that one run tells all; the last line is `N passed, N failed`, where each check counts as one test.
 */
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkMutants } from './check-mutants.ts'
import { findBrowser, HOW_TO_GET_A_BROWSER } from './find-browser.ts'
import { MUTATION_TARGETS } from './mutation.ts'
import { runTool } from './run.ts'
import type { Outcome, Tool } from './run.ts'
import { addTallies, countPlaywright, countVitest, presentTally } from './tally.ts'
import type { Tally } from './tally.ts'

const OXLINT: Tool = { from: 'oxlint', program: 'oxlint' }
const TSC: Tool = { from: 'typescript', program: 'tsc' }
const BIOME: Tool = { from: '@biomejs/biome', program: 'biome' }
const VITE: Tool = { from: 'vite', program: 'vite' }
const VITEST: Tool = { from: 'vitest', program: 'vitest' }
const PLAYWRIGHT: Tool = { from: '@playwright/test', program: 'playwright' }

const PASSED: Tally = { passed: 1, failed: 0 }
const FAILED: Tally = { passed: 0, failed: 1 }
const TOP = join(import.meta.dirname, '..')
const onCi = Boolean(process.env['CI'])
const reports = mkdtempSync(join(tmpdir(), 'chapeau-test-'))

process.chdir(TOP)
const total = await runAll().finally(() => rmSync(reports, { recursive: true }))
console.log(presentTally(total))
process.exitCode = total.failed === 0 ? 0 : 1

async function runAll(): Promise<Tally> {
  const tallies = [
    await check('lint', () => runTool(OXLINT, [])),
    await check('types', () => runTool(TSC, ['--noEmit'])),
    await check('format', () => runTool(BIOME, ['format', '.'])),
    await check('build', () => runTool(VITE, ['build', '--logLevel=warn'])),
    await runUnitTests(),
    await runBrowserTests(),
  ]
  if (onCi) tallies.push(await checkGuard())
  return addTallies(tallies)
}

/** One line when it holds, all it printed when it does not. */
async function check(name: string, work: () => Promise<Outcome>): Promise<Tally> {
  const { code, output, ms } = await work()
  if (code !== 0) console.log(output)
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${(ms / 1000).toFixed(1)} s)`)
  return code === 0 ? PASSED : FAILED
}

async function runUnitTests(): Promise<Tally> {
  const report = join(reports, 'vitest.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  await runTool(VITEST, ['run', ...reporters], { show: 'live', env: colours() })
  return readReport(report, countVitest)
}

async function runBrowserTests(): Promise<Tally> {
  if (globSync('test/e2e/**/*.e2e.ts').length === 0) return { passed: 0, failed: 0 }
  if (!(await hasBrowser())) {
    console.log(`FAILED browser tests: ${HOW_TO_GET_A_BROWSER}`)
    return FAILED
  }
  const report = join(reports, 'playwright.json')
  const env = { ...colours(), PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  await runTool(PLAYWRIGHT, ['test', '--reporter=list,json'], { show: 'live', env })
  return readReport(report, countPlaywright)
}

/** Looks for a browser; on a person's own machine it fetches Playwright's when there is none. */
async function hasBrowser(): Promise<boolean> {
  if (findBrowser()) return true
  if (onCi || process.env['CHROMIUM_PATH']) return false
  console.log('No Chromium found: fetching the one that Playwright brings.')
  await runTool(PLAYWRIGHT, ['install', 'chromium'], { show: 'live', timeoutMs: 5 * 60_000 })
  return findBrowser() !== undefined
}

/** Takes minutes, so it shows each defence as it goes. */
function checkGuard(): Promise<Tally> {
  return check('mutants', async () => {
    const started = performance.now()
    const report = await checkMutants(MUTATION_TARGETS, TOP, line => console.log(line))
    return { code: report.kind === 'holding' ? 0 : 1, output: '', ms: performance.now() - started }
  })
}

/** A runner that wrote no report broke down: one failure, its output is on the screen already. */
function readReport<T>(path: string, count: (report: T) => Tally): Tally {
  try {
    return count(JSON.parse(readFileSync(path, 'utf8')) as T)
  } catch {
    return FAILED
  }
}

function colours(): NodeJS.ProcessEnv {
  return process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}
}
