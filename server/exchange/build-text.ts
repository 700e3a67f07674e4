/** A paper -> the agreed text of a fresh document: blocks and notes in one order, pairs of brackets as ranges, nothing else. */
import type * as Y from 'yjs'
import type { BlockId, BracketId, HostId, IdSource, NoteId } from '../../shared/ids.ts'
import { startOf, type Side, type TextAnchor } from '../../shared/text/anchor.ts'
import { type Piece, piecesOf } from '../../shared/text/items.ts'
import { keysBetween } from '../../shared/text/order.ts'
import { addBlock, addNote, type Roots, rootsOf, textOf, type WrittenEnd } from '../../shared/text/roots.ts'
import { type Inline, type Paper, type PaperSource, type Part, unitsOf } from './paper.ts'

/** Ids of what was built, in file order. */
export interface BuiltText {
  readonly blocks: readonly BlockId[]
  readonly notes: readonly NoteId[]
  readonly brackets: readonly BracketId[]
}

/** The key of `meta` under which a `PaperSource` stands. */
export const paperSourceKey = 'source'

/** Writes a paper into a document that holds no text yet, in one transaction. Cost: linear in the paper. */
export function buildText(paper: Paper, doc: Y.Doc, ids: IdSource): BuiltText {
  const roots = rootsOf(doc)
  if (roots.blocks.size > 0) throw new Error('a paper is built into an empty document only')
  return doc.transact(() => new TextBuilder(paper, roots, ids).build())
}

/** How the file a text came from was written; null for a text that came from no file. */
export function paperSourceOf(roots: Roots): PaperSource | null {
  return (roots.meta.get(paperSourceKey) as PaperSource | undefined) ?? null
}

type Glyph = Extract<Inline, { kind: 'glyph' }>
type Ends = { open?: WrittenEnd; close?: WrittenEnd }

class TextBuilder {
  private readonly paper: Paper
  private readonly roots: Roots
  private readonly ids: IdSource
  private readonly noteIds = new Map<string, NoteId>()
  private readonly ends: Ends[]

  constructor(paper: Paper, roots: Roots, ids: IdSource) {
    this.paper = paper
    this.roots = roots
    this.ids = ids
    this.ends = paper.brackets.map(() => ({}))
  }

  build(): BuiltText {
    const { parts, source } = this.paper
    this.roots.meta.set(paperSourceKey, { ...source })
    for (const part of parts)
      if (part.kind === 'note') this.noteIds.set(part.label, this.ids.next() as NoteId)
    const orders = keysBetween(null, null, parts.length)
    const blocks: BlockId[] = []
    parts.forEach((part, i) => {
      const id = this.addPart(part, orders[i] as string)
      if (part.kind !== 'note') blocks.push(id as string as BlockId)
    })
    return { blocks, notes: [...this.noteIds.values()], brackets: this.ends.map(end => this.addBracket(end)) }
  }

  private addPart(part: Part, order: string): HostId {
    const { label, src } = part
    const isNote = part.kind === 'note'
    const id = (isNote ? this.noteIds.get(part.label) : this.ids.next()) as string as HostId
    const map = isNote
      ? addNote(this.roots.footnotes, id, { order, label, src })
      : addBlock(this.roots.blocks, id, { order, kind: part.kind, level: part.level, label, src })
    const text = textOf(map) as Y.Text
    text.applyDelta(part.inline.flatMap(piece => this.deltaOf(piece)))
    const gaps = gapsOf(part.inline)
    const pieces = gaps.length > 0 ? piecesOf(text) : []
    for (const gap of gaps) this.placeGlyphs(id, pieces, gap)
    return id
  }

  private deltaOf(piece: Inline): object[] {
    if (piece.kind === 'glyph') return []
    const attributes = { ...piece.marks }
    if (piece.kind === 'text') return [{ insert: piece.text, attributes }]
    if (piece.kind === 'break')
      return [{ insert: { br: 1 }, attributes: { ...attributes, esc: piece.written } }]
    return [{ insert: { footnote: this.noteIds.get(piece.label) }, attributes }]
  }

  // ---- brackets

  /**
   * Binds the glyphs of one gap: the brackets that close here what opened further left to the letter on the left, the
   * others to the letter on the right, so that they stay in order whatever is typed between.
   */
  private placeGlyphs(host: HostId, pieces: readonly Piece[], { at, glyphs }: Gap): void {
    const opened = new Set(glyphs.filter(glyph => glyph.end === 'open').map(glyph => glyph.bracket))
    const leftBound = glyphs.findLastIndex(glyph => glyph.end === 'close' && !opened.has(glyph.bracket))
    const ords = keysBetween(null, null, glyphs.length)
    glyphs.forEach((glyph, i) => {
      const anchor = i <= leftBound ? anchorAt(host, pieces, at, -1) : anchorAt(host, pieces, at, 1)
      this.setEnd(glyph, anchor, ords[i] as string)
    })
  }

  private setEnd({ bracket, end, written, marks }: Glyph, at: TextAnchor, ord: string): void {
    const entry = this.ends[bracket] as Ends
    entry[end] = { at, ord, written, ...(Object.keys(marks).length > 0 ? { marks } : {}) }
  }

  private addBracket({ open, close }: Ends): BracketId {
    if (!open || !close) throw new Error('a pair of brackets with one end')
    const id = this.ids.next() as BracketId
    this.roots.brackets.set(id, { open, close })
    this.roots.register.set(id, { kind: 'bracket', holder: null, state: 'standing' })
    return id
  }
}

/** Glyphs that stand at one place of a text, in order. */
interface Gap {
  readonly at: number
  readonly glyphs: Glyph[]
}

function gapsOf(inline: readonly Inline[]): Gap[] {
  const gaps: Gap[] = []
  let at = 0
  for (const piece of inline) {
    const last = gaps.at(-1)
    if (piece.kind !== 'glyph') at += unitsOf(piece)
    else if (last?.at === at) last.glyphs.push(piece)
    else gaps.push({ at, glyphs: [piece] })
  }
  return gaps
}

/** The anchor at offset `at` on the letter at that side; where there is none, on the other side; the host's start when it is empty. Cost: logarithmic in the pieces. */
function anchorAt(host: HostId, pieces: readonly Piece[], at: number, side: Side): TextAnchor {
  const after = side === 1 ? pieceAt(pieces, at) : null
  if (after) return { h: host, c: after.c, k: after.k + at - after.off, s: 1 }
  const before = pieceAt(pieces, at - 1)
  return before ? { h: host, c: before.c, k: before.k + at - 1 - before.off, s: -1 } : startOf(host)
}

/** The piece that holds the unit at an offset, or null. */
function pieceAt(pieces: readonly Piece[], at: number): Piece | null {
  let low = 0
  let high = pieces.length
  while (low < high) {
    const middle = (low + high) >> 1
    const { off, len } = pieces[middle] as Piece
    if (off + len <= at) low = middle + 1
    else high = middle
  }
  const piece = pieces[low]
  return piece && piece.off <= at ? piece : null
}
