import { existsSync, readFileSync } from 'node:fs'
import { delimiter } from 'node:path'
import { describe, expect, it } from 'vitest'
import { execFileSync } from 'node:child_process'
import { run } from '../../scripts/run.ts'

const description = JSON.parse(readFileSync('package.json', 'utf8')) as {
  bin: Record<string, string>
  scripts: Record<string, string>
}

describe('what npm starts', () => {
  it('[FR11] is there: the program, executable as committed, and the file of every script', () => {
    const program = description.bin['chapeau'] ?? ''
    expect(execFileSync('git', ['ls-files', '--stage', program], { encoding: 'utf8' })).toMatch(/^100755 /)
    expect(readFileSync(program, 'utf8').split('\n')[0]).toBe('#!/usr/bin/env node')
    const files = Object.values(description.scripts).flatMap(script => script.match(/[\w/.-]+\.ts\b/g) ?? [])
    expect(files.filter(file => !existsSync(file))).toEqual([])
  })

  it('[FR11] runs on the Node that npm brings, by npx and by name, whatever stands on PATH', async () => {
    const path = (process.env['PATH'] ?? '')
      .split(delimiter)
      .filter(folder => !folder.includes('node_modules'))
    const env = { PATH: path.join(delimiter), npm_config_offline: 'true' }
    for (const [command, ...args] of [
      ['npx', 'chapeau', '--help'],
      ['npm', 'run', '--silent', 'chapeau', '--', '--help'],
    ] as const) {
      const { code, output } = await run(command, args, { env })
      expect(output).toContain('chapeau roundtrip FILE')
      expect(code).toBe(0)
    }
  })
})
