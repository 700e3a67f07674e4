/** Marks on standing words: set directly where the writer may write, proposed elsewhere. */
import type * as Y from 'yjs'
import type { ComposedBlock } from '../compose/compose.ts'
import type { Model } from '../compose/model.ts'
import { addChange, addIds } from '../proposal/change.ts'
import type { MarkName } from '../text/roots.ts'
import { mayWrite, textOfHost } from './insert-point.ts'
import { cover } from './locate.ts'
import { contentOrigin, ensureProposal, freshChangeId, structureOrigin, type Writer } from './writer.ts'

/** Gives shown offsets [from, to) of a block a mark, or takes it away (`value` null). */
export function formatBlock(
  model: Model,
  writer: Writer,
  block: ComposedBlock,
  range: { from: number; to: number },
  mark: { key: MarkName; value: string | true | null },
): void {
  const parts = cover(block.runs, range.from, range.to)
  const direct = parts.filter(part => mayWrite(model, writer, part.run))
  const proposed = parts.filter(part => !mayWrite(model, writer, part.run))
  const change = proposed.length
    ? model.doc.transact(() => {
        ensureProposal(model, writer)
        return addChange(model.doc, writer.proposal, freshChangeId(writer), { kind: 'format', ...mark })
      }, structureOrigin)
    : null
  model.doc.transact(() => {
    for (const { run, a, b } of direct)
      textOfHost(model, run.host).format(a, b - a, { [mark.key]: mark.value })
    for (const { run, a, b } of proposed)
      addIds(change?.get('ids') as Y.Map<number>, {
        h: run.host,
        c: run.c,
        k: run.k + a - run.off,
        len: b - a,
      })
  }, contentOrigin)
}
