/** Units of a text: a heading with everything up to the next heading of its level or higher. */
import type { ComposedBlock } from '../../shared/compose/compose.ts'

/** The heading of the unit that a block stands in; null before the first heading, and for notes. */
export function unitOf(blocks: readonly ComposedBlock[], id: string): ComposedBlock | null {
  const at = blocks.findIndex(block => block.id === id)
  if (at < 0 || blocks[at]?.kind === 'note') return null
  return blocks.slice(0, at + 1).findLast(block => block.kind === 'heading') ?? null
}

/** The last block of the unit that a block stands in; null for a note. */
export function lastOfUnit(blocks: readonly ComposedBlock[], id: string): ComposedBlock | null {
  const unit = unitOf(blocks, id)
  const start = unit ? blocks.indexOf(unit) + 1 : 0
  if (!blocks.some(block => block.id === id && block.kind !== 'note')) return null
  const ends = (block: ComposedBlock) =>
    block.kind === 'note' || (block.kind === 'heading' && (unit === null || block.level <= unit.level))
  const rest = blocks.slice(start)
  const end = rest.findIndex(ends)
  return (end < 0 ? rest : rest.slice(0, end)).at(-1) ?? unit
}
