import { describe, expect, it } from 'vitest'
import { commands } from '../../server/cli/run.ts'
import { parseConfig } from '../../server/config.ts'
import { freshFolder, run } from './run-here.ts'

describe('the command line', () => {
  it('[CL1] tells all commands, and of each its options', async () => {
    const all = await run(['--help'])
    expect(all.exitCode).toBe(0)
    for (const { name, options } of commands) {
      expect(all.out).toContain(`chapeau ${name}`)
      for (const words of [
        [name, '--help'],
        ['help', name],
      ]) {
        const { exitCode, out } = await run(words)
        expect(exitCode).toBe(0)
        for (const option of Object.keys(options)) expect(out).toContain(`--${option}`)
      }
    }
    expect((await run([])).out).toBe(all.out)
  })

  it('[CL2] ends with 2 and one clear sentence when it cannot be read', async () => {
    const cases: [string[], RegExp][] = [
      [['decide'], /there is no command "decide"/],
      [['import'], /FILE is missing/],
      [['import', 'a.md', 'b.md'], /"b.md" is one word too many/],
      [['verify', '--date', 'x'], /--date/],
      [['verify', '--data'], /--data/],
      [['export', 'T', '--as', 'pdf'], /--as is one of markdown, text/],
      [['serve', '--port', 'many'], /the port is a number/],
      [['serve', '--port', '70000'], /the port is a number/],
    ]
    for (const [words, sentence] of cases) {
      const { exitCode, out, said } = await run(words)
      expect([exitCode, out], words.join(' ')).toEqual([2, ''])
      expect(said).toMatch(sentence)
    }
  })

  it('[CL2] ends with 1 and one sentence when a file or a text is not there', async () => {
    const data = freshFolder()
    expect(await run(['import', '/nowhere.md', '--data', data])).toMatchObject({
      exitCode: 1,
      said: '/nowhere.md cannot be read',
    })
    const missing = await run(['export', 'unknown', '--data', data])
    expect(missing).toMatchObject({ exitCode: 1, said: 'there is no text "unknown" in this folder' })
  })
})

describe('settings', () => {
  it('[CL3] have defaults that serve this machine alone', () => {
    const result = parseConfig({})
    expect(result).toEqual({
      kind: 'read',
      config: {
        data: 'data',
        host: '127.0.0.1',
        port: 3000,
        publicUrl: null,
        trustedProxies: [],
        logLevel: 'warn',
      },
    })
  })

  it('[CL3] take a public address and trusted proxies, and say what cannot be used', () => {
    const good = parseConfig({
      PUBLIC_URL: 'https://drafts.example.org',
      TRUSTED_PROXIES: '10.0.0.0/8, ::1',
      host: '0.0.0.0',
      port: '80',
    })
    expect(good).toMatchObject({
      kind: 'read',
      config: { trustedProxies: ['10.0.0.0/8', '::1'], host: '0.0.0.0', port: 80 },
    })
    const bad = [
      { PUBLIC_URL: 'drafts.example.org' },
      { PUBLIC_URL: 'ftp://drafts.example.org' },
      { PUBLIC_URL: 'https://drafts.example.org/path' },
      { PUBLIC_URL: 'https://me:pass@drafts.example.org' },
      { TRUSTED_PROXIES: 'everybody' },
      { TRUSTED_PROXIES: '10.0.0.0/99' },
      { LOG_LEVEL: 'loud' },
      { host: 'a b' },
    ]
    for (const settings of bad) {
      const result = parseConfig(settings)
      expect(result, JSON.stringify(settings)).toMatchObject({ kind: 'unusable' })
      if (result.kind === 'unusable') expect(result.faults).toHaveLength(1)
    }
  })
})
