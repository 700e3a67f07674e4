/** A page as a row of tokens: breaks, each with the block it opens, and the units between them. */
import type { Mark, Node } from 'prosemirror-model'
import type { BracketId } from '../../../shared/ids.ts'
import type { GapGlyph } from '../caret-place.ts'
import type { Spot } from '../page.ts'
import { glyphMark } from '../schema.ts'

interface Placed {
  /** Number of the block in its document. */
  readonly index: number
}

/** The beginning of a block. */
export interface BreakToken extends Placed {
  readonly kind: 'break'
  readonly id: string
  readonly block: Node
}

/** One UTF-16 unit, or an atom; `offset` in its block. */
export interface UnitToken extends Placed {
  readonly kind: 'unit'
  readonly offset: number
  readonly text: string
  readonly atom: Node | null
  readonly marks: readonly Mark[]
}

/** A drawn bracket. */
export interface GlyphToken extends Placed {
  readonly kind: 'glyph'
  readonly offset: number
  readonly glyph: GapGlyph
}

export type Token = BreakToken | UnitToken | GlyphToken

/** The tokens of blocks [start, end). */
export function tokensOf(doc: Node, start: number, end: number): Token[] {
  const out: Token[] = []
  for (let index = start; index < end; index++) {
    const block = doc.child(index)
    out.push({ kind: 'break', id: String(block.attrs['id']), block, index })
    let offset = 0
    block.forEach(node => {
      addTokens(out, node, index, offset)
      offset += node.nodeSize
    })
  }
  return out
}

function addTokens(out: Token[], node: Node, index: number, offset: number): void {
  const { marks } = node
  const text = node.text ?? ''
  if (!node.isText) {
    out.push({ kind: 'unit', index, offset, text: '', atom: node, marks })
    return
  }
  const mark = glyphMark(node)
  const sign = mark?.attrs['end'] === 'open' ? '[' : ']'
  const glyphAt = mark ? text.indexOf(sign) : -1
  for (let i = 0; i < text.length; i++)
    if (mark && i === glyphAt) out.push({ kind: 'glyph', index, offset: offset + i, glyph: glyphOf(mark) })
    // What the browser puts into a drawn bracket's element are letters like any other.
    else
      out.push({
        kind: 'unit',
        index,
        offset: offset + i,
        text: text.charAt(i),
        atom: null,
        marks: mark ? [] : marks,
      })
}

function glyphOf(mark: Mark): GapGlyph {
  return { id: mark.attrs['bracket'] as BracketId, end: mark.attrs['end'] === 'open' ? 'open' : 'close' }
}

/** True when two tokens read the same: the same block's beginning, the same bracket, or equal units with equal marks. */
export function sameToken(a: Token, b: Token): boolean {
  if (a.kind === 'break') return b.kind === 'break' && a.id === b.id
  if (a.kind === 'glyph')
    return b.kind === 'glyph' && a.glyph.id === b.glyph.id && a.glyph.end === b.glyph.end
  if (b.kind !== 'unit' || a.text !== b.text) return false
  if (a.atom || b.atom) return !!a.atom && !!b.atom && a.atom.eq(b.atom)
  return a.marks.length === b.marks.length && a.marks.every((mark, i) => b.marks[i] && mark.eq(b.marks[i]))
}

/** The spot directly behind a token. */
export function spotAfter(token: Token): Spot {
  return { index: token.index, offset: token.kind === 'break' ? 0 : token.offset + 1 }
}

/** Number of the token directly before a spot. */
export function tokenBefore(tokens: readonly Token[], spot: Spot): number {
  return tokens.findIndex(
    token =>
      token.index === spot.index &&
      (token.kind === 'break' ? spot.offset === 0 : token.offset === spot.offset - 1),
  )
}
