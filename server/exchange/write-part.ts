/** Blocks and notes of an edition, written one after the other. */
import type { ComposedBlock } from '../../shared/compose/compose.ts'
import type { Change } from '../../shared/compose/model.ts'
import { noteRefs } from '../../shared/compose/compose.ts'
import type { Source } from '../../shared/text/roots.ts'
import { readFence } from './block-lines.ts'
import { dropsSigns, type Edition } from './edition.ts'
import { fillMarker, hasPlace } from './labels.ts'
import { type RawPart, readParts } from './read-parts.ts'
import { closeSign, type Layer, openSign, struckLayer } from './proposal-signs.ts'
import { piecesOfRuns } from './run-pieces.ts'
import { safeText } from './safe-markdown.ts'
import { type WritePiece, writeInline } from './write-inline.ts'
import { type Frame, frameOf, type Marked, splitMarker, withoutHashes } from './write-marker.ts'

/** The part written last, with what lay before it; `label` when it was a note. */
interface Previous {
  readonly text: string
  readonly eol: string
  readonly label: string | null
}

export class PartWriter {
  private readonly edition: Edition
  private readonly labels = new Map<string, string>()
  private itemAbove: { readonly level: number; readonly src: Source } | null = null
  private previous: Previous | null = null

  constructor(edition: Edition) {
    this.edition = edition
  }

  /** Settles what each note is called: as it was imported, or the next free number in the order of the references. */
  nameNotes(blocks: readonly ComposedBlock[]): void {
    const notes = blocks.filter(block => block.kind === 'note')
    for (const note of notes) if (note.label !== null) this.labels.set(note.id, note.label)
    const taken = new Set(this.labels.values())
    let number = 1
    for (const ref of blocks.flatMap(block => noteRefs(block.runs))) {
      const note = this.edition.model.reloc.hostNow(ref as string as ComposedBlock['id'])
      if (this.labels.has(note)) continue
      while (taken.has(String(number))) number++
      taken.add(String(number))
      this.labels.set(note, String(number))
    }
  }

  /** One block or note with what lies before it and its line end. */
  write(block: ComposedBlock): string {
    const src = this.sourceOf(block) ?? this.likeItemAbove(block)
    const all = this.piecesOf(block)
    const pieces = isFenced(src) ? all : withoutEdgeBreaks(all, this.sourceOf(block) === null)
    const label = block.kind === 'note' ? (this.labels.get(block.id) ?? null) : block.label
    const marked: Marked = { kind: block.kind, level: block.level, label, src }
    const frame = this.framed(
      frameOf(marked, this.edition.source.kind, pieces[0]?.kind !== 'note' && pieces.length > 0),
      block,
    )
    const marker = this.signedMarker(block, frame.marker, label)
    const words = this.textOf(block, pieces, isFenced(src) ? null : fillMarker(frame.marker, label))
    const text = marker + words + this.closing(block) + frame.after
    const before = this.before(block, src, frame.marker, text)
    const eol = src?.eol ?? this.edition.source.eol
    this.previous = { text: before + text, eol, label: block.kind === 'note' ? label : null }
    this.itemAbove = block.kind === 'item' && src ? { level: block.level, src } : null
    return before + text + eol
  }

  private sourceOf(block: ComposedBlock): Source | null {
    const { blocks, footnotes } = this.edition.model.roots
    const root = block.kind === 'note' ? footnotes : blocks
    return (root.get(block.id)?.get('src') as Source | undefined) ?? null
  }

  /** The form of an item written here: that of the bulleted item above it, of the same level. */
  private likeItemAbove(block: ComposedBlock): Source | null {
    const above = this.itemAbove
    if (block.kind !== 'item' || block.label !== null || above?.level !== block.level) return null
    const { marker } = above.src
    return hasPlace(marker) ? null : { before: '', marker, after: '', eol: this.edition.source.eol }
  }

  private piecesOf(block: ComposedBlock): WritePiece[] {
    const { model } = this.edition
    const labels = (note: string) => this.labels.get(model.reloc.hostNow(note as ComposedBlock['id'])) ?? '?'
    return piecesOfRuns(this.edition, block.runs, labels, block.proposed)
  }

  /** The words of a block; `marker` is null in code, where no sign is one. */
  private textOf(block: ComposedBlock, pieces: readonly WritePiece[], marker: string | null): string {
    const { as } = this.edition
    if (dropsSigns(this.edition)) return writeInline(pieces, { emphasis: false, escapes: false })
    if (as === 'text') return writeInline(pieces, { emphasis: false, escapes: true })
    const hasSigns = pieces.some(piece => piece.kind === 'sign') || this.wholeLayers(block).length > 0
    return hasSigns || marker === null ? writeInline(pieces, asWritten) : safeText(pieces, marker)
  }

  // ---- marker

  private framed(frame: Frame, block: ComposedBlock): Frame {
    const { as, source } = this.edition
    if (as === 'markdown' && source.kind === 'text' && block.kind === 'heading')
      return { ...frame, marker: `${'#'.repeat(block.level + 1)} ${frame.marker.trimStart()}` }
    if (!dropsSigns(this.edition)) return frame
    return { marker: withoutHashes(frame.marker), after: block.kind === 'heading' ? '' : frame.after }
  }

  /** The marker with the sign of a proposed or struck block between Markdown's signs and the label. */
  private signedMarker(block: ComposedBlock, marker: string, label: string | null): string {
    const [signs, rest] = splitMarker(marker)
    const open = this.wholeLayers(block)
      .map(layer => openSign(this.edition, layer))
      .join('')
    return block.kind === 'note' ? fillMarker(marker, label) + open : signs + open + fillMarker(rest, label)
  }

  private closing(block: ComposedBlock): string {
    return this.wholeLayers(block)
      .reverse()
      .map(layer => closeSign(this.edition, layer))
      .join('')
  }

  private wholeLayers(block: ComposedBlock): Layer[] {
    const layers: Layer[] = []
    if (block.proposed && block.kind !== 'note') layers.push(insertLayer(block.proposed))
    if (block.struck.length > 0) layers.push(struckLayer(block.struck))
    return layers
  }

  // ---- between blocks

  /** What lies before a block: as imported, or an empty line; and always so much that it does not run into the block above. */
  private before(block: ComposedBlock, src: Source | null, marker: string, text: string): string {
    const { eol } = this.edition.source
    if (this.previous === null) return src?.before ?? ''
    const above = this.previous.eol === '' ? eol : ''
    const before = src?.before ?? eol
    const runsOn = block.kind === 'paragraph' && marker.trim() === '' && this.runsOn(above + before, text)
    return above + (runsOn ? eol : '') + before
  }

  /** True when a block would be read as more of the block above. */
  private runsOn(between: string, text: string): boolean {
    if (!this.previous || /[\r\n]/.test(between)) return false
    const { text: above, eol, label } = this.previous
    const start = above.length + eol.length + between.length
    const notes = new Set(label === null ? [] : [label])
    const { parts } = readParts(above + eol + between + text, 0, this.edition.as, notes)
    return !parts.some(part => startOfPart(part) === start)
  }
}

function startOfPart({ from, src, label }: RawPart): number {
  return from - fillMarker(src.marker, label).length
}

/** Breaks that a split left at the edges are not written. No imported text ends with one; only one written here may not open with one. */
function withoutEdgeBreaks(pieces: readonly WritePiece[], alsoFirst: boolean): WritePiece[] {
  const first = alsoFirst ? pieces.findIndex(piece => !isBreak(piece)) : 0
  const last = pieces.findLastIndex(piece => !isBreak(piece))
  return first < 0 ? [] : pieces.slice(first, last + 1)
}

function isBreak(piece: WritePiece): boolean {
  if (piece.kind === 'text') return typeof piece.marks.esc === 'string' && piece.text.trim() === ''
  return piece.kind === 'break'
}

/** True when a fence stands directly above a block of the imported file: what follows is code. */
function isFenced(src: Source | null): boolean {
  const above = src?.before.split(/\r\n|\n|\r/).at(-2)
  return above !== undefined && readFence(above) !== null
}

const asWritten = { emphasis: true, escapes: true }

function insertLayer(change: Change): Layer {
  return { kind: 'insert', changes: [change] }
}
