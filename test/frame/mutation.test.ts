import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkMutants } from '../../scripts/check-mutants.ts'
import { listDefences, switchOff } from '../../scripts/mutation.ts'

describe('finding defences', () => {
  it('lists each rule id once, over line breaks, without the definition or a method of that name', () => {
    const code = `function refuse(id) {}\nrefuse('GU1', 'x')\nrefuse(\n  'GU2',\n)\nrefuse('GU1')\nother.refuse('GU3')`
    expect(listDefences(code, 'refuse')).toEqual(['GU1', 'GU2'])
  })

  it('switches off every call of one rule and no other', () => {
    const code = `refuse('GU1', a); refuse('GU12', b); refuse('GU1', c)`
    expect(switchOff(code, 'refuse', 'GU1').match(/refuse\('GU\d+'/g)).toEqual([`refuse('GU12'`])
  })
})

describe('running mutants', () => {
  const target = { folder: 'guard', call: 'refuse', tests: ['test'] }
  let top: string
  let said: string[]

  beforeEach(() => {
    top = realpathSync(mkdtempSync(join(tmpdir(), 'mutants-')))
    said = []
    for (const name of ['node_modules', 'scripts', 'vitest.config.ts'])
      symlinkSync(resolve(name), join(top, name))
    for (const name of ['guard', 'test']) mkdirSync(join(top, name))
  })
  afterEach(() => rmSync(top, { recursive: true }))

  const write = (path: string, ...lines: string[]): void => writeFileSync(join(top, path), lines.join('\n'))
  const writeGuard = (...lines: string[]): void =>
    write('guard/judge.ts', 'const refuse = (id: string): never => { throw new Error(id) }', ...lines)
  const writeTest = (body: string): void =>
    write(
      'test/judge.test.ts',
      `import { expect, it } from 'vitest'`,
      `import { judge } from '../guard/judge.ts'`,
      `it('judges', () => { ${body} })`,
    )
  const check = (): ReturnType<typeof checkMutants> => checkMutants([target], top, line => said.push(line))

  it('[FR9] names the defence that no test notices and the one that a test does', async () => {
    writeGuard(
      `export function judge(x: number): void {`,
      `  if (x === 1) refuse('GU1')`,
      `  if (x === 2) refuse('GU2')`,
      `}`,
    )
    writeTest(`expect(() => judge(1)).toThrow('GU1')`)
    expect(await check()).toEqual({ kind: 'leaking', survivors: ['GU2'] })
    expect(said.join('\n')).toMatch(/killed +GU1[^]*SURVIVED GU2|SURVIVED GU2[^]*killed +GU1/)
    expect(said.at(-1)).toBe('mutants: 1 killed, 1 survived')
  })

  it('[FR9] says nothing about defences when the tests are red before', async () => {
    writeGuard(`export const judge = (): void => refuse('GU1')`)
    writeTest(`judge()`)
    expect(await check()).toEqual({ kind: 'red' })
  })

  it('[FR9] fails when the folder is there and its defences are not found', async () => {
    writeGuard(`export const judge = (): void => {}`)
    expect(await check()).toEqual({ kind: 'blind', folder: 'guard' })
  })

  it('[FR9] holds when a target is not built yet', async () => {
    rmSync(join(top, 'guard'), { recursive: true })
    expect(await check()).toEqual({ kind: 'holding', killed: 0 })
  })
})
