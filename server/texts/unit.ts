/** Units of a text: a heading with all that stands under it. */
import type * as Y from 'yjs'
import type { BlockId } from '../../shared/ids.ts'
import { rootsOf } from '../../shared/text/roots.ts'

interface Row {
  readonly id: string
  readonly order: string
  readonly heading: boolean
  readonly level: number
}

/** The block itself and, for a heading, every block up to the next heading of its level or higher; gone ones stay in. */
export function blocksOfUnit(doc: Y.Doc, unit: BlockId): ReadonlySet<string> {
  const rows = rowsOf(doc)
  const start = rows.findIndex(row => row.id === unit)
  const first = rows[start]
  if (first === undefined || !first.heading) return new Set([unit])
  const next = rows.findIndex((row, at) => at > start && row.heading && row.level <= first.level)
  return new Set(rows.slice(start, next < 0 ? rows.length : next).map(row => row.id))
}

function rowsOf(doc: Y.Doc): Row[] {
  const rows: Row[] = []
  rootsOf(doc).blocks.forEach((block, id) =>
    rows.push({
      id,
      order: String(block.get('order')),
      heading: block.get('kind') === 'heading' && block.get('gone') === undefined,
      level: Number(block.get('level')),
    }),
  )
  return rows.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : 1))
}
