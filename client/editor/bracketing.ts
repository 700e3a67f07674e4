/** Square brackets put around words: by `[` on a selection, by typing `]` behind a typed `[`, by pasting a pair. */
import type { ComposedBlock } from '../../shared/compose/compose.ts'
import { wordsOf } from '../../shared/compose/run.ts'
import type { BracketId, CommandId } from '../../shared/ids.ts'
import { bracketEnds, proposeBracket, type ShownPlace } from '../../shared/intent/brackets.ts'
import { mayWrite } from '../../shared/intent/insert-point.ts'
import type { CommandOf } from '../../shared/protocol/command.ts'
import type { Anchor } from '../../shared/text/anchor.ts'
import { anchorOf, type CaretPlace, type GapGlyph, placeAt } from './caret-place.ts'
import { type Desk, mayChangeAgreed, runCommand } from './desk.ts'
import { idAt, spotsOfIds } from './hold/identity.ts'
import { inverseOf } from './inverse.ts'
import type { Range } from './pen.ts'
import { isEmptyRange, selectedRange } from './replacing.ts'

/** Puts a pair around the selection; an empty one at the caret, which then stands inside it. */
export function bracketSelection(desk: Desk): void {
  if (desk.holding.isHeld) return desk.holding.enqueue(() => bracketSelection(desk))
  const range = selectedRange(desk)
  putAround(desk, range, isEmptyRange(range) ? 'inside' : 'behind')
}

/** A `]` was typed: true when it closes a `[` of one's own words in this block, and both have become a drawn pair. */
export function closeTypedBracket(desk: Desk): boolean {
  const { from, to } = selectedRange(desk)
  const block = desk.surface.page.blocks[from.index]
  if (desk.holding.isHeld || !block || from.index !== to.index || from.offset !== to.offset) return false
  const open = partnerBefore(desk, block, from.offset)
  return open !== null && pairLetters(desk, from.index, { open, close: from.offset, hasClose: false })
}

/** Pairs of bracket letters among the words just pasted into a block become drawn brackets, the inner ones first. */
export function bracketPasted(desk: Desk, index: number, pasted: { from: number; to: number }): void {
  const fresh = new Set<string>()
  for (let offset = pasted.from; offset < pasted.to; offset++)
    for (const { c, k } of idAt(desk.surface.page, { index, offset })) fresh.add(`${c}:${k}`)
  const isFresh = (offset: number) =>
    idAt(desk.surface.page, { index, offset }).some(({ c, k }) => fresh.has(`${c}:${k}`))
  for (let guard = 0; guard < maxPastedPairs; guard++) {
    const block = desk.surface.page.blocks[index]
    const pair = block && findPair(desk, block, isFresh)
    if (!pair || !pairLetters(desk, index, { ...pair, hasClose: true })) return
  }
}

/** More pairs than these in one pasted paragraph stay letters. */
const maxPastedPairs = 200

// ---- putting them

interface Made {
  readonly inside: CaretPlace
  readonly behind: CaretPlace
}

/** Proposes a pair around a range, or asks for one in agreed text; null when neither may be. */
function putAround(desk: Desk, range: Range, caret: keyof Made): Made | null {
  const { surface, pen } = desk
  const [first, last] = [surface.page.blocks[range.from.index], surface.page.blocks[range.to.index]]
  if (!first || !last) return null
  const places = {
    from: { block: first, pos: range.from.offset },
    to: { block: last, pos: range.to.offset },
  }
  if (desk.voice.isDirect && !first.proposed && !last.proposed) return askForPair(desk, places, caret)
  const writer = pen.writerFor(surface.page.blocks.slice(range.from.index, range.to.index + 1))
  let made: Made | null = null
  pen.write(() => {
    const id = proposeBracket(surface.model, writer, places.from, places.to) as string as BracketId
    made = placesBeside(places, id)
    return made[caret]
  })
  return made
}

interface Places {
  readonly from: ShownPlace
  readonly to: ShownPlace
}

/** Where the caret may stand beside a new pair. */
function placesBeside({ from, to }: Places, id: BracketId): Made {
  const { at, glyphs } = placeAt(to.block, to.pos)
  const isEmpty = from.block === to.block && from.pos === to.pos
  const inside: GapGlyph[] = isEmpty ? [...glyphs, { id, end: 'open' }] : [...glyphs]
  return { inside: { at, glyphs: inside }, behind: { at, glyphs: [...inside, { id, end: 'close' }] } }
}

function askForPair(desk: Desk, places: Places, caret: keyof Made): Made | null {
  if (!mayChangeAgreed(desk)) return null
  const { surface, ids } = desk
  const bracket = ids.next() as BracketId
  const ends = bracketEnds(surface.model, places.from, places.to)
  const command: CommandOf<'wrap-bracket'> = {
    kind: 'wrap-bracket',
    id: ids.next() as CommandId,
    bracket,
    open: besideGlyph(places.from) ?? ends.open.at,
    close: besideGlyph(places.to) ?? ends.close.at,
  }
  const made = placesBeside(places, bracket)
  surface.setCaret(made[caret])
  void wrapAgreed(desk, command, made[caret])
  return made
}

/** The drawn bracket directly left of a place, as an anchor: the new one stands behind it. */
function besideGlyph({ block, pos }: ShownPlace): Anchor | null {
  const place = placeAt(block, pos)
  return place.glyphs.length ? anchorOf(place) : null
}

/** The caret steps behind what was drawn, if it has not moved meanwhile. */
async function wrapAgreed(desk: Desk, command: CommandOf<'wrap-bracket'>, caret: CaretPlace): Promise<void> {
  const { surface } = desk
  const before = surface.selected()
  if (!(await runCommand(desk, command, inverseOf(surface.model, desk.ids, command)))) return
  if (before && JSON.stringify(before) === JSON.stringify(surface.selected())) surface.setCaret(caret)
}

// ---- bracket letters

interface LetterPair {
  /** Shown offset of the letter `[`. */
  readonly open: number
  /** Shown offset of the letter `]`, or where it would stand. */
  readonly close: number
  readonly hasClose: boolean
}

/** Draws a pair in place of its letters; the letters go by identity. */
function pairLetters(desk: Desk, index: number, { open, close, hasClose }: LetterPair): boolean {
  const { pen, surface } = desk
  const caret = surface.selected()?.head ?? null
  const letters = [open, ...(hasClose ? [close] : [])].flatMap(offset =>
    idAt(surface.page, { index, offset }),
  )
  const made = putAround(desk, { from: { index, offset: open + 1 }, to: { index, offset: close } }, 'behind')
  if (!made) return false
  for (const range of spotsOfIds(surface, letters)) pen.replace(range, [])
  const place = hasClose ? caret : made.behind
  if (place) surface.setCaret(place)
  return true
}

/** The letters of a block that the writer may write, with their shown offsets; a wall where others' words lie between. */
function writableLetters({ pen, surface }: Desk, block: ComposedBlock): { char: string; offset: number }[] {
  const writer = pen.writerFor([block])
  const out: { char: string; offset: number }[] = []
  let seen = 0
  for (const run of block.runs) {
    const words = wordsOf(run)
    if (!mayWrite(surface.model, writer, run)) out.push({ char: wall, offset: seen })
    else if (run.kind === 'text')
      for (let i = 0; i < words.length; i++) out.push({ char: words.charAt(i), offset: seen + i })
    seen += run.len
  }
  return out
}

const wall = '\u0000'

/** The shown offset of the unpaired `[` that a `]` at `offset` would close. */
function partnerBefore(desk: Desk, block: ComposedBlock, offset: number): number | null {
  let depth = 0
  for (const letter of writableLetters(desk, block).reverse()) {
    if (letter.offset >= offset) continue
    if (letter.char === wall) return null
    if (letter.char === ']') depth++
    else if (letter.char === '[' && depth-- === 0) return letter.offset
  }
  return null
}

/** The first pair of bracket letters that closes, among those asked for. */
function findPair(
  desk: Desk,
  block: ComposedBlock,
  isWanted: (offset: number) => boolean,
): { open: number; close: number } | null {
  const open: number[] = []
  for (const { char, offset } of writableLetters(desk, block)) {
    if (char === wall) open.length = 0
    else if ((char !== '[' && char !== ']') || !isWanted(offset)) continue
    else if (char === '[') open.push(offset)
    else {
      const partner = open.pop()
      if (partner !== undefined) return { open: partner, close: offset }
    }
  }
  return null
}
