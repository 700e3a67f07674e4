/** A person's edit within one block becomes writes into the right containers: own and directly writable letters are changed, all else is proposed. */
import type * as Y from 'yjs'
import { getState } from 'yjs'
import type { ComposedBlock } from '../compose/compose.ts'
import type { Change, Model } from '../compose/model.ts'
import type { LetterRun } from '../compose/run.ts'
import { wordsOf } from '../compose/run.ts'
import type { ChangeId, HostId, NoteId } from '../ids.ts'
import { addChange, addIds, notesOfChange } from '../proposal/change.ts'
import { deleteIds, insertEmbed, insertText } from '../text/items.ts'
import { addNote, type ChangeMap, textOf } from '../text/roots.ts'
import { type InsertPoint, insertPoint, mayWrite, type ReboundEnd, reboundEnds } from './insert-point.ts'
import { cover, locate } from './locate.ts'
import {
  type Content,
  contentLength,
  contentOrigin,
  ensureProposal,
  freshChangeId,
  owns,
  structureOrigin,
  type Writer,
} from './writer.ts'

/** One edit: shown offsets [from, to) of a block give way to `content`. */
export interface BlockEdit {
  readonly block: ComposedBlock
  readonly from: number
  readonly to: number
  readonly content: readonly Content[]
}

export interface EditResult {
  /** Where the last inserted unit stands; null when nothing was inserted. */
  readonly end: { readonly host: HostId; readonly off: number } | null
  /** Bracket ends to be bound anew: to be told to the server before the update. */
  readonly ends: readonly ReboundEnd[]
  /** Footnotes whose reference in agreed text was to go: only a command takes it away. */
  readonly notes: readonly NoteId[]
}

interface Part {
  readonly run: LetterRun
  readonly a: number
  readonly b: number
}

interface Target {
  readonly host: HostId
  readonly text: Y.Text
  readonly off: number
  readonly change: ChangeMap | null
  readonly cid: ChangeId | null
}

/**
 * Writes an edit. Structure first (never undone), then content (undone). Deletions go by the identity of letters.
 * @param announce is told the bracket ends to bind anew before anything is written.
 */
export function editBlock(
  model: Model,
  writer: Writer,
  edit: BlockEdit,
  announce: (ends: readonly ReboundEnd[]) => void = () => {},
): EditResult {
  const { from, to } = wholeCodePoints(edit)
  const { parts, notes: kept } = withoutAgreedNotes(model, writer, cover(edit.block.runs, from, to))
  const removed = parts.filter(part => mayWrite(model, writer, part.run))
  const struck = parts.filter(
    part => !mayWrite(model, writer, part.run) && !isStruckByOwn(model, writer, part.run),
  )
  const point = edit.content.length ? pointOf(model, writer, edit.block, from, to, parts) : null
  const { target, strike, notes } = makeStructure(model, writer, edit, { from, to }, point, struck.length > 0)
  // Behind the structure, which takes clocks and an update of its own: the ends belong to the update with the words.
  const ends = point?.kind === 'write' ? reboundEnds(model, point, lastTyped(model, edit.content)) : []
  if (ends.length) announce(ends)
  model.doc.transact(() => {
    if (target) writeContent(target, edit.content, notes)
    for (const { run, a, b } of removed) deleteIds(textAt(model, run.host), run.c, run.k + a - run.off, b - a)
    for (const { run, a, b } of struck)
      addIds(strike?.get('ids') as Y.Map<number>, {
        h: run.host,
        c: run.c,
        k: run.k + a - run.off,
        len: b - a,
      })
  }, contentOrigin)
  const end = target ? { host: target.host, off: target.off + contentLength(edit.content) } : null
  return { end, ends, notes: kept }
}

/** References to notes in agreed text leave by command alone: the hand that writes agreed text passes over them. */
function withoutAgreedNotes(
  model: Model,
  writer: Writer,
  parts: readonly Part[],
): { parts: Part[]; notes: NoteId[] } {
  const notes: NoteId[] = []
  const rest = parts.filter(({ run }) => {
    const isReference = run.kind === 'atom' && 'footnote' in run.embed && !model.hosts.get(run.host)?.change
    if (!isReference || !mayWrite(model, writer, run)) return true
    if (run.kind === 'atom' && 'footnote' in run.embed) notes.push(run.embed.footnote)
    return false
  })
  return { parts: rest, notes }
}

function textAt(model: Model, host: string): Y.Text {
  return (model.hosts.get(host) as { text: Y.Text }).text
}

function lastTyped(model: Model, content: readonly Content[]): { c: number; k: number } {
  const { doc } = model
  return { c: doc.clientID, k: getState(doc.store, doc.clientID) + contentLength(content) - 1 }
}

/** Widens a range so that it never divides a surrogate pair. */
function wholeCodePoints(edit: BlockEdit): { from: number; to: number } {
  const words = edit.block.runs.map(wordsOf).join('')
  const divides = (at: number) => /^[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(words.slice(at - 1, at + 1))
  if (edit.from === edit.to) return { from: edit.from, to: edit.to }
  return { from: edit.from - (divides(edit.from) ? 1 : 0), to: edit.to + (divides(edit.to) ? 1 : 0) }
}

function isStruckByOwn(model: Model, writer: Writer, run: LetterRun): boolean {
  return run.struck.some(change => owns(model, writer, change))
}

/** New words stand after the struck ones, unless the caret touched own text or nothing is struck. */
function pointOf(
  model: Model,
  writer: Writer,
  block: ComposedBlock,
  from: number,
  to: number,
  parts: readonly Part[],
): InsertPoint {
  const { inside, left } = locate(block.runs, from)
  const touches = (inside && mayWrite(model, writer, inside)) || (left && owns(model, writer, left.own))
  const allGo = parts.length > 0 && parts.every(part => mayWrite(model, writer, part.run))
  return insertPoint(model, writer, block, touches || allGo ? from : to)
}

function makeStructure(
  model: Model,
  writer: Writer,
  edit: BlockEdit,
  range: { from: number; to: number },
  point: InsertPoint | null,
  strikes: boolean,
): { target: Target | null; strike: ChangeMap | null; notes: readonly NoteId[] } {
  const old = strikes ? touchingDeletion(model, writer, edit.block, range) : null
  let strike = old?.map ?? null
  let target = point?.kind === 'write' ? targetOf(model, point) : null
  let notes: readonly NoteId[] = []
  const group = strikes && !strike && point?.kind === 'new' ? { g: writer.ids.next() } : {}
  const newStrike = strikes && !strike
  const makesNotes = edit.content.some(part => part.kind === 'note')
  if (newStrike || point?.kind === 'new' || makesNotes)
    model.doc.transact(() => {
      if (newStrike || point?.kind === 'new') ensureProposal(model, writer)
      if (newStrike)
        strike = addChange(model.doc, writer.proposal, freshChangeId(writer), { kind: 'delete', ...group })
      if (point?.kind === 'new') target = newInsertion(model, writer, point, group)
      if (target && makesNotes) notes = addNotes(writer, target, edit.content)
    }, structureOrigin)
  return { target, strike, notes }
}

function targetOf(model: Model, point: Extract<InsertPoint, { kind: 'write' }>): Target {
  const change = model.hosts.get(point.host)?.change ?? null
  return {
    host: point.host,
    text: point.text,
    off: point.off,
    change: change?.map ?? null,
    cid: change?.cid ?? null,
  }
}

function newInsertion(
  model: Model,
  writer: Writer,
  point: Extract<InsertPoint, { kind: 'new' }>,
  group: { readonly g?: string },
): Target {
  const cid = freshChangeId(writer)
  const change = addChange(model.doc, writer.proposal, cid, {
    kind: 'insert',
    at: point.at,
    ord: point.ord,
    ...group,
  })
  return { host: cid as string as HostId, text: textOf(change) as Y.Text, off: 0, change, cid }
}

/** An own deletion that the range touches or lies in: it grows, so that one act stays one change. */
function touchingDeletion(
  model: Model,
  writer: Writer,
  block: ComposedBlock,
  range: { from: number; to: number },
): Change | null {
  let seen = 0
  for (const run of block.runs) {
    const touches = seen <= range.to && seen + run.len >= range.from
    const own =
      touches && run.kind !== 'glyph' ? run.struck.find(change => owns(model, writer, change)) : undefined
    if (own?.pid === writer.proposal) return own
    seen += run.len
  }
  return null
}

/** Makes the notes that content will refer to; gives their ids in order. */
function addNotes(writer: Writer, target: Target, content: readonly Content[]): NoteId[] {
  const notes = target.change && notesOfChange(target.change)
  if (!notes || !target.cid) throw new Error('a footnote of agreed text is made by command')
  const ids: NoteId[] = []
  for (const part of content) {
    if (part.kind !== 'note') continue
    const id = writer.ids.next(target.cid) as NoteId
    const map = addNote(notes, id)
    if (part.body) insertText(textOf(map) as Y.Text, 0, part.body, null)
    ids.push(id)
  }
  return ids
}

function writeContent(target: Target, content: readonly Content[], notes: readonly NoteId[]): void {
  let off = target.off
  let note = 0
  for (const part of content) {
    if (part.kind === 'text') insertText(target.text, off, part.text, part.marks)
    else if (part.kind === 'split') insertEmbed(target.text, off, { split: 1 })
    else if (part.kind === 'line') insertEmbed(target.text, off, { br: 1 })
    else insertEmbed(target.text, off, { footnote: notes[note++] as NoteId })
    off += part.kind === 'text' ? part.text.length : 1
  }
}
