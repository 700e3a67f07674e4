/** What needs an eye in a text as it stands now: its clean file, read again as an import would be. */
import type * as Y from 'yjs'
import type { FaultList } from '../../shared/api/text.ts'
import type { BlockId, NoteId } from '../../shared/ids.ts'
import { rootsOf } from '../../shared/text/roots.ts'
import { paperSourceOf } from '../exchange/build-text.ts'
import { editionOf, writtenParts, type WrittenPart } from '../exchange/export-text.ts'
import type { Fault } from '../exchange/faults.ts'
import { parseSource } from '../exchange/parse-paper.ts'

/** The faults of the agreed text, in its order, each with the block or note it stands in. Cost: one export and one import. */
export function listFaults(doc: Y.Doc): FaultList {
  const kind = paperSourceOf(rootsOf(doc))?.kind ?? 'markdown'
  const edition = editionOf(doc, { as: kind, view: 'clean', names: 'off' })
  const parts = writtenParts(edition)
  const { bom, tail } = edition.source
  const start = bom ? 1 : 0
  const source = (bom ? '\uFEFF' : '') + parts.map(part => part.text).join('') + tail
  const faults = parseSource(source, kind).faults
  return {
    faults: faults.map(fault => ({ ...presentFault(fault), ...placeOf(parts, fault.offset - start) })),
  }
}

function presentFault(fault: Fault): { code: string; message: string; char: string | null; offset: number } {
  const { code, message, offset } = fault
  return { code, message, offset, char: fault.code === 'bracket-unmatched' ? fault.char : null }
}

function placeOf(
  parts: readonly WrittenPart[],
  offset: number,
): { block: BlockId | null; note: NoteId | null } {
  let end = 0
  for (const { block, text } of parts) {
    end += text.length
    if (offset >= end) continue
    if (block.kind === 'note') return { block: null, note: block.id as string as NoteId }
    return { block: block.id as string as BlockId, note: null }
  }
  return { block: null, note: null }
}
