/**
 * The runs of one host: its own letters cut where something hangs in it, strikes it or stands drawn in it.
 *
 * Plan: take the visible pieces; gather what stands *between* letters (insertions, drawn brackets: `Inset`) and what lies
 * *over* letters (deletions, formats: `Span`); cut the pieces at all their offsets; emit insets, then letters, in order.
 * A hidden insertion is still walked, so that what hangs in it shows at its place.
 */
import type { BracketEndName } from '../text/anchor.ts'
import { isGlyphAnchor, type Anchor } from '../text/anchor.ts'
import type { IdRange } from '../proposal/change.ts'
import { type Piece, piecesOf } from '../text/items.ts'
import type { MarkName, Marks } from '../text/roots.ts'
import {
  type Bracket,
  type Change,
  compare,
  compareChanges,
  type Host,
  maxNesting,
  type Model,
} from './model.ts'
import type { LetterRun, Run, Step } from './run.ts'
import { type ComposeView, type Visibility, visibilityOf } from './view.ts'

interface Walk {
  readonly model: Model
  readonly view: ComposeView
  readonly seen: Set<string>
  readonly out: Run[]
}

interface Here {
  readonly host: Host
  readonly own: Change | null
  readonly path: readonly Step[]
  readonly hidden: boolean
}

/** Something that stands between two letters. Sorted by place with tombstones counted, left-bound first, letters' neighbours before glyphs. */
interface Inset {
  readonly off: number
  readonly raw: number
  readonly side: number
  readonly glyphOrd: string
  readonly glyphId: string
  /** 0: hangs on a character; 1: a glyph; 2: hangs on that glyph. */
  readonly rank: 0 | 1 | 2
  readonly change: Change | null
  readonly bracket: Bracket | null
  readonly end: BracketEndName
}

interface Span {
  readonly from: number
  readonly to: number
  readonly change: Change
  readonly plain: boolean
}

/** The runs of a host and of all that hangs in it. `own` is the change the host itself belongs to, when shown as a proposal. */
export function runsOfHost(model: Model, view: ComposeView, id: string, own: Change | null): Run[] {
  const walk: Walk = { model, view, seen: new Set(), out: [] }
  const host = model.hosts.get(id)
  if (host) walkHost(walk, { host, own, path: [], hidden: false })
  return walk.out
}

function walkHost(walk: Walk, here: Here): void {
  const { host } = here
  if (walk.seen.has(host.id)) return
  walk.seen.add(host.id)
  const pieces = piecesOf(host.text)
  const insets = insetsOf(walk, host)
  const spans = spansOf(walk, host, pieces)
  const cuts = cutsOf(insets, spans)
  const emitter = new Emitter(walk, here, insets, spans)
  for (const piece of pieces) {
    let from = piece.off
    const end = piece.off + piece.len
    while (from < end) {
      emitter.insetsUpTo(from)
      const to = nextCut(cuts, from, end)
      emitter.letters(piece, from, to)
      from = to
    }
  }
  emitter.insetsUpTo(Number.POSITIVE_INFINITY)
}

function cutsOf(insets: readonly Inset[], spans: readonly Span[]): number[] {
  const cuts = new Set<number>()
  for (const inset of insets) cuts.add(inset.off)
  for (const span of spans) cuts.add(span.from).add(span.to)
  return [...cuts].sort((a, b) => a - b)
}

function nextCut(cuts: readonly number[], from: number, end: number): number {
  let low = 0
  let high = cuts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((cuts[middle] as number) <= from) low = middle + 1
    else high = middle
  }
  const cut = cuts[low]
  return cut !== undefined && cut < end ? cut : end
}

class Emitter {
  private readonly walk: Walk
  private readonly here: Here
  private readonly insets: readonly Inset[]
  /** Sorted by their beginning. */
  private readonly spans: readonly Span[]
  private next = 0
  private nextSpan = 0
  /** The spans that lie over the letter at hand, in the order of their changes. */
  private over: Span[] = []

  constructor(walk: Walk, here: Here, insets: readonly Inset[], spans: readonly Span[]) {
    this.walk = walk
    this.here = here
    this.insets = insets
    this.spans = spans
  }

  /** Emits what stands before the letter at `off`. */
  insetsUpTo(off: number): void {
    for (let inset = this.insets[this.next]; inset && inset.off <= off; inset = this.insets[this.next]) {
      this.next++
      if (inset.rank === 1) this.glyph(inset)
      else this.insertion(inset)
    }
  }

  private glyph(inset: Inset): void {
    if (this.here.hidden || !inset.bracket || !drawsBracket(this.walk, inset.bracket)) return
    const { host, own, path } = this.here
    const { bracket, end } = inset
    this.walk.out.push({ kind: 'glyph', len: 1, host: host.id, off: inset.off, own, path, bracket, end })
  }

  private insertion(inset: Inset): void {
    const change = inset.change as Change
    const host = this.walk.model.hosts.get(change.cid)
    if (!host || this.here.path.length >= maxNesting) return
    const visibility = visibilityOf(this.walk.model, this.walk.view, change)
    walkHost(this.walk, {
      host,
      own: visibility === 'shown' ? change : this.here.own,
      path: [...this.here.path, { host: this.here.host.id, off: inset.off, change }],
      hidden: visibility === 'hidden',
    })
  }

  /** Emits the letters [from, to) of a piece, which no cut divides. */
  letters(piece: Piece, from: number, to: number): void {
    if (this.here.hidden) return
    const over = this.spansOver(from)
    const struck = over.filter(span => span.change.kind === 'delete')
    if (struck.some(span => span.plain) && !this.walk.view.keepsStruck) return
    this.walk.out.push(this.letterRun(piece, from, to, over))
  }

  /** The spans over the letter at `from`; asked for ascending letters only. */
  private spansOver(from: number): readonly Span[] {
    const begun: Span[] = []
    for (let span = this.spans[this.nextSpan]; span && span.from <= from; span = this.spans[this.nextSpan]) {
      this.nextSpan++
      begun.push(span)
    }
    const isOver = (span: Span) => span.to > from
    if (begun.length || !this.over.every(isOver))
      this.over = this.over
        .concat(begun)
        .filter(isOver)
        .sort((a, b) => compareChanges(a.change, b.change))
    return this.over
  }

  private letterRun(piece: Piece, from: number, to: number, over: readonly Span[]): LetterRun {
    const { host, own, path } = this.here
    const shown = over.filter(span => !span.plain).map(span => span.change)
    const base = {
      len: to - from,
      host: host.id,
      off: from,
      own,
      path,
      c: piece.c,
      k: piece.k + from - piece.off,
      marks: withAdoptedFormats(piece.marks, over),
      struck: shown.filter(change => change.kind === 'delete'),
      formats: shown.filter(change => change.kind === 'format'),
    }
    if (piece.text === null)
      return { ...base, kind: 'atom', embed: piece.embed as NonNullable<Piece['embed']> }
    return { ...base, kind: 'text', text: piece.text.slice(from - piece.off, to - piece.off) }
  }
}

function withAdoptedFormats(marks: Marks | null, over: readonly Span[]): Marks | null {
  const adopted = over.filter(span => span.plain && span.change.kind === 'format')
  if (!adopted.length) return marks
  const next: Record<string, string | true> = { ...marks }
  for (const { change } of adopted) {
    const key = change.map.get('key') as MarkName
    const value = change.map.get('value') as string | true | null
    if (value === null) delete next[key]
    else next[key] = value
  }
  return Object.keys(next).length ? next : null
}

function drawsBracket(walk: Walk, bracket: Bracket): boolean {
  if (bracket.agreed) return bracket.agreed.gone === undefined
  return bracket.change !== null && visibilityOf(walk.model, walk.view, bracket.change) !== 'hidden'
}

// ---- what stands between letters

function insetsOf(walk: Walk, host: Host): Inset[] {
  const insets: Inset[] = []
  for (const bracket of walk.model.bracketsIn(host.id)) addGlyphs(walk.model, host, bracket, insets)
  for (const change of walk.model.byPlace.get(host.id) ?? [])
    if (change.kind === 'insert') addInsertion(walk.model, host, change, insets)
  return insets.sort(compareInsets)
}

function addGlyphs(model: Model, host: Host, bracket: Bracket, insets: Inset[]): void {
  for (const end of ['open', 'close'] as const) {
    const bound = model.endOf(bracket, end)
    const place = model.resolve(bound.at)
    if (place?.host !== host.id) continue
    const { off, raw, side } = place
    insets.push({
      off,
      raw,
      side,
      glyphOrd: bound.ord,
      glyphId: bracket.id,
      rank: 1,
      change: null,
      bracket,
      end,
    })
  }
}

function addInsertion(model: Model, host: Host, change: Change, insets: Inset[]): void {
  const anchor = change.map.get('at') as Anchor
  const place = model.resolve(anchor)
  if (place?.host !== host.id) return
  const { off, raw, side } = place
  const bracket = isGlyphAnchor(anchor) ? model.brackets.get(anchor.g) : undefined
  const end = isGlyphAnchor(anchor) ? anchor.end : 'open'
  const glyphOrd = bracket ? model.endOf(bracket, end).ord : ''
  insets.push({
    off,
    raw,
    side,
    glyphOrd,
    glyphId: bracket?.id ?? '',
    rank: bracket ? 2 : 0,
    change,
    bracket: null,
    end,
  })
}

function compareInsets(a: Inset, b: Inset): number {
  return (
    a.off - b.off ||
    a.raw - b.raw ||
    a.side - b.side ||
    Math.min(a.rank, 1) - Math.min(b.rank, 1) ||
    compare(a.glyphOrd, b.glyphOrd) ||
    compare(a.glyphId, b.glyphId) ||
    compare(b.end, a.end) ||
    a.rank - b.rank ||
    (a.change && b.change ? compareChanges(a.change, b.change) : 0)
  )
}

// ---- what lies over letters

function spansOf(walk: Walk, host: Host, pieces: readonly Piece[]): Span[] {
  const spans: Span[] = []
  let byClient: Map<number, Piece[]> | null = null
  for (const change of walk.model.byPlace.get(host.id) ?? []) {
    if (change.kind !== 'delete' && change.kind !== 'format') continue
    const visibility = visibilityOf(walk.model, walk.view, change)
    if (visibility === 'hidden') continue
    byClient ??= piecesByClient(pieces)
    for (const range of change.ranges.get(host.id) ?? [])
      addSpans(change, range, byClient.get(range.c) ?? [], visibility, spans)
  }
  return spans.sort((a, b) => a.from - b.from)
}

/** Pieces of each client in the order of their clocks. */
function piecesByClient(pieces: readonly Piece[]): Map<number, Piece[]> {
  const out = new Map<number, Piece[]>()
  for (const piece of pieces) {
    const list = out.get(piece.c)
    if (list) list.push(piece)
    else out.set(piece.c, [piece])
  }
  for (const list of out.values()) list.sort((a, b) => a.k - b.k)
  return out
}

function addSpans(
  change: Change,
  range: IdRange,
  pieces: readonly Piece[],
  visibility: Visibility,
  spans: Span[],
): void {
  for (let i = firstBeyond(pieces, range.k); i < pieces.length; i++) {
    const piece = pieces[i] as Piece
    if (piece.k >= range.k + range.len) return
    const from = piece.off + Math.max(0, range.k - piece.k)
    const to = piece.off + Math.min(piece.len, range.k + range.len - piece.k)
    spans.push({ from, to, change, plain: visibility === 'plain' })
  }
}

/** Index of the first piece that ends beyond `clock`. */
function firstBeyond(pieces: readonly Piece[], clock: number): number {
  let low = 0
  let high = pieces.length
  while (low < high) {
    const middle = (low + high) >> 1
    const piece = pieces[middle] as Piece
    if (piece.k + piece.len <= clock) low = middle + 1
    else high = middle
  }
  return low
}
