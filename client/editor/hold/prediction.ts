/** The page as it will be when a command on the structure of agreed text is done: cut out of the drawn runs, so that every letter keeps its identity. */
import { type ComposedBlock, markBrackets } from '../../../shared/compose/compose.ts'
import type { Model, Place } from '../../../shared/compose/model.ts'
import type { Run } from '../../../shared/compose/run.ts'
import type { HostId } from '../../../shared/ids.ts'
import type { CommandOf } from '../../../shared/protocol/command.ts'
import { type Anchor, isCharAnchor, isGlyphAnchor } from '../../../shared/text/anchor.ts'
import type { CaretPlace, GapGlyph } from '../caret-place.ts'
import type { Spot } from '../page.ts'

export interface Prediction {
  readonly blocks: readonly ComposedBlock[]
  /** Where the beginnings of joined blocks went: the spot of the seam. */
  readonly seams: ReadonlyMap<string, CaretPlace>
}

/** The blocks as they will be. A break whose place is not shown is left out. */
export function predict(
  model: Model,
  blocks: readonly ComposedBlock[],
  command: CommandOf<'structure'>,
): Prediction {
  const seams = new Map<string, CaretPlace>()
  let next = [...blocks]
  for (const id of command.joins) next = joined(next, id, seams)
  for (const { at, id, kind } of command.breaks) {
    const spot = findInBlocks(model, { blocks: next, seams }, placeOfAnchor(at))
    if (spot) next = broken(model, next, spot, { id: id as string as HostId, kind, at })
  }
  next = next.map(block => retyped(block, command))
  return { blocks: markBrackets(next), seams }
}

function joined(
  blocks: readonly ComposedBlock[],
  id: string,
  seams: Map<string, CaretPlace>,
): ComposedBlock[] {
  const at = blocks.findIndex(block => block.id === id)
  const [before, block] = [blocks[at - 1], blocks[at]]
  if (!before || !block) return [...blocks]
  seams.set(id, endOfBlock(before))
  const whole = { ...before, runs: before.runs.concat(block.runs) }
  return [...blocks.slice(0, at - 1), whole, ...blocks.slice(at + 1)]
}

function endOfBlock(block: ComposedBlock): CaretPlace {
  let at: CaretPlace['at'] = { h: block.id, s: -1 }
  const glyphs: GapGlyph[] = []
  for (const run of block.runs) {
    if (run.kind === 'glyph') glyphs.push({ id: run.bracket.id, end: run.end })
    else {
      at = { h: run.host, c: run.c, k: run.k + run.len - 1, s: -1 }
      glyphs.length = 0
    }
  }
  return { at, glyphs }
}

function broken(
  model: Model,
  blocks: readonly ComposedBlock[],
  spot: Spot,
  tail: { id: HostId; kind: ComposedBlock['kind']; at: Anchor },
): ComposedBlock[] {
  const block = blocks[spot.index]
  if (!block) return [...blocks]
  const [head, rest] = cutRuns(block.runs, breakOffset(model, block, tail.at) ?? spot.offset)
  const fresh = {
    ...block,
    id: tail.id,
    kind: tail.kind,
    label: null,
    proposed: null,
    struck: [],
    moves: [],
    relabels: [],
    retypes: [],
    joins: [],
    runs: rest,
  }
  return [...blocks.slice(0, spot.index), { ...block, runs: head }, fresh, ...blocks.slice(spot.index + 1)]
}

/**
 * The shown offset at which a break at this anchor divides a block: what hangs on the letter left of it (insertions, drawn
 * brackets) stays with that letter. Null when the place is not one of agreed text.
 */
export function breakOffset(model: Model, block: ComposedBlock, anchor: Anchor): number | null {
  const place = agreedPlace(model, anchor)
  if (!place) return null
  let seen = 0
  let offset = 0
  for (const run of block.runs) {
    const isLetters = run.kind !== 'glyph' && run.host === place.host
    if (isLetters && run.off < place.off && place.off < run.off + run.len) return seen + place.off - run.off
    seen += run.len
    if (isLeftOf(model, run, place)) offset = seen
  }
  return offset
}

/** Where an anchor stands in agreed text: inside an insertion it is the place where that hangs. */
function agreedPlace(model: Model, anchor: Anchor): Place | null {
  let place = model.resolve(anchor)
  for (let depth = 0; place && depth < 64; depth++) {
    const host = model.hosts.get(place.host)
    if (!host?.change) return place
    place = host.kind === 'insert' ? model.resolve(host.change.map.get('at') as Anchor) : null
  }
  return null
}

function isLeftOf(model: Model, run: Run, place: Place): boolean {
  if (run.host === place.host && run.kind !== 'glyph') return run.off + run.len <= place.off
  const bound = run.kind === 'glyph' ? model.endOf(run.bracket, run.end).at : null
  const step = run.path.find(each => each.host === place.host)
  const at = step ? model.resolve(step.change.map.get('at') as Anchor) : bound && model.resolve(bound)
  if (!at || at.host !== place.host) return false
  return at.off < place.off || (at.off === place.off && at.raw <= place.raw && at.side === -1)
}

function retyped(block: ComposedBlock, command: CommandOf<'structure'>): ComposedBlock {
  const kind = command.kinds.find(each => each.block === (block.id as string))
  return kind ? { ...block, kind: kind.kind, level: kind.level } : block
}

/** Runs cut at a shown offset. */
export function cutRuns(runs: readonly Run[], offset: number): [Run[], Run[]] {
  const head: Run[] = []
  const rest: Run[] = []
  let seen = 0
  for (const run of runs) {
    if (seen + run.len <= offset) head.push(run)
    else if (seen >= offset || run.kind !== 'text') rest.push(run)
    else {
      const at = offset - seen
      head.push({ ...run, len: at, text: run.text.slice(0, at) })
      rest.push({ ...run, len: run.len - at, off: run.off + at, k: run.k + at, text: run.text.slice(at) })
    }
    seen += run.len
  }
  return [head, rest]
}

/** A command's anchor as a place. */
export function placeOfAnchor(anchor: Anchor): CaretPlace {
  if (!isGlyphAnchor(anchor)) return { at: anchor, glyphs: [] }
  return { at: { h: anchor.h, s: -1 }, glyphs: [{ id: anchor.g, end: anchor.end }] }
}

/** Where a place stands among predicted blocks: behind its drawn bracket, else its letter, else at the beginning of its block. */
export function findInBlocks(model: Model, { blocks, seams }: Prediction, place: CaretPlace): Spot | null {
  const glyph = place.glyphs.at(-1)
  const behindGlyph =
    glyph &&
    findRun(
      blocks,
      run => isGlyph(run, glyph),
      run => run.len,
    )
  if (behindGlyph) return behindGlyph
  const { at } = place
  if (isCharAnchor(at)) {
    const isLetter = (run: Run) =>
      run.kind !== 'glyph' && run.c === at.c && run.k <= at.k && at.k < run.k + run.len
    const found = findRun(blocks, isLetter, run => (run.kind === 'glyph' ? 0 : at.k - run.k + 1))
    return found ?? findByOffset(model, blocks, place)
  }
  const index = blocks.findIndex(block => block.id === at.h)
  if (index >= 0) return { index, offset: 0 }
  const seam = seams.get(at.h)
  return seam ? findInBlocks(model, { blocks, seams: new Map() }, seam) : findByOffset(model, blocks, place)
}

function isGlyph(run: Run, glyph: GapGlyph): boolean {
  return run.kind === 'glyph' && run.bracket.id === glyph.id && run.end === glyph.end
}

function findRun(
  blocks: readonly ComposedBlock[],
  isWanted: (run: Run) => boolean,
  lengthLeft: (run: Run) => number,
): Spot | null {
  for (const [index, block] of blocks.entries()) {
    let seen = 0
    for (const run of block.runs) {
      if (isWanted(run)) return { index, offset: seen + lengthLeft(run) }
      seen += run.len
    }
  }
  return null
}

/** For a letter that is gone: behind the last letter of its text that stands left of it. */
function findByOffset(model: Model, blocks: readonly ComposedBlock[], place: CaretPlace): Spot | null {
  const at = model.resolve(place.at)
  if (!at) return null
  const isLeft = (run: Run) =>
    run.kind !== 'glyph' && run.host === at.host && run.off < at.off && at.off <= run.off + run.len
  const found = findRun(blocks, isLeft, run => at.off - run.off)
  if (found) return found
  const index = blocks.findIndex(block => block.id === at.host)
  return index < 0 ? null : { index, offset: 0 }
}
