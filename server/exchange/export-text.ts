/** A document -> the file of one of its editions, from the document alone. */
import type * as Y from 'yjs'
import { type ComposedBlock, compose } from '../../shared/compose/compose.ts'
import { compare, Model } from '../../shared/compose/model.ts'
import { clean, everything, type ComposeView } from '../../shared/compose/view.ts'
import { paperSourceOf } from './build-text.ts'
import { type Edition, type ExportView, holderNames, type NameStyle, type PartyName } from './edition.ts'
import type { PaperKind, PaperSource } from './paper.ts'
import { legendLines } from './legend.ts'
import { PartWriter } from './write-part.ts'

export interface ExportOptions {
  readonly as: PaperKind
  readonly view: ExportView
  readonly names: NameStyle
  readonly parties?: readonly PartyName[]
  /** Which proposals are shown; by default all that stand, none in the clean view. */
  readonly shown?: ComposeView
}

/** The bytes of an edition, UTF-8, with a byte order mark when the imported file had one. */
export function exportText(doc: Y.Doc, options: ExportOptions): Uint8Array {
  return new TextEncoder().encode(exportString(doc, options))
}

/** The characters of an edition, byte order mark included. The clean view of an untouched import, written as it was read, is its file again. */
export function exportString(doc: Y.Doc, options: ExportOptions): string {
  const edition = editionOf(doc, options)
  const parts = writtenParts(edition)
  const { bom, tail, eol } = edition.source
  const text = parts.map(part => part.text).join('')
  return (bom ? '\uFEFF' : '') + text + legendOf(edition, parts, text, eol) + tail
}

/** One block or note as it is written: text joined over all parts is the file between byte order mark and tail. */
export interface WrittenPart {
  readonly block: ComposedBlock
  readonly text: string
}

/** The parts of an edition in file order. */
export function writtenParts(edition: Edition): WrittenPart[] {
  const writer = new PartWriter(edition)
  const blocks = inFileOrder(edition.model, compose(edition.model, edition.view))
  writer.nameNotes(blocks)
  return blocks.map(block => ({ block, text: writer.write(block) }))
}

/** The edition that options ask for. */
export function editionOf(doc: Y.Doc, options: ExportOptions): Edition {
  const model = new Model(doc)
  return {
    model,
    view: options.shown ?? (options.view === 'clean' ? clean : everything),
    signs: options.view,
    as: options.as,
    source: paperSourceOf(model.roots) ?? usualSource(options.as),
    holderName: holderNames(model, options.names, options.parties ?? []),
  }
}

function usualSource(kind: PaperKind): PaperSource {
  return { kind, bom: false, tail: '', eol: '\n' }
}

/** Blocks as composed, each note of the file back at its place, notes without a place last. */
function inFileOrder(model: Model, composed: readonly ComposedBlock[]): ComposedBlock[] {
  const orderOf = (block: ComposedBlock): string | undefined => {
    const root = block.kind === 'note' ? model.roots.footnotes : model.roots.blocks
    return root.get(block.id)?.get('order') as string | undefined
  }
  const placed = composed.filter(block => block.kind === 'note' && orderOf(block) !== undefined)
  placed.sort((a, b) => compare(orderOf(a) as string, orderOf(b) as string))
  const out: ComposedBlock[] = []
  for (const block of composed) {
    const order = block.kind === 'note' ? undefined : orderOf(block)
    while (order !== undefined && placed[0] && compare(orderOf(placed[0]) as string, order) < 0)
      out.push(placed.shift() as ComposedBlock)
    if (block.kind !== 'note') out.push(block)
  }
  const unplaced = composed.filter(block => block.kind === 'note' && orderOf(block) === undefined)
  return [...out, ...placed, ...unplaced]
}

function legendOf(edition: Edition, parts: readonly WrittenPart[], text: string, eol: string): string {
  if (edition.signs === 'clean') return ''
  const lines = legendLines(
    edition,
    parts.map(part => part.block),
  )
  if (lines.length === 0) return ''
  const bullets = lines.map(line => `- ${line}${eol}`).join('')
  return `${/[\r\n]$/.test(text) || text === '' ? '' : eol}${eol}Proposed, not shown in the text:${eol}${eol}${bullets}`
}
