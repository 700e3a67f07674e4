/** Unsent work kept on this machine: one store for a person, a party, a text and an epoch, so that two people in turn never mix. */
import { IndexeddbPersistence } from 'y-indexeddb'
import * as Y from 'yjs'
import { LastWords } from './last-words.ts'

export interface StoreKey {
  readonly person: string
  readonly party: string
  readonly text: string
  readonly epoch: string
}

export interface OfflineStore {
  /** Resolves when the document holds what was kept; at once when nothing can be kept here. */
  readonly loaded: Promise<void>
  /** Takes over what windows that went left behind, as far as the document holds what it builds on. */
  takeLast(): void
  /** Keeps at once what may not be in the database yet: the page is about to go. */
  keepLast(update: Uint8Array | null): void
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
  const last = new LastWords(plainStorage(), storeName(key))
  const keepLast = (update: Uint8Array | null) => last.keep(String(doc.clientID), update)
  let left: Uint8Array[] = []
  const takeLast = () => {
    const all = [...left, ...last.takeAll()]
    left = all.filter(update => !fits(doc, update))
    for (const update of all) if (!left.includes(update)) Y.applyUpdate(doc, update, last)
  }
  if (typeof indexedDB === 'undefined')
    return { loaded: Promise.resolve(), takeLast, keepLast, clear: async () => {}, close: async () => {} }
  const persistence = new IndexeddbPersistence(storeName(key), doc)
  return {
    loaded: loadedOrGivenUp(persistence).then(takeLast),
    takeLast,
    keepLast,
    clear: async () => {
      left = []
      last.takeAll()
      await persistence.clearData()
    },
    close: () => persistence.destroy(),
  }
}

/** True when nothing that the update builds on is missing. */
function fits(doc: Y.Doc, update: Uint8Array): boolean {
  const probe = new Y.Doc()
  try {
    Y.applyUpdate(probe, Y.encodeStateAsUpdate(doc))
    Y.applyUpdate(probe, update)
  } catch {
    return false // not an update: somebody else wrote there
  }
  return probe.store.pendingStructs === null && probe.store.pendingDs === null
}

/** null where the browser forbids it. */
function plainStorage(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
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
