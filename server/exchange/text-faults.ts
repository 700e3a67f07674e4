/** Brackets without a partner in a text as it stands now. */
import type * as Y from 'yjs'
import type { BlockId, NoteId } from '../../shared/ids.ts'
import { editionOf, type WrittenPart, writtenParts } from './export-text.ts'
import { parseSource } from './parse-paper.ts'
import type { Paper } from './paper.ts'
import { paperSourceOf } from './build-text.ts'
import { glyphMask } from './edition.ts'
import { rootsOf } from '../../shared/text/roots.ts'

/** An unmatched bracket of agreed text. `offset` counts UTF-16 units of the clean export in the form the text came in; one of `block`, `note` is set. */
export interface TextFault {
  readonly char: string
  readonly block: BlockId | null
  readonly note: NoteId | null
  readonly offset: number
}

/** The unmatched brackets of agreed text, by offset: bracket characters that are neither ends of a pair nor look-alikes. Cost: one export and one reading. */
export function unmatchedInText(doc: Y.Doc): TextFault[] {
  const as = paperSourceOf(rootsOf(doc))?.kind ?? 'text'
  const edition = editionOf(doc, { as, view: 'clean', names: 'off' })
  const parts = writtenParts(edition)
  const masked = writtenParts({ ...edition, masksGlyphs: true })
  const start = edition.source.bom ? 1 : 0
  const source = '\uFEFF'.repeat(start) + parts.map(part => part.text).join('') + edition.source.tail
  const read = parseSource(source, as)
  const covered = offsetsOfLookAlikes(read)
  return bracketsOutsidePairs(parts, masked, start).filter(fault => !covered.has(fault.offset))
}

function offsetsOfLookAlikes(read: Paper): Set<number> {
  return new Set(read.lookAlikes.flatMap(look => look.offsets))
}

/** Bracket characters of all parts that are letters of the text, not drawn ends of pairs. */
function bracketsOutsidePairs(
  parts: readonly WrittenPart[],
  masked: readonly WrittenPart[],
  start: number,
): TextFault[] {
  const faults: TextFault[] = []
  let at = start
  parts.forEach(({ block, text }, i) => {
    const isNote = block.kind === 'note'
    for (const match of text.matchAll(/[[\]［］]/g)) {
      if (masked[i]?.text[match.index] === glyphMask) continue
      const id = {
        block: isNote ? null : (block.id as string as BlockId),
        note: isNote ? (block.id as string as NoteId) : null,
      }
      faults.push({ char: match[0], ...id, offset: at + match.index })
    }
    at += text.length
  })
  return faults
}
