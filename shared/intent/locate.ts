/** Finding a shown position among the runs of a block. */
import type { GlyphRun, LetterRun, Run } from '../compose/run.ts'

/** A shown position: inside a letter run at `at`, or between two runs. */
export interface Spot {
  readonly inside: LetterRun | null
  readonly at: number
  readonly left: Run | null
  readonly right: Run | null
}

/** Where shown offset `pos` of a block falls. */
export function locate(runs: readonly Run[], pos: number): Spot {
  let seen = 0
  let left: Run | null = null
  for (const run of runs) {
    if (pos > seen && pos < seen + run.len && run.kind !== 'glyph')
      return { inside: run, at: pos - seen, left: null, right: null }
    if (pos <= seen) return { inside: null, at: 0, left, right: run }
    seen += run.len
    left = run
  }
  return { inside: null, at: 0, left, right: null }
}

/** The glyphs that stand in the same gap of the same host as a shown position, left and right of it, in shown order. */
export function gapGlyphs(runs: readonly Run[], pos: number): { left: GlyphRun[]; right: GlyphRun[] } {
  const left: GlyphRun[] = []
  const right: GlyphRun[] = []
  let seen = 0
  for (const run of runs) {
    if (run.kind !== 'glyph') {
      if (seen >= pos) break
      left.length = 0
      if (seen + run.len > pos) break
    } else if (seen + run.len <= pos) left.push(run)
    else right.push(run)
    seen += run.len
  }
  return { left, right }
}

/** The parts of letter runs that shown offsets [from, to) cover, as offsets in their hosts. */
export function cover(
  runs: readonly Run[],
  from: number,
  to: number,
): { run: LetterRun; a: number; b: number }[] {
  const out: { run: LetterRun; a: number; b: number }[] = []
  let seen = 0
  for (const run of runs) {
    const a = Math.max(from, seen)
    const b = Math.min(to, seen + run.len)
    if (a < b && run.kind !== 'glyph') out.push({ run, a: run.off + a - seen, b: run.off + b - seen })
    seen += run.len
  }
  return out
}
