/** What was written here and is not known to be in the record: counted by frames, kept as words. */
import * as Y from 'yjs'
import { parseClientFrame } from '../../shared/protocol/frame.ts'

interface UnsavedUpdate {
  readonly update: Uint8Array
  /** Number of the sync frame that carried it on the line that stands; null: not sent on this line. */
  frame: number | null
}

export class Unsaved {
  private updates: UnsavedUpdate[] = []
  private sent = 0
  private recorded = 0
  /** Number of the last frame that carried something. */
  private carried = 0

  /** Writes that the record does not hold. */
  get count(): number {
    return this.updates.length
  }

  /** True when everything written here is in the record. */
  get isEmpty(): boolean {
    return this.updates.length === 0 && this.recorded >= this.carried
  }

  /** A new line: frames are counted from 1 again. */
  opened(): void {
    this.sent = 0
    this.recorded = 0
    this.carried = 0
    for (const entry of this.updates) entry.frame = null
  }

  /** Something was written here. */
  wrote(update: Uint8Array): void {
    this.updates.push({ update, frame: null })
  }

  /**
   * A sync frame left. One that answers the server's question carries all that was written before it, what an earlier
   * sitting kept on this machine included.
   */
  sentFrame(frame: Uint8Array): void {
    this.sent++
    const parsed = parseClientFrame(frame)
    if (parsed?.kind !== 'update' && parsed?.kind !== 'sync-step-2') return
    if (parsed.update.some(byte => byte !== 0)) this.carried = this.sent
    for (const entry of this.updates) if (entry.frame === null) entry.frame = this.sent
    if (parsed.kind === 'sync-step-2' && !this.updates.length && hasStructs(parsed.update))
      this.updates.push({ update: parsed.update, frame: this.sent })
  }

  /** The record holds all sync frames up to this one. */
  recordedUpTo(upTo: number): void {
    this.recorded = Math.max(this.recorded, upTo)
    this.updates = this.updates.filter(({ frame }) => frame === null || frame > this.recorded)
  }

  /** All that is not in the record as one update; null when there is nothing. */
  get update(): Uint8Array | null {
    return this.updates.length ? Y.mergeUpdates(this.updates.map(({ update }) => update)) : null
  }

  /** The words of all that is not in the record, in the order of writing; letters deleted since are left out. */
  words(doc: Y.Doc): string {
    return this.updates.map(({ update }) => livingWords(update, doc)).join('')
  }

  clear(): void {
    this.updates = []
  }
}

/** An update opens with the number of clients it holds structs of. */
function hasStructs(update: Uint8Array): boolean {
  return update[0] !== 0
}

function livingWords(update: Uint8Array, doc: Y.Doc): string {
  let words = ''
  for (const struct of Y.decodeUpdate(update).structs)
    if (struct instanceof Y.Item && struct.content instanceof Y.ContentString)
      words += livingPart(struct, doc)
  return words
}

function livingPart(item: Y.Item, doc: Y.Doc): string {
  const { str } = item.content as Y.ContentString
  let out = ''
  for (let i = 0; i < str.length; i++) if (!isDeleted(doc, item.id.client, item.id.clock + i)) out += str[i]
  return out
}

function isDeleted(doc: Y.Doc, client: number, clock: number): boolean {
  const structs = doc.store.clients.get(client)
  const last = structs?.at(-1)
  if (!structs || !last || clock >= last.id.clock + last.length) return false
  return structs[Y.findIndexSS(structs, clock)]?.deleted ?? false
}
