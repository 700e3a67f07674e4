/** Composed runs -> pieces to write, with the signs of proposals between them. */
import type { Change } from '../../shared/compose/model.ts'
import type { GlyphRun, LetterRun, Run } from '../../shared/compose/run.ts'
import { visibilityOf } from '../../shared/compose/view.ts'
import type { Marks } from '../../shared/text/roots.ts'
import { type Edition, glyphMask } from './edition.ts'
import { bracketSign, closeSign, type Layer, openSign, sameLayer, struckLayer } from './proposal-signs.ts'
import { sameMarks } from './read-inline.ts'
import type { WritePiece } from './write-inline.ts'

/** What a note is called in this edition. */
export type NoteLabels = (note: string) => string

/** The pieces of one block's or note's runs. `whole`: the change that proposes the block itself, whose signs the block bears. */
export function piecesOfRuns(
  edition: Edition,
  runs: readonly Run[],
  labels: NoteLabels,
  whole: Change | null,
): WritePiece[] {
  const writer = new PieceWriter(edition, labels, whole)
  for (const run of replacementsInOrder(runs)) writer.add(run)
  return writer.finish()
}

/** A replacement is written old words first: where its two halves touch the other way round, they are swapped. */
function replacementsInOrder(runs: readonly Run[]): Run[] {
  const out = [...runs]
  for (let i = 0; i < out.length; i++) {
    const group = groupOfInsert(out[i] as Run)
    if (group === null) continue
    let end = i + 1
    while (end < out.length && groupOfInsert(out[end] as Run) === group) end++
    let struck = end
    while (struck < out.length && isStruckBy(out[struck] as Run, group)) struck++
    out.splice(i, struck - i, ...out.slice(end, struck), ...out.slice(i, end))
    i = struck - 1
  }
  return out
}

function groupOfInsert(run: Run): string | null {
  return run.own?.kind === 'insert' ? ((run.own.map.get('g') as string | undefined) ?? null) : null
}

function isStruckBy(run: Run, group: string): boolean {
  return run.kind !== 'glyph' && run.struck.some(change => change.map.get('g') === group)
}

class PieceWriter {
  private readonly edition: Edition
  private readonly labels: NoteLabels
  private readonly whole: Change | null
  private readonly out: WritePiece[] = []
  private readonly layers: Layer[] = []

  constructor(edition: Edition, labels: NoteLabels, whole: Change | null) {
    this.edition = edition
    this.labels = labels
    this.whole = whole
  }

  add(run: Run): void {
    const piece = this.pieceOf(run)
    if (!piece) return
    this.moveTo(this.layersOf(run), piece.marks)
    const last = this.out.at(-1)
    if (piece.kind === 'text' && last?.kind === 'text' && sameMarks(last.marks, piece.marks))
      this.out[this.out.length - 1] = { ...last, text: last.text + piece.text }
    else this.out.push(piece)
  }

  finish(): WritePiece[] {
    this.moveTo([], {})
    return this.out
  }

  /** Closes and opens layers so that exactly `wanted` are open; signs bear the marks that both sides share. */
  private moveTo(wanted: readonly Layer[], next: Marks): void {
    let kept = 0
    while (
      kept < wanted.length &&
      kept < this.layers.length &&
      sameLayer(this.layers[kept] as Layer, wanted[kept] as Layer)
    )
      kept++
    const marks = sharedMarks(this.out.at(-1)?.marks ?? {}, next)
    while (this.layers.length > kept) this.sign(closeSign(this.edition, this.layers.pop() as Layer), marks)
    for (const layer of wanted.slice(kept)) {
      this.layers.push(layer)
      this.sign(openSign(this.edition, layer), marks)
    }
  }

  private sign(text: string, marks: Marks): void {
    this.out.push({ kind: 'sign', text, marks })
  }

  private layersOf(run: Run): Layer[] {
    const layers: Layer[] = []
    for (const { change } of run.path)
      if (visibilityOf(this.edition.model, this.edition.view, change) === 'shown')
        layers.push({ kind: 'insert', changes: [change] })
    if (run.kind !== 'glyph' && run.struck.length > 0) layers.push(struckLayer(run.struck))
    return layers.filter(layer => layer.changes[0] !== this.whole)
  }

  // ---- one run

  private pieceOf(run: Run): WritePiece | null {
    if (run.kind === 'glyph') return this.glyphPiece(run)
    const marks = run.marks ?? {}
    if (run.kind === 'text') return { kind: 'text', text: run.text, marks }
    return this.atomPiece(run, marks)
  }

  private atomPiece(run: LetterRun & { kind: 'atom' }, marks: Marks): WritePiece | null {
    const { embed } = run
    if ('footnote' in embed) return { kind: 'note', label: this.labels(embed.footnote), marks }
    if ('split' in embed)
      return this.edition.signs === 'everything' ? { kind: 'sign', text: '¶', marks } : null
    const { as, source } = this.edition
    const { esc, ...others } = marks
    const own = as === 'markdown' ? `\\${source.eol}` : source.eol
    return { kind: 'break', written: typeof esc === 'string' ? esc : own, marks: others }
  }

  private glyphPiece(run: GlyphRun): WritePiece {
    const { agreed, change } = run.bracket
    if (agreed) {
      const { written, marks = {} } = agreed[run.end]
      const shown = this.edition.masksGlyphs ? glyphMask.repeat(written.length) : written
      return { kind: 'glyph', bracket: 0, end: run.end, written: shown, marks }
    }
    const shown = change !== null && visibilityOf(this.edition.model, this.edition.view, change) === 'shown'
    const own = run.end === 'open' ? '[' : ']'
    return { kind: 'sign', text: shown ? bracketSign(this.edition, change, run.end) : own, marks: {} }
  }
}

function sharedMarks(a: Marks, b: Marks): Marks {
  return Object.fromEntries(
    Object.entries(a).filter(([name, value]) => b[name as keyof Marks] === value && name !== 'esc'),
  )
}
