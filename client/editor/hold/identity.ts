/** Where letters stand now that stood somewhere on an earlier page: followed by identity, through relocation. */
import type { Run } from '../../../shared/compose/run.ts'
import type { Relocation } from '../../../shared/text/relocation.ts'
import { maxHops } from '../../../shared/text/relocation.ts'
import type { Page, Spot } from '../page.ts'
import type { Range } from '../pen.ts'
import type { Surface } from '../surface.ts'
import type { UnitToken } from './tokens.ts'

/** A row of units by their Yjs ids. */
export interface Ids {
  readonly c: number
  readonly k: number
  readonly len: number
}

/** The ranges in which units of an earlier page are shown now, the last first. Units that are gone have none. */
export function spotsOfUnits(surface: Surface, earlier: Page, units: readonly UnitToken[]): Range[] {
  return spotsOfIds(
    surface,
    units.flatMap(({ index, offset }) => idAt(earlier, { index, offset })),
  )
}

/** The ranges in which these units are shown now, the last first. */
export function spotsOfIds(surface: Surface, ids: readonly Ids[]): Range[] {
  if (!ids.length) return []
  const now = inRows(ids.flatMap(each => followed(surface.model.reloc, each, 0)))
  const ranges: Range[] = []
  surface.page.blocks.forEach((block, index) => {
    let seen = 0
    for (const run of block.runs) {
      for (const { from, to } of overlaps(run, now))
        ranges.push({ from: { index, offset: seen + from }, to: { index, offset: seen + to } })
      seen += run.len
    }
  })
  return merged(ranges).reverse()
}

/** The id of the unit right of a spot; none for a drawn bracket. */
export function idAt(page: Page, { index, offset }: Spot): Ids[] {
  let seen = 0
  for (const run of page.blocks[index]?.runs ?? []) {
    if (offset < seen + run.len)
      return run.kind === 'glyph' ? [] : [{ c: run.c, k: run.k + offset - seen, len: 1 }]
    seen += run.len
  }
  return []
}

function followed(reloc: Relocation, ids: Ids, depth: number): Ids[] {
  const target = depth > maxHops ? null : reloc.find(ids.c, ids.k)
  if (!target) return [ids]
  return target.kind === 'moved' ? followed(reloc, { c: target.c, k: target.k, len: 1 }, depth + 1) : []
}

/** Ids that follow each other as one row. */
function inRows(ids: readonly Ids[]): Ids[] {
  const out: Ids[] = []
  for (const each of ids) {
    const last = out.at(-1)
    if (last?.c === each.c && last.k + last.len === each.k)
      out[out.length - 1] = { ...last, len: last.len + each.len }
    else out.push(each)
  }
  return out
}

function overlaps(run: Run, ids: readonly Ids[]): { from: number; to: number }[] {
  if (run.kind === 'glyph') return []
  const out: { from: number; to: number }[] = []
  for (const { c, k, len } of ids) {
    const from = Math.max(k, run.k)
    const to = Math.min(k + len, run.k + run.len)
    if (c === run.c && from < to) out.push({ from: from - run.k, to: to - run.k })
  }
  return out.sort((a, b) => a.from - b.from)
}

/** Ranges that touch as one. */
function merged(ranges: readonly Range[]): Range[] {
  const out: Range[] = []
  for (const range of ranges) {
    const last = out.at(-1)
    const touches = last && last.to.index === range.from.index && last.to.offset === range.from.offset
    if (last && touches) out[out.length - 1] = { from: last.from, to: range.to }
    else out.push(range)
  }
  return out
}
