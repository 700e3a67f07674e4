import { globSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runTool } from '../../scripts/run.ts'

const CODE = 'test/**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'
const files = globSync(CODE, { exclude: ['test/data/**'] }).map(path => path.split('\\').join('/'))
const forVitest = files.filter(path => /\.test\.tsx?$/.test(path) && !path.startsWith('test/e2e/'))
const forPlaywright = files.filter(path => /^test\/e2e\/.*\.e2e\.ts$/.test(path))

/** A name like a test's, or a source that registers tests with a runner of its own import. */
function looksLikeTest(path: string): boolean {
  if (/[._-](tests?|spec|e2e)\.[cm]?[jt]sx?$/.test(path)) return true
  const source = readFileSync(path, 'utf8')
  const imports = source.match(/import \{[^}]*\} from '(?:vitest|@playwright\/test)'/g) ?? []
  return (
    imports.some(line => /\b(?:it|test)\b(?! as| *from)/.test(line)) &&
    /^(?:it|test)(?:\.\w+)*\(/m.test(source)
  )
}

describe('the test folder', () => {
  it('[FR2] holds no test that neither runner collects', () => {
    const collected = new Set([...forVitest, ...forPlaywright])
    expect(files.filter(path => looksLikeTest(path) && !collected.has(path))).toEqual([])
  })

  it('[FR2] gives Vitest every *.test.ts outside test/e2e', async () => {
    const { output } = await runTool({ from: 'vitest', program: 'vitest' }, ['list', '--filesOnly', '--json'])
    const listed = JSON.parse(output.slice(output.indexOf('['))) as { file: string }[]
    expect(listed.map(({ file }) => toPath(file)).sort()).toEqual(forVitest.sort())
  })

  it('[FR2] gives Playwright every *.e2e.ts in test/e2e', async () => {
    const args = ['test', '--list', '--reporter=json', '--pass-with-no-tests']
    const { output } = await runTool({ from: '@playwright/test', program: 'playwright' }, args)
    const { suites, errors } = JSON.parse(output.slice(output.indexOf('{'))) as {
      suites: { file: string }[]
      errors: unknown[]
    }
    expect(errors).toEqual([])
    expect(suites.map(({ file }) => `test/e2e/${file}`).sort()).toEqual(forPlaywright.sort())
  })
})

function toPath(file: string): string {
  return relative(process.cwd(), file).split('\\').join('/')
}
