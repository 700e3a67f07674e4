/** From entries to a document: applies what the record holds and adds nothing of its own. */
import * as Y from 'yjs'
import { newTextDoc, serverClientId } from '../../shared/text/roots.ts'
import type { EntryPayload } from '../log/payload.ts'

/** The record holds updates that do not fit on what it holds before them. */
export class ReplayError extends Error {
  override name = 'ReplayError'
}

/** A document of the server with what the payloads hold, in order, on top of `state` (null: nothing). @throws ReplayError. */
export function replay(state: Uint8Array | null, payloads: Iterable<EntryPayload>): Y.Doc {
  const doc = newTextDoc({ clientId: serverClientId })
  doc.transact(transaction => {
    if (state) Y.applyUpdate(doc, state)
    for (const { update, additions } of payloads) {
      if (update) Y.applyUpdate(doc, update)
      if (additions) Y.applyUpdate(doc, additions)
    }
    // Yjs tidies formats after updates from elsewhere, and takes another client id when it meets its own there.
    transaction.local = true
  }, 'replay')
  if (doc.store.pendingStructs || doc.store.pendingDs)
    throw new ReplayError('an entry hangs on something the record does not hold')
  return doc
}
