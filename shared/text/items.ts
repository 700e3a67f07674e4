/** Reading and writing Y.Text by the identity of its characters. The only file, beside relocation and guard, that reads Yjs' internals. */
import * as Y from 'yjs'
import type { HostId } from '../ids.ts'
import { type CharAnchor, startOf, type TextAnchor } from './anchor.ts'
import type { Embed, Marks } from './roots.ts'

/** A visible stretch of a text that lies in one Yjs item: `off` in visible UTF-16 units, (c, k) the id of its first unit. */
export interface Piece {
  readonly off: number
  readonly len: number
  readonly c: number
  readonly k: number
  readonly text: string | null
  readonly embed: Embed | null
  readonly marks: Marks | null
}

/** The host id of a text that hangs in a map of the document: the key of that map. Null for a detached text, and for a rationale, which is none. */
export function hostOfText(text: Y.Text): HostId | null {
  if (text._item?.parentSub !== 'text') return null
  const holder = text._item?.parent as Y.Map<unknown> | undefined
  return (holder?._item?.parentSub as HostId | undefined) ?? null
}

/** The item that holds (client, clock), or null when the document has not seen it or has collected it. */
export function findItem(doc: Y.Doc, client: number, clock: number): Y.Item | null {
  const structs = doc.store.clients.get(client)
  const last = structs?.at(-1)
  if (!structs || !last || clock >= last.id.clock + last.length) return null
  const struct = structs[Y.findIndexSS(structs, clock)]
  return struct instanceof Y.Item ? struct : null
}

/** Visible pieces of a text, in order, with the marks in force. */
export function piecesOf(text: Y.Text): Piece[] {
  const pieces: Piece[] = []
  let off = 0
  let marks: Marks | null = null
  for (let item = text._start; item; item = item.right) {
    if (item.deleted) continue
    if (item.content instanceof Y.ContentFormat) {
      marks = withMark(marks, item.content.key, item.content.value as unknown)
      continue
    }
    if (!item.countable) continue
    pieces.push(pieceOf(item, off, marks))
    off += item.length
  }
  return pieces
}

function pieceOf(item: Y.Item, off: number, marks: Marks | null): Piece {
  const base = { off, len: item.length, c: item.id.client, k: item.id.clock, marks }
  if (item.content instanceof Y.ContentString) return { ...base, text: item.content.str, embed: null }
  const embed = item.content instanceof Y.ContentEmbed ? (item.content.embed as Embed) : ({ br: 1 } as const)
  return { ...base, text: null, embed }
}

function withMark(marks: Marks | null, key: string, value: unknown): Marks | null {
  const next: Record<string, unknown> = { ...marks }
  if (value === null) delete next[key]
  else next[key] = value
  return Object.keys(next).length ? (next as Marks) : null
}

/** The part of `pieces` that covers visible offsets [from, to). */
export function slicePieces(pieces: readonly Piece[], from: number, to: number): Piece[] {
  const out: Piece[] = []
  for (const piece of pieces) {
    const a = Math.max(from, piece.off)
    const b = Math.min(to, piece.off + piece.len)
    if (a < b)
      out.push({
        ...piece,
        off: a,
        len: b - a,
        k: piece.k + a - piece.off,
        text: piece.text?.slice(a - piece.off, b - piece.off) ?? null,
      })
  }
  return out
}

/** The id of the visible unit at `off`, or null past the end. */
export function idAt(text: Y.Text, off: number): { c: number; k: number } | null {
  let seen = 0
  for (let item = text._start; item; item = item.right) {
    if (item.deleted || !item.countable) continue
    if (seen + item.length > off) return { c: item.id.client, k: item.id.clock + off - seen }
    seen += item.length
  }
  return null
}

/** The anchor after the visible unit left of `off`; the host's start when there is none. */
export function anchorAfter(host: string, text: Y.Text, off: number): TextAnchor {
  const id = off > 0 ? idAt(text, off - 1) : null
  return id ? charAnchor(host, id, -1) : startOf(host)
}

/** The anchor before the visible unit right of `off`; falls back to the left side at the end of the text. */
export function anchorBefore(host: string, text: Y.Text, off: number): TextAnchor {
  const id = idAt(text, off)
  return id ? charAnchor(host, id, 1) : anchorAfter(host, text, off)
}

/** The anchor after the last visible unit of a text. */
export function anchorAtEnd(host: string, text: Y.Text): TextAnchor {
  return anchorAfter(host, text, text.length)
}

function charAnchor(host: string, id: { c: number; k: number }, s: -1 | 1): CharAnchor {
  return { h: host as HostId, c: id.c, k: id.k, s }
}

/** Where a unit of an item stands: visible units left of it, and all units (tombstones too) left of it. `side` -1 counts the unit itself. */
export function offsetsOf(item: Y.Item, clock: number, side: -1 | 1): { off: number; raw: number } {
  const within = clock - item.id.clock + (side < 0 ? 1 : 0)
  let off = item.deleted || !item.countable ? 0 : within
  let raw = within
  for (let left = item.left; left; left = left.left) {
    raw += left.length
    if (!left.deleted && left.countable) off += left.length
  }
  return { off, raw }
}

/**
 * Inserts after the *living* left neighbour. `Y.Text.insert` walks over tombstones, so that the left origin may be a
 * character that was copied elsewhere, and the text would look late to the server.
 */
export function insertText(
  text: Y.Text,
  off: number,
  words: string,
  marks: Marks | null,
  left: Left = 'living',
): void {
  placeContent(text, { off, left }, marks, () => new Y.ContentString(words), words.length)
}

/** Like `insertText`, for one embed. */
export function insertEmbed(
  text: Y.Text,
  off: number,
  embed: Embed,
  marks: Marks | null = null,
  left: Left = 'living',
): void {
  placeContent(text, { off, left }, marks, () => new Y.ContentEmbed(embed), 1)
}

/** What an insertion at the end of a text follows: the last living unit, or the last of all, so that brackets which hang on deleted units stay left of it. */
export type Left = 'living' | 'last'

function placeContent(
  text: Y.Text,
  place: { off: number; left: Left },
  marks: Marks | null,
  content: () => Y.ContentString | Y.ContentEmbed,
  length: number,
): void {
  const doc = text.doc
  if (!doc) throw new Error('insert into a text that stands in no document')
  doc.transact(transaction => {
    const left = place.left === 'last' ? lastItem(text) : livingLeft(transaction, text, place.off)
    const right = left ? left.right : text._start
    const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID))
    if (text._searchMarker) text._searchMarker.length = 0
    new Y.Item(id, left, left && left.lastId, right, right && right.id, text, null, content()).integrate(
      transaction,
      0,
    )
    setMarks(text, place.off, length, marks)
  })
}

/** Appends units that are deleted from the start, behind all of a text: a place for what hung on deleted units elsewhere. Gives the id of the first. */
export function appendDeleted(text: Y.Text, length: number): { c: number; k: number } {
  const doc = text.doc
  if (!doc) throw new Error('append to a text that stands in no document')
  const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID))
  doc.transact(transaction => {
    const left = lastItem(text)
    const content = new Y.ContentDeleted(length)
    new Y.Item(id, left, left && left.lastId, null, null, text, null, content).integrate(transaction, 0)
  })
  return { c: id.client, k: id.clock }
}

function lastItem(text: Y.Text): Y.Item | null {
  let last = text._start
  while (last?.right) last = last.right
  return last
}

/** The item that ends at visible offset `off`, split there if needed; null at the start. */
function livingLeft(transaction: Y.Transaction, text: Y.Text, off: number): Y.Item | null {
  if (off > 0) {
    const id = idAt(text, off - 1)
    if (!id) throw new Error(`insert at ${off} in a text of ${text.length}`)
    return Y.getItemCleanEnd(transaction, transaction.doc.store, Y.createID(id.c, id.k))
  }
  return null
}

/** Gives exactly `marks` to [off, off + length): what is inherited and not wanted is taken off. */
function setMarks(text: Y.Text, off: number, length: number, marks: Marks | null): void {
  const now = piecesOf(text).find(piece => piece.off <= off && off < piece.off + piece.len)?.marks ?? null
  const change: Record<string, unknown> = {}
  for (const key of Object.keys(now ?? {})) if (!(marks && key in marks)) change[key] = null
  for (const [key, value] of Object.entries(marks ?? {}))
    if (now?.[key as keyof Marks] !== value) change[key] = value
  if (Object.keys(change).length) text.format(off, length, change)
}

/** Deletes the visible units of [clock, clock + len) of `client` that stand in `text`. */
export function deleteIds(text: Y.Text, client: number, clock: number, len: number): void {
  for (const piece of piecesOf(text).reverse()) {
    if (piece.c !== client || piece.k >= clock + len || clock >= piece.k + piece.len) continue
    const a = Math.max(0, clock - piece.k)
    const b = Math.min(piece.len, clock + len - piece.k)
    text.delete(piece.off + a, b - a)
  }
}
