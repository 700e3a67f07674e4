/** Where the words of each change begin and end within a block, so that their brackets and initials are drawn once. */
import type { ComposedBlock } from '../../shared/compose/compose.ts'
import type { Change } from '../../shared/compose/model.ts'
import type { Run } from '../../shared/compose/run.ts'

/** One change that marks a run, and whether its words begin or end with it. */
export interface Stretch {
  readonly change: Change
  readonly first: boolean
  readonly last: boolean
}

/**
 * The proposals drawn on each run: its insertion (not that of a block which is proposed as a whole), then its deletions.
 * An insertion goes on over what others inserted or struck in it; a deletion ends where unstruck words follow.
 */
export function stretchesOf(block: ComposedBlock): Map<Run, Stretch[]> {
  const out = new Map<Run, Stretch[]>()
  const ends = insertionEnds(block)
  block.runs.forEach((run, i) => {
    const stretches: Stretch[] = []
    const insertion = insertionOf(block, run)
    const span = insertion && ends.get(insertion)
    if (insertion && span)
      stretches.push({ change: insertion, first: span.first === i, last: span.last === i })
    for (const change of struckBy(run))
      stretches.push({
        change,
        first: !struckBy(block.runs[i - 1]).includes(change),
        last: !struckBy(block.runs[i + 1]).includes(change),
      })
    if (stretches.length) out.set(run, stretches)
  })
  return out
}

function insertionOf(block: ComposedBlock, run: Run): Change | null {
  return run.own && run.own !== block.proposed ? run.own : null
}

function insertionEnds(block: ComposedBlock): Map<Change, { first: number; last: number }> {
  const ends = new Map<Change, { first: number; last: number }>()
  block.runs.forEach((run, i) => {
    const insertion = insertionOf(block, run)
    if (!insertion) return
    const span = ends.get(insertion)
    if (span) span.last = i
    else ends.set(insertion, { first: i, last: i })
  })
  return ends
}

function struckBy(run: Run | undefined): readonly Change[] {
  return run && run.kind !== 'glyph' ? run.struck : []
}
