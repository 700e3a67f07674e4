/** A server on a data folder, until it is asked to end. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import pino, { type Logger } from 'pino'
import { makeSecret } from '../actor/secrets.ts'
import { type App, makeApp } from '../app.ts'
import { type Config, parseConfig } from '../config.ts'
import { FolderHeld } from '../store/data-folder.ts'
import type { Arguments } from './command.ts'
import { seedDemo } from './demo/seed.ts'
import { type Installation, openInstallation } from './installation.ts'
import { keepOperatorToken, removeOperatorToken } from './operator-token.ts'
import { CommandFailed, exitCodes, type Terminal } from './terminal.ts'

export interface Serving {
  readonly app: App
  readonly installation: Installation
  /** Under which this machine reaches it. */
  readonly url: URL
  close(): Promise<void>
}

/** Where the built client lies. */
export const clientFolder = join(import.meta.dirname, '../../dist/client')

/** The settings of options and environment. @throws CommandFailed with a sentence for each that cannot be used. */
export function readConfig({ values }: Arguments, { env }: Terminal): Config {
  const option = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined)
  const { PUBLIC_URL, TRUSTED_PROXIES, LOG_LEVEL } = env
  const settings = {
    data: option('data'),
    host: option('host'),
    port: option('port'),
    PUBLIC_URL,
    TRUSTED_PROXIES,
    LOG_LEVEL,
  }
  const result = parseConfig(settings)
  if (result.kind === 'unusable') throw new CommandFailed(exitCodes.usage, result.faults.join('\n'))
  return result.config
}

/** Serves the folder; resolves once it listens. @throws CommandFailed when the folder is held or the port is taken. */
export async function startServing(config: Config): Promise<Serving> {
  const logger = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: true }))
  const installation = await openOrExplain(config.data, logger)
  try {
    return await listen(config, installation, logger)
  } catch (error) {
    await installation.close()
    throw error
  }
}

async function listen(config: Config, installation: Installation, logger: Logger): Promise<Serving> {
  const { folder, store, rooms, ids, now, randomBytes } = installation
  const operatorToken = makeSecret(randomBytes)
  const { publicUrl, trustedProxies, host, port } = config
  const app = makeApp({
    ...{ accounts: store.accounts, log: store.log, rooms, ids, now, randomBytes, logger, operatorToken },
    ...{ publicUrl, trustedProxies, every },
    clientFolder: existsSync(join(clientFolder, 'index.html')) ? clientFolder : null,
    seedDemo: () => seedDemo({ accounts: store.accounts, rooms, ids, now }),
  })
  const url = await app.listen(host, port).catch((error: unknown) => {
    throw explainListen(error, config)
  })
  keepOperatorToken(folder.path, operatorToken)
  folder.announce(url.href)
  return { app, installation, url, close: () => close(app, installation) }
}

/** First no more is taken, then what was taken is put on disk, then the sockets go. */
async function close(app: App, installation: Installation): Promise<void> {
  removeOperatorToken(installation.folder.path)
  await app.close(() => installation.rooms.close())
  await installation.close()
}

async function openOrExplain(data: string, logger: Logger): Promise<Installation> {
  try {
    return await openInstallation(data, logger)
  } catch (error) {
    if (error instanceof FolderHeld) throw new CommandFailed(exitCodes.held, error.message)
    throw error
  }
}

/** A port that is taken, or may not be taken, is the caller's to change. */
function explainListen(error: unknown, { host, port }: Config): unknown {
  const code = (error as { code?: unknown } | null)?.code
  if (code === 'EADDRINUSE')
    return new PortTaken(`port ${port} of ${host} is taken; choose another with --port`)
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new CommandFailed(exitCodes.failed, `${host} port ${port} cannot be listened on: ${String(code)}`)
  return error
}

/** Somebody else listens there. */
export class PortTaken extends CommandFailed {
  constructor(message: string) {
    super(exitCodes.failed, message)
  }
}

function every(ms: number, task: () => void): () => void {
  const timer = setInterval(task, ms)
  timer.unref()
  return () => clearInterval(timer)
}
