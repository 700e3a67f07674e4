import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** How a program ended: `code` is its exit code (1 when a signal ended it), `output` all it printed, in order. */
export interface Outcome {
  readonly code: number
  readonly output: string
  readonly ms: number
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv
  /** `live` shows the output as it comes, `quiet` only keeps it. */
  readonly show?: 'live' | 'quiet'
  readonly timeoutMs?: number
  readonly cwd?: string
}

/** Runs the program of an installed package on the Node that runs this script: no PATH, no shell, same on every system. */
export function runTool(tool: Tool, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return run(process.execPath, [toolPath(tool), ...args], options)
}

/** An installed package and which of its programs. */
export interface Tool {
  readonly from: string
  readonly program: string
}

/** The file of an installed package's program, read from the package's own description. */
export function toolPath(tool: Tool): string {
  const description = join(import.meta.dirname, '..', 'node_modules', tool.from, 'package.json')
  const { bin } = JSON.parse(readFileSync(description, 'utf8')) as { bin: string | Record<string, string> }
  const file = typeof bin === 'string' ? bin : bin[tool.program]
  if (file === undefined) throw new Error(`${tool.from} has no program ${tool.program}`)
  return join(dirname(description), file)
}

/** Runs `command` to its end, or to `timeoutMs` (15 minutes unless told), and tells how it ended; never throws for a failing program. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const started = performance.now()
  const live = options.show === 'live'
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: options.timeoutMs ?? 15 * 60_000,
    env: { ...process.env, ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  })
  let output = ''
  const keep = (chunk: Buffer): void => {
    output += chunk.toString()
    if (live) process.stdout.write(chunk)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (signal) output += `\nended by ${signal}\n`
      resolve({ code: code ?? 1, output, ms: performance.now() - started })
    })
  })
}
