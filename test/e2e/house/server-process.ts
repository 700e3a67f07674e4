/** The server as a process of its own, to be killed and started anew on the same folder and port. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const cli = join(import.meta.dirname, '../../../server/cli/main.ts')
const run = promisify(execFile)

export class ServerProcess {
  readonly folder: string
  private child: ChildProcess | null = null
  private port = 0
  url = ''

  constructor(folder: string) {
    this.folder = folder
  }

  /** Starts; resolves once it says where it listens. */
  async start(): Promise<void> {
    const child = spawn(
      process.execPath,
      [cli, 'serve', '--data', this.folder, '--port', String(this.port)],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, LOG_LEVEL: 'silent' },
      },
    )
    this.child = child
    const said: string[] = []
    child.stderr?.on('data', (data: Buffer) => said.push(String(data)))
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      const found = /http:\/\/[^\s]+/.exec(line)?.[0]
      if (!found) continue
      this.url = new URL(found).origin
      this.port = Number(new URL(found).port)
      child.stdout?.resume()
      return
    }
    throw new Error(`the server ended before it listened: ${said.join('')}`)
  }

  /** Ends it as a power cut does: nothing of it runs on. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
    const child = this.child
    this.child = null
    if (!child || child.exitCode !== null) return child?.exitCode ?? null
    const ended = once(child, 'exit')
    child.kill(signal)
    const [code] = (await ended) as [number | null]
    return code
  }

  /** Runs a command of the command line; its standard output. */
  async command(...args: string[]): Promise<string> {
    const { stdout } = await run(process.execPath, [cli, ...args, '--data', this.folder])
    return stdout
  }
}
