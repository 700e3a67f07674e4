/** A paper becomes a text: read, built as a document, recorded as the first entry of a new stream. */
import type { ImportReport, TextFormat } from '../../shared/api/text.ts'
import type { IdSource } from '../../shared/ids.ts'
import { newTextDoc, serverClientId } from '../../shared/text/roots.ts'
import type { Actor } from '../actor/actor.ts'
import { buildText } from '../exchange/build-text.ts'
import type { ReadFault } from '../exchange/decode.ts'
import { blocksOfPaper, notesOfPaper, type Paper } from '../exchange/paper.ts'
import { parsePaper } from '../exchange/parse-paper.ts'
import { beginText, type TextParts } from './begin-text.ts'

export interface NewPaper {
  readonly title: string
  /** BCP 47. */
  readonly language: string
  readonly format: TextFormat
  readonly bytes: Uint8Array
  /** Who imports it; null: the operator of the machine. */
  readonly actor: Actor | null
  /** Names and initials of the parties, as papers write them. */
  readonly parties: readonly string[]
}

export type ImportResult =
  | { readonly kind: 'imported'; readonly report: ImportReport }
  /** The file is not text that can be read. */
  | { readonly kind: 'unreadable'; readonly fault: ReadFault }

export interface ImportParts extends TextParts {
  readonly ids: IdSource
}

/** Imports a paper as a new text; resolves once the record holds it. @throws ProtocolError `unavailable` when it does not. */
export async function importPaper(parts: ImportParts, paper: NewPaper): Promise<ImportResult> {
  const { title, language, format, actor } = paper
  const read = parsePaper(paper.bytes, format, { parties: paper.parties })
  if (!read.ok) return { kind: 'unreadable', fault: read.fault }
  const doc = newTextDoc({ clientId: serverClientId })
  buildText(read.value, doc, parts.ids)
  const counts = countPaper(read.value)
  const act = { kind: 'import', title, language, format, ...counts }
  const textId = await beginText(parts, { doc, title, language, actor, kind: 'import', act })
  return { kind: 'imported', report: { textId, ...counts } }
}

function countPaper(paper: Paper): Omit<ImportReport, 'textId'> {
  return {
    blocks: blocksOfPaper(paper).length,
    notes: notesOfPaper(paper).length,
    bracketPairs: paper.brackets.length,
    unmatched: paper.unmatched.map(({ offset, char }) => ({ offset, char })),
  }
}
