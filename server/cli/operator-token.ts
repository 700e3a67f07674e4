/** The token of whoever may read the data folder: made anew by each server, kept beside the record for its owner alone. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const fileName = 'operator-token'

/** Keeps the token until `removeOperatorToken`. */
export function keepOperatorToken(folder: string, token: string): void {
  const path = join(folder, fileName)
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${token}\n`, { mode: 0o600 })
  renameSync(draft, path)
}

/** The token a server kept; null when there is none, or it is not ours to read. */
export function readOperatorToken(folder: string): string | null {
  try {
    return readFileSync(join(folder, fileName), 'utf8').trim()
  } catch {
    return null // no server, or another person's: the caller says that it cannot be asked
  }
}

export function removeOperatorToken(folder: string): void {
  rmSync(join(folder, fileName), { force: true })
}
