/** The relocation table of a document, built once and kept up to date. */
import type * as Y from 'yjs'
import { Relocation } from '../../shared/text/relocation.ts'
import { rootsOf } from '../../shared/text/roots.ts'

const tables = new WeakMap<Y.Doc, Relocation>()

/** The table as it stands after the last finished transaction of `doc`. */
export function relocationOf(doc: Y.Doc): Relocation {
  const known = tables.get(doc)
  if (known) return known
  const { reloc } = rootsOf(doc)
  const table = new Relocation(reloc)
  reloc.observe(event => {
    for (const key of event.keysChanged) table.add(key, reloc.get(key))
  })
  tables.set(doc, table)
  return table
}
