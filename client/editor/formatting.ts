/** Bold and italic: set on a selection where one may write, proposed elsewhere; chosen for the next key at a caret. */
import { lengthOf } from '../../shared/compose/run.ts'
import { cover } from '../../shared/intent/locate.ts'
import { formatBlock } from '../../shared/intent/formats.ts'
import type { Desk } from './desk.ts'
import { mayChangeAgreed } from './desk.ts'
import type { Range } from './pen.ts'
import { isEmptyRange, selectedRange } from './replacing.ts'
import { schema } from './schema.ts'

/** Gives the selected words a mark, or takes it off when all have it. */
export function toggleMark(desk: Desk, key: 'strong' | 'em' | 'underline'): void {
  if (desk.holding.isHeld) return desk.holding.enqueue(() => toggleMark(desk, key))
  const range = selectedRange(desk)
  if (isEmptyRange(range)) return toggleNext(desk, key)
  if (desk.voice.isDirect && !mayChangeAgreed(desk)) return
  const value = isMarked(desk, range, key) ? null : true
  const { pen, surface } = desk
  pen.write(() => {
    const touched = surface.page.blocks.slice(range.from.index, range.to.index + 1)
    const writer = pen.writerFor(touched)
    touched.forEach((block, i) => {
      const part = partOf(range, i, lengthOf(block.runs))
      if (part.from < part.to) formatBlock(surface.model, writer, block, part, { key, value })
    })
    return null
  })
}

/** The offsets of a range in its block number `i`. */
function partOf({ from, to }: Range, i: number, length: number): { from: number; to: number } {
  return {
    from: i === 0 ? from.offset : 0,
    to: i === to.index - from.index ? to.offset : length,
  }
}

function isMarked({ surface }: Desk, range: Range, key: 'strong' | 'em' | 'underline'): boolean {
  const touched = surface.page.blocks.slice(range.from.index, range.to.index + 1)
  return touched.every((block, i) => {
    const part = partOf(range, i, lengthOf(block.runs))
    return cover(block.runs, part.from, part.to).every(({ run }) => run.marks?.[key] !== undefined)
  })
}

function toggleNext({ surface }: Desk, key: 'strong' | 'em' | 'underline'): void {
  const { state } = surface.view
  const mark = schema.marks[key]
  const now = state.storedMarks ?? state.selection.$from.marks()
  const tr = mark.isInSet(now) ? state.tr.removeStoredMark(mark) : state.tr.addStoredMark(mark.create())
  surface.apply(tr)
}
