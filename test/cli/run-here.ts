/** The command line without a process: words in, what it printed and its exit code out. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { runCommandLine } from '../../server/cli/run.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A fresh folder, removed after the test. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chapeau-cli-'))
  folders.push(folder)
  return folder
}

export interface Ran {
  readonly exitCode: number
  readonly out: string
  readonly bytes: Buffer
  readonly said: string
}

/** Runs a command to its end; one that serves ends at once unless `untilAsked` is given. */
export async function run(
  words: readonly string[],
  options: {
    env?: Record<string, string>
    untilAsked?: () => Promise<void>
    onOut?: (text: string) => void
  } = {},
): Promise<Ran> {
  const out: Buffer[] = []
  const said: string[] = []
  const exitCode = await runCommandLine(words, {
    out: content => {
      out.push(Buffer.from(content))
      options.onOut?.(Buffer.concat(out).toString())
    },
    say: line => said.push(line),
    env: options.env ?? {},
    untilAsked: options.untilAsked ?? (async () => {}),
  })
  const bytes = Buffer.concat(out)
  return { exitCode, out: bytes.toString(), bytes, said: said.join('\n') }
}

/** A server on a folder, until `stop`. */
export async function serveHere(data: string): Promise<{ url: URL; stop: () => Promise<Ran> }> {
  const asked = Promise.withResolvers<void>()
  const listening = Promise.withResolvers<URL>()
  const ended = run(['serve', '--data', data, '--port', '0'], {
    untilAsked: () => asked.promise,
    onOut: text => listening.resolve(new URL(/at (\S+)/.exec(text)?.[1] ?? '')),
  })
  const url = await Promise.race([
    listening.promise,
    ended.then(({ said }) => {
      throw new Error(`it did not serve: ${said}`)
    }),
  ])
  return {
    url,
    stop: () => {
      asked.resolve()
      return ended
    },
  }
}
