import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BORDERS } from '../../scripts/import-borders.ts'
import type { Bar, Border } from '../../scripts/import-borders.ts'
import { runTool } from '../../scripts/run.ts'

interface Diagnostic {
  readonly code: string
  readonly filename: string
  readonly help?: string
  readonly labels: readonly { readonly span: { readonly line: number } }[]
}

/** A file of one banned import a line, all banned for the same reason. */
interface Planted {
  readonly path: string
  readonly why: string
  readonly lines: readonly string[]
}

const FORMS: readonly ((from: string, n: number) => string)[] = [
  from => `import '${from}'`,
  (from, n) => `import type { T${n} } from '${from}'`,
  from => `export * from '${from}'`,
  from => `import('${from}')`,
]

const ALLOWED: readonly (readonly [string, ...string[]])[] = [
  [
    'shared/intent/a.ts',
    `import '../compose/b.ts'`,
    `import '../rules/b.ts'`,
    `import '../../shared/text/b.ts'`,
    `import 'yjs'`,
  ],
  ['shared/compose/a.ts', `import '../proposal/b.ts'`, `import 'lib0/hash/sha256'`, `import '../ids.ts'`],
  ['shared/api/a.ts', `import '../ids.ts'`, `import 'zod/mini'`],
  ['server/store/a.ts', `import 'kysely'`, `import 'node:sqlite'`, `import '../../shared/ids.ts'`],
  ['server/guard/a.ts', `import 'yjs'`, `import '../../shared/rules/b.ts'`, `import '../actor/b.ts'`],
  ['server/app.ts', `import './store/b.ts'`, `import './http/b.ts'`, `import 'node:http'`],
  [
    'client/app/a.ts',
    `import '../register/b.ts'`,
    `import '../history/b.ts'`,
    `import '../../shared/api/b.ts'`,
  ],
  [
    'client/editor/a.ts',
    `import '../sync/b.ts'`,
    `import '../../shared/intent/b.ts'`,
    `import 'prosemirror-view'`,
  ],
  ['test/guard/a.ts', `import '../../server/guard/b.ts'`, `import '../builders/b.ts'`],
]

/** What a planted file in `folder` imports to break `bar`: one specifier a banned path or package. */
function listViolations(border: Border, bar: Bar): string[] {
  const inside = isFile(border.folder) ? dirname(border.folder) : border.folder
  if (bar.kind === 'own')
    return bar.paths.map(path => toSpecifier(inside, isFile(path) ? path : `${path}/planted.ts`))
  if (bar.kind === 'packages') return bar.packages.map(name => name.replace('*', 'fs/promises'))
  return [
    'react',
    'react-dom/client',
    'node:fs/promises',
    'fs',
    'ws',
    'express',
    '@tanstack/react-query',
    'left-pad',
  ]
}

function toSpecifier(inside: string, path: string): string {
  const found = relative(inside, path)
  return found.startsWith('.') ? found : `./${found}`
}

function isFile(path: string): boolean {
  return /\.tsx?$/.test(path)
}

function plant(border: Border, bar: Bar, name: string): Planted {
  const path = isFile(border.folder) ? border.folder : `${border.folder}/${name}.ts`
  const lines = listViolations(border, bar).flatMap((from, n) => FORMS.map(form => form(from, n)))
  return { path, why: bar.why, lines }
}

let top: string
beforeAll(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'directions-')))
  for (const name of ['oxlint.config.ts', 'scripts']) cpSync(name, join(top, name), { recursive: true })
  symlinkSync(resolve('node_modules'), join(top, 'node_modules'))
})
afterAll(() => rmSync(top, { recursive: true }))

async function lint(files: readonly Planted[]): Promise<Diagnostic[]> {
  for (const { path, lines } of files) {
    mkdirSync(join(top, dirname(path)), { recursive: true })
    writeFileSync(join(top, path), `${lines.join('\n')}\n`)
  }
  const args = ['--format=json', ...files.map(({ path }) => path)]
  const { output } = await runTool({ from: 'oxlint', program: 'oxlint' }, args, { cwd: top })
  return parseDiagnostics(output)
}

function parseDiagnostics(output: string): Diagnostic[] {
  return (JSON.parse(output.slice(output.indexOf('{'))) as { diagnostics: Diagnostic[] }).diagnostics
}

describe('import directions', () => {
  it('[FR3] fires for every banned direction, in every form of import, with the reason of its ban', async () => {
    const planted = BORDERS.flatMap((border, i) =>
      border.bars.map((bar, j) => plant(border, bar, `planted${i}x${j}`)),
    )
    const found = await lint(planted)
    const fired = new Set(
      found.map(({ filename, help, labels }) => `${filename}:${labels[0]?.span.line} ${help}`),
    )
    const silent = planted.flatMap(({ path, why, lines }) =>
      lines.filter((_, i) => !fired.has(`${path}:${i + 1} ${why}`)).map(line => `${path}: ${line}`),
    )
    expect(silent).toEqual([])
  })

  it('[FR3] lets the allowed directions pass', async () => {
    const allowed: Planted[] = ALLOWED.map(([path, ...lines]) => ({ path, why: '', lines }))
    const found = await lint(allowed)
    expect(found.filter(({ code }) => code === 'eslint(no-restricted-imports)')).toEqual([])
  })

  it('[FR4] keeps clock, chance, screen and network out of shared code and the guard, and HTML writing out of all', async () => {
    const impure = [
      'Date.now()',
      'new Date()',
      'Math.random()',
      'document.title',
      'fetch("/")',
      'process.env',
      'setTimeout(String)',
    ]
    const html = (name: string): string => `document.body.${name}`
    const folders = ['shared/text', 'server/guard']
    const planted = [
      ...folders.map(folder => ({
        path: `${folder}/impure.ts`,
        why: '',
        lines: impure.map(code => `void ${code}`),
      })),
      {
        path: 'client/editor/html.ts',
        why: '',
        lines: ['innerHTML', 'outerHTML'].map(name => `void ${html(name)}`),
      },
      { path: 'client/editor/asks.ts', why: '', lines: [`void fetch('/')`] },
    ]
    const found = (await lint(planted)).filter(({ code }) => /no-restricted-(globals|properties)/.test(code))
    const fired = new Set(found.map(({ filename, labels }) => `${filename}:${labels[0]?.span.line}`))
    const lines = planted.flatMap(({ path, lines }) => lines.map((_, i) => `${path}:${i + 1}`))
    expect(lines.filter(line => !fired.has(line))).toEqual([])
  })

  it('[FR3] finds no banned import in the project', async () => {
    const { output } = await runTool({ from: 'oxlint', program: 'oxlint' }, ['--format=json'])
    const found = parseDiagnostics(output).filter(({ code }) => code === 'eslint(no-restricted-imports)')
    expect(found.map(({ filename, labels, help }) => `${filename}:${labels[0]?.span.line} ${help}`)).toEqual(
      [],
    )
  })
})
