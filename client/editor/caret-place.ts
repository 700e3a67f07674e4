/**
 * A place on the page by identity: the letter left of it, and the drawn brackets that stand between that letter and the
 * place. It is taken from the runs as drawn and found again in later ones; positions are never mapped through steps.
 */
import type { ComposedBlock } from '../../shared/compose/compose.ts'
import { type Change, compareChanges, type Model, type Place } from '../../shared/compose/model.ts'
import type { GlyphRun, Run } from '../../shared/compose/run.ts'
import type { BracketId } from '../../shared/ids.ts'
import { gapGlyphs } from '../../shared/intent/locate.ts'
import {
  type Anchor,
  type BracketEndName,
  hasOnly,
  isGlyphAnchor,
  isPlainObject,
  isTextAnchor,
  startOf,
  type TextAnchor,
} from '../../shared/text/anchor.ts'
import { isId } from '../../shared/ids.ts'
import type { Page, Spot } from './page.ts'

export interface GapGlyph {
  readonly id: BracketId
  readonly end: BracketEndName
}

export interface CaretPlace {
  /** After this letter, or at the start of a block. */
  readonly at: TextAnchor
  /** Drawn brackets between the letter and the place, in order. */
  readonly glyphs: readonly GapGlyph[]
}

/** The place at shown offset `offset` of a block. */
export function placeAt(block: ComposedBlock, offset: number): CaretPlace {
  const glyphs = gapGlyphs(block.runs, offset).left.map(run => ({ id: run.bracket.id, end: run.end }))
  return { at: letterBefore(block, offset), glyphs }
}

function letterBefore(block: ComposedBlock, offset: number): TextAnchor {
  let seen = 0
  let at: TextAnchor = startOf(block.id)
  for (const run of block.runs) {
    if (seen >= offset) break
    const len = Math.min(run.len, offset - seen)
    if (run.kind !== 'glyph') at = { h: run.host, c: run.c, k: run.k + len - 1, s: -1 }
    seen += run.len
  }
  return at
}

/** The place at a spot of the page; null when the page shows no such block. */
export function placeOf(page: Page, spot: Spot): CaretPlace | null {
  const block = page.blocks[spot.index]
  return block ? placeAt(block, spot.offset) : null
}

/** The anchor of a place, as commands and proposals name it: after the last drawn bracket left of it, else after the letter. */
export function anchorOf(place: CaretPlace): Anchor {
  const glyph = place.glyphs.at(-1)
  return glyph ? { g: glyph.id, end: glyph.end, h: place.at.h } : place.at
}

/** True for a JSON value of the form of a place: what peers say of their carets. */
export function isCaretPlace(value: unknown): value is CaretPlace {
  if (!isPlainObject(value) || !hasOnly(value, ['at', 'glyphs']) || !isTextAnchor(value.at)) return false
  return Array.isArray(value.glyphs) && value.glyphs.length < 1000 && value.glyphs.every(isGapGlyph)
}

function isGapGlyph(value: unknown): value is GapGlyph {
  return (
    isPlainObject(value) &&
    hasOnly(value, ['id', 'end']) &&
    isId(value.id) &&
    (value.end === 'open' || value.end === 'close')
  )
}

/** Where a place stands on the page now; null when its block is not shown. Words that are gone leave their place. */
export function findSpot(model: Model, page: Page, place: CaretPlace): Spot | null {
  let at: Place | null = model.resolve(place.at)
  let { glyphs } = place
  let among: Change | null = null
  for (let depth = 0; at && depth < 64; depth++) {
    const block = page.blocks[page.indexOf(blockOf(model, at.host))]
    if (!block) return null
    const offset = offsetInRuns(model, block, { at, glyphs, among })
    if (offset !== null) return { index: page.indexOf(block.id), offset }
    const change = model.hosts.get(at.host)?.change
    if (change?.kind !== 'insert') return { index: page.indexOf(block.id), offset: 0 }
    const anchor = change.map.get('at') as Anchor
    at = model.resolve(anchor)
    glyphs = isGlyphAnchor(anchor) ? [{ id: anchor.g, end: anchor.end }] : []
    among = change
  }
  return null
}

/** The block, note or proposed block in which a host is shown. */
export function blockOf(model: Model, host: string): string {
  let at = host
  for (let depth = 0; depth < 64; depth++) {
    const change = model.hosts.get(at)?.kind === 'insert' ? model.hosts.get(at)?.change : null
    const place = change ? model.resolve(change.map.get('at') as Anchor) : null
    if (!place) return at
    at = place.host
  }
  return at
}

interface Wanted {
  readonly at: Place
  readonly glyphs: readonly GapGlyph[]
  /** The insertion whose own place is looked for. */
  readonly among: Change | null
}

/** The shown offset of a place among the runs of a block: after the last run that stands left of it; null when nothing of its host shows. */
function offsetInRuns(model: Model, block: ComposedBlock, wanted: Wanted): number | null {
  const { at } = wanted
  let seen = 0
  let after: number | null = null
  let before: number | null = null
  for (const run of block.runs) {
    if (run.kind !== 'glyph' && run.host === at.host && run.off < at.off && at.off < run.off + run.len)
      return seen + at.off - run.off
    // A drawn bracket of the place that stands in another text than its letter: it follows what is left directly.
    const follows = after === seen && run.kind === 'glyph' && isListed(run, wanted.glyphs)
    const side = follows ? 'left' : sideOf(model, run, wanted)
    seen += run.len
    if (side === 'left') after = seen
    else if (side === 'right' && before === null) before = seen - run.len
  }
  if (after !== null) return after
  if (before !== null) return before
  return block.id === at.host ? 0 : null
}

/** On which side of the place a run stands; null when it says nothing about it. */
function sideOf(model: Model, run: Run, wanted: Wanted): 'left' | 'right' | null {
  const { at } = wanted
  if (run.host === at.host) {
    if (run.kind === 'glyph') return sideOfGlyph(model, run, wanted)
    return run.off + run.len <= at.off ? 'left' : 'right'
  }
  const step = run.path.find(each => each.host === at.host)
  if (!step) return null
  if (step.off !== at.off) return step.off < at.off ? 'left' : 'right'
  const raw = model.resolve(step.change.map.get('at') as Anchor)?.raw ?? at.raw
  if (raw !== at.raw) return raw < at.raw ? 'left' : 'right'
  return wanted.among && compareChanges(step.change, wanted.among) < 0 ? 'left' : 'right'
}

function isListed(run: GlyphRun, glyphs: readonly GapGlyph[]): boolean {
  return glyphs.some(glyph => glyph.id === run.bracket.id && glyph.end === run.end)
}

function sideOfGlyph(model: Model, run: GlyphRun, { at, glyphs }: Wanted): 'left' | 'right' {
  if (run.off !== at.off) return run.off < at.off ? 'left' : 'right'
  if (isListed(run, glyphs)) return 'left'
  const raw = model.resolve(model.endOf(run.bracket, run.end).at)?.raw ?? at.raw
  return raw < at.raw ? 'left' : 'right'
}
