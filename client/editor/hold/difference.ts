/**
 * What a typist changed while ProseMirror went on alone: the edits between the page as it was expected and as it is.
 *
 * Blocks that stand in both are fixed points, so an edit in one block never rewrites what lies between it and another.
 * Between two fixed points, equal tokens at both ends are trimmed and what is left is one edit. Composed text bears no mark
 * of ours: where the difference can slide, it ends at the caret.
 */
import type { Node } from 'prosemirror-model'
import type { Spot } from '../page.ts'
import { sameToken, spotAfter, type Token, tokenBefore, tokensOf } from './tokens.ts'

export interface Edit {
  /** The token of the reference behind which the edit stands. */
  readonly after: Token
  /** Tokens of the reference that went. */
  readonly removed: readonly Token[]
  /** Tokens of the page that came in their place. */
  readonly inserted: readonly Token[]
}

/** A stretch between two fixed points. */
interface Stretch {
  readonly reference: Interval
  readonly shown: Interval
  /** Null when both read the same. */
  readonly parts: Parts | null
}

/** Blocks [start, end). */
interface Interval {
  readonly start: number
  readonly end: number
}

/** Tokens of both sides: [a, b) of the reference gave way to [x, y) of the page. */
interface Parts {
  readonly reference: readonly Token[]
  readonly shown: readonly Token[]
  readonly a: number
  readonly b: number
  readonly x: number
  readonly y: number
}

export class Difference {
  readonly edits: readonly Edit[]
  private readonly stretches: readonly Stretch[]

  /** @param caret where the caret stands in `shown`. */
  constructor(reference: Node, shown: Node, caret: Spot) {
    this.stretches = stretchesOf(reference, shown, caret)
    this.edits = this.stretches.flatMap(editOf)
  }

  /** The spot of the reference that a spot of the page stands for; null when it stands in what was inserted. */
  referenceOf(spot: Spot): Spot | null {
    const stretch = this.stretches.find(({ shown }) => shown.start <= spot.index && spot.index < shown.end)
    if (!stretch) return null
    const { parts, reference, shown } = stretch
    if (!parts) return { index: spot.index - shown.start + reference.start, offset: spot.offset }
    const at = tokenBefore(parts.shown, spot)
    const found = at < parts.x ? at : at >= parts.y ? at - parts.y + parts.b : -1
    const token = at < 0 ? undefined : parts.reference[found]
    return token ? spotAfter(token) : null
  }
}

function editOf({ parts }: Stretch): Edit[] {
  if (!parts || (parts.a === parts.b && parts.x === parts.y)) return []
  const after = parts.reference[Math.max(0, parts.a - 1)]
  if (!after) return []
  return [
    {
      after,
      removed: parts.reference.slice(parts.a, parts.b),
      inserted: parts.shown.slice(parts.x, parts.y),
    },
  ]
}

function stretchesOf(reference: Node, shown: Node, caret: Spot): Stretch[] {
  const fixed = [...fixedPoints(reference, shown), { at: reference.childCount, to: shown.childCount }]
  return fixed.slice(1).map((next, i) => {
    const { at, to } = fixed[i] as FixedPoint
    const interval = { reference: { start: at, end: next.at }, shown: { start: to, end: next.to } }
    return {
      ...interval,
      parts: isUntouched(reference, shown, interval) ? null : trimmed(reference, shown, interval, caret),
    }
  })
}

/** Block `at` of the reference is block `to` of the page. */
interface FixedPoint {
  readonly at: number
  readonly to: number
}

function fixedPoints(reference: Node, shown: Node): FixedPoint[] {
  const places = new Map<unknown, number>()
  shown.forEach((block, _, i) => places.set(block.attrs['id'], i))
  const points: FixedPoint[] = []
  reference.forEach((block, _, at) => {
    const to = places.get(block.attrs['id'])
    if (to !== undefined && to > (points.at(-1)?.to ?? -1)) points.push({ at, to })
  })
  const [first] = points
  return first?.at === 0 && first.to === 0 ? points : [{ at: 0, to: 0 }, ...points]
}

type Intervals = Pick<Stretch, 'reference' | 'shown'>

function isUntouched(reference: Node, shown: Node, { reference: r, shown: s }: Intervals): boolean {
  return r.end - r.start === 1 && s.end - s.start === 1 && reference.child(r.start).eq(shown.child(s.start))
}

function trimmed(reference: Node, shown: Node, intervals: Intervals, caret: Spot): Parts {
  const old = tokensOf(reference, intervals.reference.start, intervals.reference.end)
  const now = tokensOf(shown, intervals.shown.start, intervals.shown.end)
  let [a, b, x, y] = [0, old.length, 0, now.length]
  const same = (i: number, j: number) => sameToken(old[i] as Token, now[j] as Token)
  while (a < b && x < y && same(a, x)) {
    a++
    x++
  }
  while (b > a && y > x && same(b - 1, y - 1)) {
    b--
    y--
  }
  return slid({ reference: old, shown: now, a, b, x, y }, tokenBefore(now, caret))
}

/** A pure insertion that could stand further left is moved so that it ends at the caret. */
function slid(parts: Parts, caret: number): Parts {
  let { a, b, x, y } = parts
  const isInsertion = a === b && x < y
  const isNear = caret >= x - (y - x) && caret < y
  if (!isInsertion || !isNear) return parts
  const isUnit = (token: Token | undefined) => token?.kind === 'unit'
  while (y > caret + 1 && a > 1) {
    const [last, before] = [parts.shown[y - 1], parts.shown[x - 1]]
    if (!last || !before || !isUnit(last) || !isUnit(before) || !sameToken(last, before)) break
    a--
    b--
    x--
    y--
  }
  return { ...parts, a, b, x, y }
}
