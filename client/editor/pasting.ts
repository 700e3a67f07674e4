/** Pasted paragraphs, in portions that every limit bears: two hundred pages are as welcome as two words. */
import { lengthOf } from '../../shared/compose/run.ts'
import { contentLength } from '../../shared/intent/writer.ts'
import { bracketPasted } from './bracketing.ts'
import type { Desk } from './desk.ts'
import { type Line, line, linesInPortions } from './lines.ts'
import { asOneLine, replaceRange, selectedRange } from './replacing.ts'

/** Longest paragraph that is taken, in UTF-16 units. */
const maxLineLength = 100_000

/** Puts lines in place of the selection. What stands in line before is done first. */
export function paste(desk: Desk, lines: readonly Line[]): void {
  if (!lines.length) return
  if (lines.some(each => contentLength(each.content) > maxLineLength))
    return desk.notify({ kind: 'act-refused', words: '', rule: 'too-long' })
  if (desk.voice.isDirect) pastePortions(desk, lines)
  else pasteNow(desk, lines)
}

/** By the secretariat's hand: one portion after another, each written and broken before the next. */
function pastePortions(desk: Desk, lines: readonly Line[]): void {
  linesInPortions(lines).forEach((portion, i) => {
    const opened = i === 0 ? portion : [line([]), ...portion]
    if (i === 0 && !desk.holding.hasQueue) pasteNow(desk, opened)
    else desk.holding.enqueue(() => pasteNow(desk, opened))
  })
}

function pasteNow(desk: Desk, lines: readonly Line[]): void {
  const { surface, holding } = desk
  if (holding.hasQueue && !desk.voice.isDirect) return holding.enqueue(() => pasteNow(desk, lines))
  const range = selectedRange(desk)
  const isNote = surface.page.blocks[range.from.index]?.kind === 'note'
  replaceRange(desk, range, isNote ? asOneLine(lines) : lines)
  if (!holding.isHeld && lines.some(holdsBracket)) bracketLines(desk, range.from)
}

function holdsBracket({ content }: Line): boolean {
  return content.some(part => part.kind === 'text' && part.text.includes(']'))
}

/** Pairs of bracket letters between a spot and the caret become drawn brackets. */
function bracketLines(desk: Desk, from: { index: number; offset: number }): void {
  const { surface } = desk
  const end = surface.spotAt(surface.view.state.selection.head)
  for (let i = from.index; i <= end.index; i++)
    bracketPasted(desk, i, {
      from: i === from.index ? from.offset : 0,
      to: i === end.index ? end.offset : lengthOf(surface.page.blocks[i]?.runs ?? []),
    })
}
