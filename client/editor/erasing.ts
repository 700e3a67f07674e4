/** Backspace and Delete, by letter and by word. */
import type { ComposedBlock } from '../../shared/compose/compose.ts'
import { lengthOf, type Run, wordsOf } from '../../shared/compose/run.ts'
import type { BracketId } from '../../shared/ids.ts'
import { type CaretPlace, placeAt } from './caret-place.ts'
import { type Desk, mayChangeAgreed } from './desk.ts'
import { isAgreed } from './hold/local-edits.ts'
import { positionOf, type Spot } from './page.ts'
import { glyphMark } from './schema.ts'
import { isEmptyRange, replaceRange, selectedRange } from './replacing.ts'
import { letterEnd, letterStart, wordEnd, wordStart } from './word-bounds.ts'

export interface Erasure {
  readonly direction: 'back' | 'forward'
  readonly by: 'letter' | 'word'
}

/** Erases the selection, or what stands beside the caret. */
export function erase(desk: Desk, erasure: Erasure): void {
  const { holding, voice } = desk
  if (holding.isHeld && !voice.isDirect) return holding.enqueue(() => erase(desk, erasure))
  const range = selectedRange(desk)
  if (!isEmptyRange(range)) return eraseSelection(desk)
  if (holding.isHeld) return eraseHeld(desk, erasure, range.from)
  const block = desk.surface.page.blocks[range.from.index]
  if (!block) return
  const offset = skipStruck(desk, block, range.from.offset, erasure.direction)
  if (erasure.direction === 'back') eraseBack(desk, erasure, { index: range.from.index, offset }, block)
  else eraseForward(desk, erasure, { index: range.from.index, offset }, block)
}

/** Letters go, drawn brackets stay; for pairs with both ends inside, the act is asked for. The caret stands behind what was struck. */
export function eraseSelection(desk: Desk): void {
  const range = selectedRange(desk)
  const pair = desk.holding.isHeld ? null : pairWithin(desk, range)
  replaceRange(desk, range, [], 'end')
  if (pair) desk.ask(pair)
}

/** The caret walks over letters the party has struck already. */
function skipStruck(
  desk: Desk,
  block: ComposedBlock,
  offset: number,
  direction: Erasure['direction'],
): number {
  let at = offset
  for (;;) {
    const run = direction === 'back' ? runBefore(block, at) : runAfter(block, at)
    if (!run || run.run.kind === 'glyph' || !desk.pen.isStruckByOwn(run.run, block)) return at
    at = direction === 'back' ? run.start : run.start + run.run.len
  }
}

function eraseBack(desk: Desk, { by }: Erasure, caret: Spot, block: ComposedBlock): void {
  if (caret.offset === 0) return eraseBreak(desk, caret.index)
  const left = runBefore(block, caret.offset)
  if (left?.run.kind === 'glyph') return desk.ask(left.run.bracket.id)
  const words = plainRow(block)
  const start = by === 'word' ? wordStart(words, caret.offset) : letterStart(words, caret.offset)
  replaceRange(desk, { from: { index: caret.index, offset: start }, to: caret }, [])
}

function eraseForward(desk: Desk, { by }: Erasure, caret: Spot, block: ComposedBlock): void {
  if (caret.offset >= lengthOf(block.runs)) return eraseNextBreak(desk, caret.index)
  const right = runAfter(block, caret.offset)
  if (right?.run.kind === 'glyph') return desk.ask(right.run.bracket.id)
  const words = plainRow(block)
  const end = by === 'word' ? wordEnd(words, caret.offset) : letterEnd(words, caret.offset)
  replaceRange(desk, { from: caret, to: { index: caret.index, offset: end } }, [], 'end')
}

/** The block's letters in a row; drawn brackets and atoms are single characters that no word runs over. */
function plainRow(block: ComposedBlock): string {
  return block.runs.map(run => (run.kind === 'glyph' ? '\u0000' : wordsOf(run))).join('')
}

interface PlacedRun {
  readonly run: Run
  readonly start: number
}

function runBefore(block: ComposedBlock, offset: number): PlacedRun | null {
  let start = 0
  for (const run of block.runs) {
    if (start < offset && offset <= start + run.len) return { run, start }
    start += run.len
  }
  return null
}

function runAfter(block: ComposedBlock, offset: number): PlacedRun | null {
  let start = 0
  for (const run of block.runs) {
    if (start <= offset && offset < start + run.len) return { run, start }
    start += run.len
  }
  return null
}

// ---- breaks

/** Backspace at the beginning of block `index`. */
function eraseBreak(desk: Desk, index: number): void {
  const { surface, pen } = desk
  const [before, block] = [surface.page.blocks[index - 1], surface.page.blocks[index]]
  if (!before || !block || block.kind === 'note') return
  if (joinsByHand(desk, before, block)) return joinByHand(desk, index)
  if (isEmptyOwn(desk, before) && !pen.isOwnBlock(block)) return pen.write(() => takeBack(desk, before, null))
  eraseProposedBreak(desk, index, placeAt(before, lengthOf(before.runs)))
}

/** Delete at the end of block `index`. */
function eraseNextBreak(desk: Desk, index: number): void {
  const { surface } = desk
  const [block, next] = [surface.page.blocks[index], surface.page.blocks[index + 1]]
  if (!block || !next || next.kind === 'note') return
  if (joinsByHand(desk, block, next)) joinByHand(desk, index + 1)
  else eraseProposedBreak(desk, index + 1, placeAt(block, lengthOf(block.runs)))
}

/** The break before block `index` goes by proposal: an own paragraph is taken back, its words move up; of agreed ones a join is proposed. */
function eraseProposedBreak({ surface, pen }: Desk, index: number, caret: CaretPlace): void {
  const [before, block] = [surface.page.blocks[index - 1], surface.page.blocks[index]]
  if (!before || !block) return
  pen.write(() => {
    if (!pen.isOwnBlock(block)) pen.proposeJoin(pen.writerFor([before, block]), block)
    else if (isOwnThroughout(block)) pen.moveUp(index)
    return caret
  })
}

function isEmptyOwn({ pen }: Desk, block: ComposedBlock): boolean {
  return block.runs.length === 0 && pen.isOwnBlock(block)
}

function takeBack({ pen }: Desk, block: ComposedBlock, caret: CaretPlace | null): CaretPlace | null {
  if (block.proposed) pen.takeBack(block.proposed)
  return caret
}

/** True when nobody else's words or strikes are in a proposed block. */
function isOwnThroughout({ proposed, runs }: ComposedBlock): boolean {
  return runs.every(
    run => run.kind === 'text' && run.own === proposed && !run.struck.length && !run.formats.length,
  )
}

/** True when the secretariat itself joins two blocks of agreed text. */
function joinsByHand({ voice }: Desk, before: ComposedBlock, block: ComposedBlock): boolean {
  return voice.isDirect && !before.proposed && !block.proposed
}

function joinByHand(desk: Desk, index: number): void {
  if (!mayChangeAgreed(desk)) return
  const { surface, holding } = desk
  holding.restructure(tr => tr.join(positionOf(surface.view.state.doc, { index, offset: 0 }) - 1))
}

// ---- brackets

/** A pair with both ends in a range: the outermost. */
function pairWithin({ surface }: Desk, { from, to }: { from: Spot; to: Spot }): BracketId | null {
  const open = new Set<BracketId>()
  for (let index = from.index; index <= to.index; index++) {
    let seen = 0
    for (const run of surface.page.blocks[index]?.runs ?? []) {
      const isAfter = index > from.index || seen >= from.offset
      const isBefore = index < to.index || seen + run.len <= to.offset
      seen += run.len
      if (run.kind !== 'glyph' || !isAfter || !isBefore) continue
      if (run.end === 'open') open.add(run.bracket.id)
      else if (open.has(run.bracket.id)) return [...open][0] ?? null
    }
  }
  return null
}

// ---- while something is held

/** Erases on the ProseMirror page alone. Drawn brackets stay. */
function eraseHeld(desk: Desk, { direction, by }: Erasure, caret: Spot): void {
  const { doc } = desk.surface.view.state
  const block = doc.child(caret.index)
  const words = block.textBetween(0, block.content.size, '', '\uFFFC')
  if (direction === 'back' && caret.offset === 0) return joinHeld(desk, caret.index)
  if (direction === 'forward' && caret.offset === block.content.size) return joinHeld(desk, caret.index + 1)
  const bound =
    direction === 'back' ? { word: wordStart, letter: letterStart } : { word: wordEnd, letter: letterEnd }
  const offset = bound[by](words, caret.offset)
  const other = { index: caret.index, offset }
  const range = direction === 'back' ? { from: other, to: caret } : { from: caret, to: other }
  if (!holdsGlyph(block, range.from.offset, range.to.offset)) replaceRange(desk, range, [])
}

function holdsGlyph(
  block: ReturnType<Desk['surface']['view']['state']['doc']['child']>,
  from: number,
  to: number,
): boolean {
  let found = false
  block.nodesBetween(from, to, node => {
    if (glyphMark(node)) found = true
  })
  return found
}

/** Joins block `index` to its predecessor on the held page, where both are agreed text. */
function joinHeld({ surface, holding }: Desk, index: number): void {
  const { doc } = surface.view.state
  if (!isAgreed(doc.maybeChild(index - 1)) || !isAgreed(doc.maybeChild(index))) return
  holding.restructure(tr => tr.join(positionOf(doc, { index, offset: 0 }) - 1))
}
