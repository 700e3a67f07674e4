/**
 * Where words typed at a shown position go: into a text the writer may write, or into a new insertion.
 *
 * Own words win (appended left, else prepended right); then agreed text, for the secretariat; else a new insertion that
 * hangs on its left neighbour: on the bracket when that is one, else on the character.
 */
import type * as Y from 'yjs'
import type { ComposedBlock } from '../compose/compose.ts'
import type { Change, Model } from '../compose/model.ts'
import type { GlyphRun, Run } from '../compose/run.ts'
import type { HostId } from '../ids.ts'
import { type Anchor, type BracketEndName, startOf, type TextAnchor } from '../text/anchor.ts'
import { anchorAfter, anchorBefore } from '../text/items.ts'
import { keyBetween } from '../text/order.ts'
import { gapGlyphs, locate } from './locate.ts'
import { owns, type Writer } from './writer.ts'

/** An end of a bracket that typing beside it binds anew. */
export interface ReboundEnd {
  readonly bracket: string
  readonly end: BracketEndName
  readonly at: TextAnchor
  readonly ord: string
}

export type InsertPoint =
  | {
      readonly kind: 'write'
      readonly host: HostId
      readonly text: Y.Text
      readonly off: number
      readonly glyphs: { left: readonly GlyphRun[]; right: readonly GlyphRun[] }
    }
  | { readonly kind: 'new'; readonly at: Anchor; readonly ord: string }

/** True when the writer may change the letters of a run themselves: own words, or agreed text by the secretariat's hand. */
export function mayWrite(model: Model, writer: Writer, run: Run): boolean {
  if (run.own) return owns(model, writer, run.own)
  return writer.direct && !model.hosts.get(run.host)?.change
}

/** Where words typed at shown offset `pos` of a block go. */
export function insertPoint(model: Model, writer: Writer, block: ComposedBlock, pos: number): InsertPoint {
  const { inside, at, left, right } = locate(block.runs, pos)
  const write = (host: HostId, off: number): InsertPoint => {
    const glyphs = gapGlyphs(block.runs, pos)
    const here = (run: GlyphRun) => run.host === host
    return {
      kind: 'write',
      host,
      text: textOfHost(model, host),
      off,
      glyphs: { left: glyphs.left.filter(here), right: glyphs.right.filter(here) },
    }
  }
  if (inside) {
    if (mayWrite(model, writer, inside)) return write(inside.host, inside.off + at)
    return {
      kind: 'new',
      at: anchorAfter(inside.host, textOfHost(model, inside.host), inside.off + at),
      ord: fresh,
    }
  }
  const beside = besideOwn(model, writer, left, right) ?? besideAgreed(model, writer, block, left, right)
  if (beside) return write(beside.host, beside.off)
  if (!left && !right && owns(model, writer, block.proposed)) return write(block.id, 0)
  return newInsertion(model, block, left, right)
}

const fresh = keyBetween(null, null)

interface Beside {
  readonly host: HostId
  readonly off: number
}

function besideOwn(model: Model, writer: Writer, left: Run | null, right: Run | null): Beside | null {
  if (left && left.kind !== 'glyph' && owns(model, writer, left.own))
    return { host: left.host, off: left.off + left.len }
  if (right && right.kind !== 'glyph' && owns(model, writer, right.own))
    return { host: right.host, off: right.off }
  for (const glyph of [left, right])
    if (glyph && owns(model, writer, glyph.own)) return { host: glyph.host, off: glyph.off }
  return null
}

/** The place in agreed text beside a gap: where the neighbours that stand in the block's own text say it is. */
function besideAgreed(
  model: Model,
  writer: Writer,
  block: ComposedBlock,
  left: Run | null,
  right: Run | null,
): Beside | null {
  if (!writer.direct || block.proposed || model.hosts.get(block.id)?.change) return null
  if (left && left.host === block.id)
    return { host: block.id, off: left.kind === 'glyph' ? left.off : left.off + left.len }
  if (right && right.host === block.id) return { host: block.id, off: right.off }
  const hung = left?.path[0] ?? right?.path[0]
  return { host: block.id, off: hung?.host === block.id ? hung.off : 0 }
}

/** A new insertion between two runs, none of which the writer may write. */
function newInsertion(model: Model, block: ComposedBlock, left: Run | null, right: Run | null): InsertPoint {
  if (!left && !right) return { kind: 'new', at: startOf(block.id), ord: fresh }
  const siblings = betweenSiblings(left, right)
  if (siblings) return siblings
  const leftDepth = left?.path.length ?? -1
  const rightDepth = right?.path.length ?? -1
  if (left && (right ? leftDepth <= rightDepth : leftDepth === 0))
    return hangingOn(model, left, right?.path[leftDepth]?.change)
  if (left) {
    const outer = left.path[right ? rightDepth : 0]
    if (outer)
      return {
        kind: 'new',
        at: outer.change.map.get('at') as Anchor,
        ord: keyBetween(outer.change.ord, null),
      }
  }
  const first = right?.path[0]
  if (first)
    return { kind: 'new', at: first.change.map.get('at') as Anchor, ord: keyBetween(null, first.change.ord) }
  return { kind: 'new', at: startOf(block.id), ord: fresh }
}

/** Between two insertions that hang side by side. */
function betweenSiblings(left: Run | null, right: Run | null): InsertPoint | null {
  if (
    !left ||
    !right ||
    left.host === right.host ||
    !left.path.length ||
    left.path.length !== right.path.length
  )
    return null
  const a = (left.path.at(-1) as { change: Change }).change
  const b = (right.path.at(-1) as { change: Change }).change
  return { kind: 'new', at: a.map.get('at') as Anchor, ord: keyBetween(a.ord, b.ord) }
}

/** A new insertion directly after a run, before the insertion that stands there already. */
function hangingOn(model: Model, left: Run, next: Change | undefined): InsertPoint {
  const ord = keyBetween(null, next?.ord ?? null)
  if (left.kind === 'glyph')
    return { kind: 'new', at: { g: left.bracket.id, end: left.end, h: left.host }, ord }
  return { kind: 'new', at: anchorAfter(left.host, textOfHost(model, left.host), left.off + left.len), ord }
}

/** The text of a host that is known to exist. */
export function textOfHost(model: Model, host: string): Y.Text {
  const found = model.hosts.get(host)
  if (!found) throw new Error(`no text with the id ${host}`)
  return found.text
}

/**
 * The bracket ends that typing at a gap would leave on the wrong side, bound anew: glyphs left of the caret to the left
 * neighbour, glyphs right of it to the right one, or to the last typed unit at the end of the text.
 * @param typed id of the last unit that will be typed.
 */
export function reboundEnds(
  model: Model,
  point: Extract<InsertPoint, { kind: 'write' }>,
  typed: { c: number; k: number },
): ReboundEnd[] {
  const { host, text, off, glyphs } = point
  const left = anchorAfter(host, text, off)
  const right: TextAnchor = off < text.length ? anchorBefore(host, text, off) : { h: host, ...typed, s: -1 }
  const stays = model.resolve(left)?.raw ?? 0
  const out: ReboundEnd[] = []
  const bind = (run: GlyphRun, at: TextAnchor) => {
    const ord = keyBetween(out.at(-1)?.at === at ? (out.at(-1)?.ord ?? null) : null, null)
    out.push({ bracket: run.bracket.id, end: run.end, at, ord })
  }
  const isLeftBound = (run: GlyphRun) => {
    const place = model.resolve(model.endOf(run.bracket, run.end).at)
    return place?.side === -1 && place.raw <= stays
  }
  if (glyphs.left.some(run => !isLeftBound(run))) for (const run of glyphs.left) bind(run, left)
  if (glyphs.right.some(isLeftBound)) for (const run of glyphs.right) bind(run, right)
  return out
}
