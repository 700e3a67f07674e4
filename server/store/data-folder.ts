/** The folder in which a server keeps everything: held by one process at a time, readable by its owner alone. */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isBusyError } from './sqlite-error.ts'

/** The process that holds a folder, as far as it tells. */
export interface Holder {
  readonly pid: number
  /** Where its server answers; null: none, or not yet. */
  readonly url: string | null
}

export interface DataFolder {
  /** Absolute. */
  readonly path: string
  readonly databasePath: string
  /** Tells other processes where this one answers. */
  readonly announce: (url: string) => void
  /** Lets go of the folder; after that nothing in it may be written. */
  readonly close: () => void
}

/** Another process holds the folder. */
export class FolderHeld extends Error {
  override name = 'FolderHeld'
  readonly code = 'held'
  /** null: it has not said yet who it is. */
  readonly holder: Holder | null

  constructor(path: string, holder: Holder | null) {
    const who = holder ? `process ${holder.pid}${holder.url ? `, ${holder.url}` : ''}` : 'another process'
    super(`${path} is held by ${who}`)
    this.holder = holder
  }
}

/** Locks in force: one that nothing refers to would be collected, and let go. */
const locks = new Set<DatabaseSync>()

const lockName = 'lock'
const databaseName = 'chapeau.db'
const holderName = 'server.json'

/**
 * Takes hold of the folder, made if it is not there. The hold ends with the process, however it ends: it is a lock
 * of the operating system, so no trace of a dead process stands in the way. @throws FolderHeld.
 */
export function openDataFolder(folder: string): DataFolder {
  const path = resolve(folder)
  mkdirSync(path, { recursive: true, mode: 0o700 })
  chmodSync(path, 0o700)
  const lock = takeLock(path)
  const holderPath = join(path, holderName)
  const databasePath = join(path, databaseName)
  createPrivate(databasePath)
  writeHolder(holderPath, { pid: process.pid, url: null })
  return {
    path,
    databasePath,
    announce: url => writeHolder(holderPath, { pid: process.pid, url }),
    close() {
      if (!lock.isOpen) return
      rmSync(holderPath, { force: true })
      locks.delete(lock)
      lock.close()
    },
  }
}

/** Who holds the folder now; null: nobody, or it has not said so yet. */
export function findHolder(folder: string): Holder | null {
  try {
    const holder: unknown = JSON.parse(readFileSync(join(folder, holderName), 'utf8'))
    return isHolder(holder) && isAlive(holder.pid) ? holder : null
  } catch {
    return null // no such file, or being written: nobody has said anything
  }
}

/**
 * SQLite's own exclusive lock on an empty file: it works alike on all systems and the kernel ends it with the process.
 * The file must not be opened by any other means: closing it would drop the lock (POSIX).
 */
function takeLock(path: string): DatabaseSync {
  const lockPath = join(path, lockName)
  createPrivate(lockPath)
  const lock = new DatabaseSync(lockPath, { timeout: 0 })
  try {
    lock.exec('begin exclusive')
    locks.add(lock)
    return lock
  } catch (error) {
    lock.close()
    if (isBusyError(error)) throw new FolderHeld(path, findHolder(path))
    throw error
  }
}

/** Makes an empty file that only its owner reads; one that is there is not opened. */
function createPrivate(path: string): void {
  if (!existsSync(path)) {
    try {
      writeFileSync(path, '', { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if (!existsSync(path)) throw error // made by another process meanwhile: as good
    }
  }
  chmodSync(path, 0o600)
}

/** Put in place whole, so that a reader finds the old one or the new one. */
function writeHolder(path: string, holder: Holder): void {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(holder)}\n`, { mode: 0o600 })
  renameSync(draft, path)
}

function isHolder(value: unknown): value is Holder {
  if (typeof value !== 'object' || value === null || !('pid' in value) || !('url' in value)) return false
  return Number.isSafeInteger(value.pid) && (value.url === null || typeof value.url === 'string')
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
