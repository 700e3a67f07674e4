/** Entries, logs and stores for tests: one line each, cleaned up after the test. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Head, NewEntry } from '../../server/log/entry.ts'
import type { Log, LogFailure } from '../../server/log/log.ts'
import { openLog } from '../../server/log/pipelined-log.ts'
import { openDataFolder } from '../../server/store/data-folder.ts'
import { type Store, type StoreOptions, openStore } from '../../server/store/store.ts'
import type { ConnectionId, PartyId, PersonId, StreamId, UnixMs } from '../../shared/ids.ts'
import { MemoryEntryStore } from './memory-entry-store.ts'

export const streamA = 'text:A' as StreamId
export const streamB = 'text:B' as StreamId

/** An entry of Ana for Brazil whose payload is the text given. */
export function entry(words: string, fields: Partial<NewEntry> = {}): NewEntry {
  return {
    kind: 'edit',
    at: 1_700_000_000_000 as UnixMs,
    actor: 'ana' as PersonId,
    party: 'BR' as PartyId,
    onBehalfOf: null,
    connection: 'connection-1' as ConnectionId,
    payload: new TextEncoder().encode(words),
    ...fields,
  }
}

/** What the payloads of a stream say, in order. */
export function readWords(log: Log, stream: StreamId): string[] {
  return Array.from(log.read(stream, 1), ({ payload }) => new TextDecoder().decode(payload))
}

/** What became of an append. */
export interface Appended {
  readonly head: Head
  readonly failure: LogFailure | null
}

/** Appends and resolves with what became of it. */
export function append(log: Log, stream: StreamId, words: string): Promise<Appended> {
  return new Promise(resolve => {
    const head: Head = log.append(stream, entry(words), failure => resolve({ head, failure }))
  })
}

/** Resolves when the log goes out of service. */
export function failed(log: Log): Promise<LogFailure> {
  return new Promise(resolve => {
    const stop = log.onFailure(failure => {
      stop()
      resolve(failure)
    })
  })
}

/** Resolves when the log is back in service. */
export function recovered(log: Log): Promise<void> {
  return new Promise(resolve => {
    const stop = log.onRecovery(() => {
      stop()
      resolve()
    })
  })
}

/** A folder that goes with the test. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'chapeau-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** A log over a store in memory; probes at once. */
export function memoryLog(store = new MemoryEntryStore()): { log: Log; store: MemoryEntryStore } {
  const log = openLog(store, { probeMs: 1 })
  onTestFinished(() => log.close())
  return { log, store }
}

/** A store in `directory` (default: a fresh one), closed with the test or before; probes at once. */
export async function sqliteStore(
  options: StoreOptions & { readonly directory?: string } = {},
): Promise<Store & { readonly databasePath: string; readonly directory: string }> {
  const directory = options.directory ?? temporaryFolder()
  const folder = openDataFolder(directory)
  const store = await openStore(folder, { probeMs: 1, ...options })
  const close = async () => {
    await store.close()
    folder.close()
  }
  onTestFinished(close)
  return { ...store, close, directory, databasePath: folder.databasePath }
}
