/** Enter and Shift+Enter: new paragraphs, proposed breaks, line breaks. */
import type { ComposedBlock } from '../../shared/compose/compose.ts'
import { lengthOf } from '../../shared/compose/run.ts'
import type { BlockKind } from '../../shared/text/roots.ts'
import { anchorOf, placeAt } from './caret-place.ts'
import { type Desk, mayChangeAgreed } from './desk.ts'
import { deleteLocally, isAgreed, splitLocally } from './hold/local-edits.ts'
import { breakOffset } from './hold/prediction.ts'
import { line } from './lines.ts'
import { positionOf } from './page.ts'
import { isEmptyRange, replaceRange, selectedRange } from './replacing.ts'
import { TextSelection } from 'prosemirror-state'

/** A line break inside the paragraph. */
export function breakLine(desk: Desk): void {
  replaceRange(desk, selectedRange(desk), [line([{ kind: 'line' }])])
}

/** Enter: a new paragraph by the secretariat's hand, or its proposal; inside words a proposed break; in a note a line break. */
export function breakBlock(desk: Desk): void {
  const { holding, voice, surface } = desk
  if (holding.isHeld && !voice.isDirect) return holding.enqueue(() => breakBlock(desk))
  const { from } = selectedRange(desk)
  const shown = surface.view.state.doc.child(from.index)
  if (shown.attrs['kind'] === 'note') return breakLine(desk)
  if (voice.isDirect && (holding.isHeld || isAgreed(shown))) return breakByHand(desk)
  if (!isEmptyRange(selectedRange(desk))) replaceRange(desk, selectedRange(desk), [])
  proposeBreak(desk)
}

/** The break is shown at once and asked for by command. */
function breakByHand(desk: Desk): void {
  const { holding, surface, ids } = desk
  if (!holding.isWaiting && !mayChangeAgreed(desk)) return
  const { from, to } = surface.view.state.selection
  const at = from === to && !holding.isWaiting ? behindHangings(desk, from) : from
  holding.restructure(tr => {
    deleteLocally(tr, from, to)
    const begin = splitLocally(tr, at, { id: ids.next() })
    tr.setSelection(TextSelection.create(tr.doc, begin))
  })
}

/** An insertion hangs on the letter left of it: a break before or inside it stands behind it. */
function behindHangings({ surface }: Desk, position: number): number {
  const spot = surface.spotAt(position)
  const block = surface.page.blocks[spot.index]
  const offset = block && breakOffset(surface.model, block, anchorOf(placeAt(block, spot.offset)))
  return positionOf(surface.view.state.doc, { index: spot.index, offset: offset ?? spot.offset })
}

function proposeBreak(desk: Desk): void {
  const { surface, pen } = desk
  const { from } = selectedRange(desk)
  const block = surface.page.blocks[from.index]
  if (!block) return
  const length = lengthOf(block.runs)
  if (from.offset === length) return pen.openBlock(block, kindAfter(block), levelAfter(block))
  if (from.offset === 0) return proposeBlockBefore(desk, from.index)
  replaceRange(desk, { from, to: from }, [line([{ kind: 'split' }])])
}

/** Enter at a paragraph's beginning: an empty one before it; the caret stays with its words. */
function proposeBlockBefore({ surface, pen }: Desk, index: number): void {
  const block = surface.page.blocks[index] as ComposedBlock
  const before = surface.page.blocks[index - 1]
  pen.write(() => {
    pen.proposeFirst(before ?? null, { kind: kindOf(block), level: block.level, content: [] })
    return placeAt(block, 0)
  })
}

function kindOf(block: ComposedBlock): BlockKind {
  return block.kind === 'note' ? 'paragraph' : block.kind
}

function kindAfter(block: ComposedBlock): BlockKind {
  return block.kind === 'item' ? 'item' : 'paragraph'
}

function levelAfter(block: ComposedBlock): number {
  return block.kind === 'heading' ? 0 : block.level
}
