/** Runs a command on a folder: in this process when nobody holds it, through the server that does when there is one. */
import pino, { type Logger } from 'pino'
import { FolderHeld } from '../store/data-folder.ts'
import { type Installation, openInstallation } from './installation.ts'
import { connectRemote, heldFault, type Remote } from './remote.ts'

export interface Ways<T> {
  readonly here: (installation: Installation) => Promise<T>
  readonly there: (remote: Remote) => Promise<T>
}

/** What the way that is open gives. @throws CommandFailed when the folder is held by something that cannot be asked. */
export async function onFolder<T>(data: string, ways: Ways<T>): Promise<T> {
  const opened = await openOrHolder(data)
  if (opened instanceof FolderHeld) return ways.there(connectHolder(data, opened))
  try {
    return await ways.here(opened)
  } finally {
    await opened.close()
  }
}

async function openOrHolder(data: string): Promise<Installation | FolderHeld> {
  try {
    return await openInstallation(data, quietLogger())
  } catch (error) {
    if (error instanceof FolderHeld) return error
    throw error
  }
}

function connectHolder(data: string, { holder }: FolderHeld): Remote {
  const url = holder?.url ?? null
  if (url === null) throw heldFault(data, 'it has not said where it answers')
  return connectRemote(data, url)
}

/** For commands that end at once: only what went wrong, on standard error. */
export function quietLogger(): Logger {
  return pino({ level: 'error' }, pino.destination({ dest: 2, sync: true }))
}
