/** What needs an eye in a text as it stands now: its clean file, read again as an import would be, but with the pairs of brackets the text knows. */
import type * as Y from 'yjs'
import type { BlockId, NoteId } from '../../shared/ids.ts'
import { rootsOf } from '../../shared/text/roots.ts'
import { paperSourceOf } from './build-text.ts'
import { type Edition, glyphMask } from './edition.ts'
import { editionOf, type WrittenPart, writtenParts } from './export-text.ts'
import type { Fault } from './faults.ts'
import { findFaults } from './find-faults.ts'
import type { TokenPart } from './pair-brackets.ts'
import { readTokenParts } from './token-parts.ts'

/** A fault with the block or note it stands in; its offsets count UTF-16 units of the clean export in the form the text came in. */
export interface PlacedFault {
  readonly fault: Fault
  readonly block: BlockId | null
  readonly note: NoteId | null
}

/** The faults of agreed text, in its order. A bracket is unmatched when it is a letter and no look-alike. Cost: two exports and one reading. */
export function faultsOfText(doc: Y.Doc): PlacedFault[] {
  const as = paperSourceOf(rootsOf(doc))?.kind ?? 'markdown'
  const edition = editionOf(doc, { as, view: 'clean', names: 'off' })
  const parts = writtenParts(edition)
  const source = joined(edition, parts)
  const masked = joined(edition, writtenParts({ ...edition, masksGlyphs: true }))
  const { parts: read } = readTokenParts(source, edition.source.bom ? 1 : 0, as)
  settleBrackets(read, offset => masked[offset] === glyphMask)
  return findFaults(source, read, []).map(fault => ({ fault, ...placeOf(edition, parts, fault.offset) }))
}

function joined({ source: { bom, tail } }: Edition, parts: readonly WrittenPart[]): string {
  return (bom ? '\uFEFF' : '') + parts.map(part => part.text).join('') + tail
}

/** Drawn brackets are ends of pairs; letters that are no look-alikes are unmatched. */
function settleBrackets(parts: readonly TokenPart[], isDrawn: (offset: number) => boolean): void {
  for (const { tokens } of parts)
    for (const token of tokens)
      if (token.kind === 'bracket')
        token.fate ??= isDrawn(token.to - 1) ? { kind: 'pair', pair: 0 } : { kind: 'unmatched' }
}

function placeOf(
  { source: { bom } }: Edition,
  parts: readonly WrittenPart[],
  offset: number,
): Omit<PlacedFault, 'fault'> {
  let end = bom ? 1 : 0
  for (const { block, text } of parts) {
    end += text.length
    if (offset >= end) continue
    if (block.kind === 'note') return { block: null, note: block.id as string as NoteId }
    return { block: block.id as string as BlockId, note: null }
  }
  return { block: null, note: null }
}
