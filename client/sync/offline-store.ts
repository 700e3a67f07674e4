/** Unsent work kept on this machine: one store for a person, a party, a text and an epoch, so that two people in turn never mix. */
import { IndexeddbPersistence } from 'y-indexeddb'
import type * as Y from 'yjs'

export interface StoreKey {
  readonly person: string
  readonly party: string
  readonly text: string
  readonly epoch: string
}

export interface OfflineStore {
  /** Resolves when the document holds what was kept; at once when nothing can be kept here. */
  readonly loaded: Promise<void>
  /** Forgets everything kept under this key. */
  clear(): Promise<void>
  close(): Promise<void>
}

/** Name of the database of a key. */
export function storeName({ person, party, text, epoch }: StoreKey): string {
  return ['chapeau', person, party, text, epoch].map(encodeURIComponent).join('/')
}

/** Keeps a document on this machine from now on. Where the browser keeps nothing (private windows), it keeps nothing and says so by resolving at once. */
export function openOfflineStore(key: StoreKey, doc: Y.Doc): OfflineStore {
  if (typeof indexedDB === 'undefined')
    return { loaded: Promise.resolve(), clear: async () => {}, close: async () => {} }
  const persistence = new IndexeddbPersistence(storeName(key), doc)
  return {
    loaded: loadedOrGivenUp(persistence),
    clear: () => persistence.clearData(),
    close: () => persistence.destroy(),
  }
}

/** A browser that refuses storage, or whose storage is held up by another tab, must not keep anybody from working online. */
async function loadedOrGivenUp(persistence: IndexeddbPersistence): Promise<void> {
  const refused = persistence._db.then(
    () => new Promise<void>(() => {}),
    () => undefined,
  )
  const tooLate = new Promise<void>(resolve => setTimeout(resolve, maxLoadMs))
  await Promise.race([persistence.whenSynced, refused, tooLate])
}

const maxLoadMs = 5_000
