/** Runs as they are drawn: item boundaries of Yjs, which differ between replicas, leave no trace. */
import type { ComposedBlock } from '../../shared/compose/compose.ts'
import type { Change } from '../../shared/compose/model.ts'
import type { Run, TextRun } from '../../shared/compose/run.ts'
import { sameMarks } from './lines.ts'

/** The block with neighbouring words of equal kind as one run; their ids are those of the first. */
export function withDrawnRuns(block: ComposedBlock): ComposedBlock {
  const runs: Run[] = []
  for (const run of block.runs) {
    const last = runs.at(-1)
    if (last?.kind === 'text' && run.kind === 'text' && isAlike(last, run))
      runs[runs.length - 1] = { ...last, text: last.text + run.text, len: last.len + run.len }
    else runs.push(run)
  }
  return { ...block, runs }
}

function isAlike(a: TextRun, b: TextRun): boolean {
  return (
    a.own === b.own &&
    sameChanges(a.struck, b.struck) &&
    sameChanges(a.formats, b.formats) &&
    sameMarks(a.marks, b.marks)
  )
}

function sameChanges(a: readonly Change[], b: readonly Change[]): boolean {
  return a.length === b.length && a.every((change, i) => change === b[i])
}
