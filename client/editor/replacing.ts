/** Typing, pasting and erasing a range: words go in where they may, breaks of agreed text go by command. */
import type { Transaction } from 'prosemirror-state'
import { lengthOf } from '../../shared/compose/run.ts'
import type { Content } from '../../shared/intent/writer.ts'
import type { Marks } from '../../shared/text/roots.ts'
import { type CaretPlace, placeAt } from './caret-place.ts'
import { type Desk, mayChangeAgreed } from './desk.ts'
import { replaceLocally } from './hold/local-edits.ts'
import { type Line, line } from './lines.ts'
import { positionOf } from './page.ts'
import type { Range } from './pen.ts'

/** The selection as a range of the page. */
export function selectedRange({ surface }: Desk): Range {
  const { from, to } = surface.view.state.selection
  return { from: surface.spotAt(from), to: surface.spotAt(to) }
}

export function isEmptyRange({ from, to }: Range): boolean {
  return from.index === to.index && from.offset === to.offset
}

/**
 * Replaces a range by lines, in whichever way the person may: at once, held, or as proposals. The caret comes to stand
 * behind what was written; where nothing is, at the range's beginning, or at its `end` when asked.
 */
export function replaceRange(
  desk: Desk,
  range: Range,
  lines: readonly Line[],
  caretAt: 'start' | 'end' = 'start',
): void {
  const isStructural = range.from.index !== range.to.index || lines.length > 1
  if (desk.holding.isHeld) return replaceHeld(desk, range, lines, isStructural)
  if (isStructural && changesStructure(desk, range)) {
    if (mayChangeAgreed(desk)) desk.holding.restructure(locally(desk, range, lines))
    return
  }
  const { surface, pen } = desk
  if (pen.changesAgreed(range) && !mayChangeAgreed(desk)) return
  const end = caretAt === 'end' && !lines.length ? endPlace(desk, range) : null
  pen.replace(range, lines)
  if (end) surface.setCaret(end)
}

/** On the ProseMirror page alone. What only the secretariat does at once stands in line for others. */
function replaceHeld(desk: Desk, range: Range, lines: readonly Line[], isStructural: boolean): void {
  const { holding, voice } = desk
  if (!isStructural) holding.local(locally(desk, range, lines))
  else if (voice.isDirect) holding.restructure(locally(desk, range, lines))
  else holding.enqueue(() => replaceRange(desk, selectedRange(desk), lines))
}

function locally({ surface, ids }: Desk, range: Range, lines: readonly Line[]): (tr: Transaction) => void {
  const { doc } = surface.view.state
  const positions = { from: positionOf(doc, range.from), to: positionOf(doc, range.to) }
  return tr => replaceLocally(tr, positions, lines, () => ids.next())
}

/** The end of a range, or of its first block. */
function endPlace({ surface }: Desk, { from, to }: Range): CaretPlace | null {
  const block = surface.page.blocks[from.index]
  return block ? placeAt(block, from.index === to.index ? to.offset : lengthOf(block.runs)) : null
}

/** True when breaks of agreed text would be made or removed by the secretariat's hand. */
function changesStructure({ voice, surface }: Desk, { from, to }: Range): boolean {
  if (!voice.isDirect) return false
  const touched = surface.page.blocks.slice(from.index, to.index + 1)
  return touched.every(block => block.proposed === null && block.kind !== 'note')
}

/** Types words over a range, in the marks of the words around them. */
export function typeText(desk: Desk, range: Range, text: string): void {
  replaceRange(desk, range, linesOfText(text, typedMarks(desk, range)))
}

/** Plain text as lines, one a line of it. */
export function linesOfText(text: string, marks: Marks | null): Line[] {
  return text.split(/\r\n?|\n/).map(part => line(part ? [{ kind: 'text', text: part, marks }] : []))
}

/** One line in place of many, with line breaks: what a footnote takes. */
export function asOneLine(lines: readonly Line[]): Line[] {
  const content: Content[] = lines.flatMap(({ content: part }, i) =>
    i ? [{ kind: 'line' } as const, ...part] : [...part],
  )
  return [line(content)]
}

/** Marks that typing goes on with: those chosen for the next key, else those of the letter on the left; links and raised letters only in their middle. */
export function typedMarks({ surface, holding }: Desk, { from }: Range): Marks | null {
  const { storedMarks } = surface.view.state
  if (storedMarks) return chosen(storedMarks.map(mark => mark.type.name))
  const block = holding.isHeld ? undefined : surface.page.blocks[from.index]
  if (!block || from.offset > lengthOf(block.runs)) return null
  let seen = 0
  let left: Marks | null = null
  for (const run of block.runs) {
    if (seen >= from.offset) {
      if (run.kind === 'text') return goingOn(left, run.marks)
      if (run.kind === 'atom') break
    } else if (run.kind !== 'glyph') left = run.kind === 'text' ? run.marks : null
    const isInside = seen < from.offset && from.offset < seen + run.len
    if (isInside && run.kind === 'text') return goingOn(run.marks, run.marks)
    seen += run.len
  }
  return goingOn(left, null)
}

const lasting = ['strong', 'em', 'underline'] as const
const enclosed = ['link', 'sup', 'sub', 'code'] as const

function goingOn(left: Marks | null, right: Marks | null): Marks | null {
  const out: { -readonly [name in keyof Marks]: Marks[name] } = {}
  for (const name of lasting) if (left?.[name] !== undefined) out[name] = left[name]
  for (const name of enclosed)
    if (left?.[name] !== undefined && left[name] === right?.[name]) out[name] = left[name]
  return Object.keys(out).length ? (out as Marks) : null
}

function chosen(names: readonly string[]): Marks | null {
  const kept = lasting.filter(name => names.includes(name))
  return kept.length ? (Object.fromEntries(kept.map(name => [name, true])) as Marks) : null
}
