/** The outline of a text: its units with what is open in each. */
import type { ComposedBlock } from '../../../shared/compose/compose.ts'
import { wordsOf } from '../../../shared/compose/run.ts'
import type { HostId } from '../../../shared/ids.ts'
import type { OutlineUnit } from '../../workspace/workspace.ts'

/** Units in the order of the text: what stands before the first heading, then each heading with all below it. */
export function outlineOf(blocks: readonly ComposedBlock[]): OutlineUnit[] {
  const body = blocks.filter(block => block.kind !== 'note')
  const starts = body.flatMap((block, i) => (block.kind === 'heading' || i === 0 ? [i] : []))
  return starts.map(start => unitAt(body, start))
}

function unitAt(body: readonly ComposedBlock[], start: number): OutlineUnit {
  const head = body[start] as ComposedBlock
  const isHeading = head.kind === 'heading'
  return {
    block: head.id,
    level: isHeading ? head.level : 0,
    label: isHeading ? head.label : null,
    title: isHeading ? titleOf(head) : '',
    open: openIn(body.slice(start, endOfUnit(body, start))),
  }
}

function titleOf(block: ComposedBlock): string {
  return block.runs
    .map(run => (run.kind === 'atom' ? '' : wordsOf(run)))
    .join('')
    .trim()
}

/** The first block behind the unit that begins at `start`. */
function endOfUnit(body: readonly ComposedBlock[], start: number): number {
  const head = body[start] as ComposedBlock
  const level = head.kind === 'heading' ? head.level : Number.POSITIVE_INFINITY
  const next = body.findIndex((block, i) => i > start && block.kind === 'heading' && block.level <= level)
  return next < 0 ? body.length : next
}

/** Brackets that open, and proposals that show, in these blocks. */
function openIn(blocks: readonly ComposedBlock[]): number {
  const open = new Set<string>()
  for (const block of blocks) for (const id of openInBlock(block)) open.add(id)
  return open.size
}

const openIds = new WeakMap<ComposedBlock, readonly string[]>()

function openInBlock(block: ComposedBlock): readonly string[] {
  const known = openIds.get(block)
  if (known) return known
  const ids = new Set<string>()
  const changes = [block.struck, block.moves, block.relabels, block.retypes, block.joins].flat()
  for (const change of [...changes, ...(block.proposed ? [block.proposed] : [])]) ids.add(change.pid)
  for (const run of block.runs) {
    if (run.own) ids.add(run.own.pid)
    if (run.kind === 'glyph') {
      if (run.end === 'open') ids.add(run.bracket.change?.pid ?? run.bracket.id)
    } else for (const change of [...run.struck, ...run.formats]) ids.add(change.pid)
  }
  const out = [...ids]
  openIds.set(block, out)
  return out
}

/** The unit a block stands in; null for a note, or when it is not there. */
export function unitOfBlock(
  units: readonly OutlineUnit[],
  blocks: readonly ComposedBlock[],
  id: string,
): OutlineUnit | null {
  const starts = new Map<HostId, OutlineUnit>(units.map(unit => [unit.block, unit]))
  let unit: OutlineUnit | null = null
  for (const block of blocks) {
    if (block.kind === 'note') return null
    unit = starts.get(block.id) ?? unit
    if (block.id === id) return unit
  }
  return null
}

/** How people cite each block: by its own label, or that of its unit, or the unit's title. */
export function citationsOf(
  units: readonly OutlineUnit[],
  blocks: readonly ComposedBlock[],
): Map<HostId, string> {
  const starts = new Map<HostId, OutlineUnit>(units.map(unit => [unit.block, unit]))
  const out = new Map<HostId, string>()
  let unit: OutlineUnit | undefined
  for (const { id, kind, label } of blocks) {
    unit = kind === 'note' ? undefined : (starts.get(id) ?? unit)
    out.set(id, label || (unit ? (unit.label ?? unit.title) : ''))
  }
  return out
}
