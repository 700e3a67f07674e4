/** Imported texts for tests: a document built from a paper, edited as the secretariat does, exported again. */
import type * as Y from 'yjs'
import { type IdSource, makeIdSource } from '../../shared/ids.ts'
import { newTextDoc, rootsOf, serverClientId, textOf } from '../../shared/text/roots.ts'
import { buildText, type BuiltText } from '../../server/exchange/build-text.ts'
import { type ExportOptions, exportString } from '../../server/exchange/export-text.ts'
import { parseSource } from '../../server/exchange/parse-paper.ts'
import type { PaperKind } from '../../server/exchange/paper.ts'

/** Ids that are the same in every run. */
export function testIds(): IdSource {
  let count = 0
  return makeIdSource(
    () => 1_700_000_000_000,
    () => (count++ % 97) / 97,
  )
}

export interface Imported {
  readonly doc: Y.Doc
  readonly built: BuiltText
}

/** The document of a file's characters. */
export function imported(source: string, kind: PaperKind = 'markdown'): Imported {
  const doc = newTextDoc({ clientId: serverClientId })
  return { doc, built: buildText(parseSource(source, kind), doc, testIds()) }
}

/** The text of the nth block. */
export function textOfBlock({ doc, built }: Imported, n: number): Y.Text {
  return textOf(rootsOf(doc).blocks.get(built.blocks[n] as string)) as Y.Text
}

/** The clean export, written as the file was. */
export function cleanExport({ doc }: { doc: Y.Doc }, as: PaperKind = 'markdown'): string {
  return exportString(doc, { as, view: 'clean', names: 'off' })
}

/** An export with other options than clean Markdown. */
export function exported({ doc }: { doc: Y.Doc }, options: Partial<ExportOptions>): string {
  return exportString(doc, { as: 'markdown', view: 'everything', names: 'off', ...options })
}
