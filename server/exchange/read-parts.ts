/**
 * The parts of a file, by lines: where each starts and ends, its marker and label. The text of a part is not looked into.
 *
 * Plan: go line by line; a line opens a block (heading, item, numbered paragraph, note, ...) or is plain text; plain lines
 * below it belong to it until an empty line or a line that opens something. What lies between two parts goes before the
 * later one, so that all forms joined are the file.
 */
import { type BlockKind, maxLevel, type Source } from '../../shared/text/roots.ts'
import {
  closesFence,
  type IsNote,
  isEmptyLine,
  isHeadingText,
  type Opening,
  readFence,
  readOpening,
  readUnderline,
  withoutClosingSigns,
  withUnitLabel,
} from './block-lines.ts'
import { isCoarseUnit } from './labels.ts'
import { indentOf, type Line, linesOf, usualEol, withoutTrailingBlanks } from './lines.ts'
import type { PaperKind } from './paper.ts'

/** A part whose text, source.slice(from, to), is still unread. `verbatim`: nothing in it is a sign (code). */
export interface RawPart {
  readonly kind: BlockKind | 'note'
  readonly level: number
  readonly label: string | null
  readonly src: Source
  readonly from: number
  readonly to: number
  readonly verbatim: boolean
}

export interface RawParts {
  readonly parts: readonly RawPart[]
  readonly tail: string
  readonly eol: string
}

/** The parts of `source` from offset `start` on. Each label of `notes` opens one note; later ones of that label are paragraphs. */
export function readParts(
  source: string,
  start: number,
  kind: PaperKind,
  notes: ReadonlySet<string>,
): RawParts {
  const reader = new PartReader(source, start, kind, notes)
  return reader.read()
}

class PartReader {
  private readonly source: string
  private readonly kind: PaperKind
  private readonly lines: readonly Line[]
  private readonly openNotes: Set<string>
  private readonly parts: RawPart[] = []
  private readonly indents: number[] = []
  private readonly unclosed = new Map<string, number>()
  private cursor: number
  private next = 0

  constructor(source: string, start: number, kind: PaperKind, notes: ReadonlySet<string>) {
    this.source = source
    this.kind = kind
    this.cursor = start
    this.lines = linesOf(source, start)
    this.openNotes = new Set(notes)
  }

  read(): RawParts {
    while (this.next < this.lines.length) {
      const line = this.lines[this.next] as Line
      if (isEmptyLine(line.text, this.kind)) this.next++
      else if (!this.readFenced(line)) this.readBlock(line)
    }
    return { parts: this.parts, tail: this.source.slice(this.cursor), eol: usualEol(this.lines) }
  }

  private readonly isNote: IsNote = label => this.openNotes.has(label)

  private openingOf(line: Line): Opening | null {
    return readOpening(line.text, this.kind, this.isNote)
  }

  // ---- one block

  private readBlock(line: Line): void {
    const opening = this.openingOf(line) ?? plainOpening(line.text)
    const first = this.next
    const last = opening.single ? first : this.lastLineOf(opening)
    this.next = last + 1
    if (opening.kind === 'note') this.openNotes.delete(opening.label as string)
    if (first === last && this.readUnderlined(line, opening)) return
    const shaped = this.kind === 'text' && first === last ? this.textHeading(line, opening) : opening
    this.addPart(line, shaped, this.lines[last] as Line)
  }

  private lastLineOf(opening: Opening): number {
    let last = this.next
    for (;;) {
      const line = this.lines[last + 1]
      if (!line || (last === this.next && this.isUnderline(line))) return last
      if (!isEmptyLine(line.text, this.kind)) {
        if (this.endsBlock(line, opening)) return last
        last++
      } else {
        const more = opening.kind === 'note' ? this.indentedLineAfter(last + 1) : null
        if (more === null) return last
        last = more
      }
    }
  }

  private isUnderline(line: Line): boolean {
    return this.kind === 'markdown' && readUnderline(line.text) !== null
  }

  private endsBlock(line: Line, current: Opening): boolean {
    if (this.kind === 'markdown' && readFence(line.text) !== null) return true
    const opening = this.openingOf(line)
    if (!opening) return false
    if (opening.marker.includes('>')) return !current.marker.includes('>')
    return opening.interrupts === 'always' || (current.opensDepth && opening.opensDepth)
  }

  /** The next line that shows something, when it is set in under the note it then belongs to. */
  private indentedLineAfter(empty: number): number | null {
    for (let i = empty; i < this.lines.length; i++) {
      const { text } = this.lines[i] as Line
      if (!isEmptyLine(text, this.kind)) return indentOf(text) >= 4 ? i : null
    }
    return null
  }

  private addPart(line: Line, opening: Opening, last: Line): void {
    const from = line.start + opening.length
    const end = last.start + last.text.length
    const to = Math.max(from, this.endOfText(opening, last))
    const level = opening.level ?? this.depthOf(line, opening)
    const deeper = opening.opensDepth && opening.label !== null && level > 0
    this.push(
      {
        kind: deeper ? 'item' : opening.kind,
        level: Math.min(level, maxLevel),
        label: opening.label,
        src: {
          before: this.source.slice(this.cursor, line.start),
          marker: opening.marker,
          after: this.source.slice(to, end),
          eol: last.eol,
        },
        from,
        to,
        verbatim: false,
      },
      last.end,
    )
    if (opening.kind === 'heading') this.indents.length = 0
  }

  private endOfText(opening: Opening, last: Line): number {
    const start = opening.single ? opening.length : 0
    const text = last.text.slice(start)
    const closes = opening.kind === 'heading' && this.kind === 'markdown'
    return last.start + start + (closes ? withoutClosingSigns(text) : withoutTrailingBlanks(text)).length
  }

  private push(part: RawPart, end: number): void {
    this.parts.push(part)
    this.cursor = end
  }

  /** How many numbered or bulleted lines above a line are set in less than it, and so contain it. */
  private depthOf(line: Line, opening: Opening): number {
    if (opening.kind === 'note') return 0
    const indent = indentOf(line.text)
    while ((this.indents.at(-1) ?? -1) >= indent) this.indents.pop()
    const depth = this.indents.length
    if (opening.opensDepth) this.indents.push(indent)
    return depth
  }

  // ---- headings without a sign of their own

  private readUnderlined(line: Line, opening: Opening): boolean {
    const below = this.lines[this.next]
    if (this.kind !== 'markdown' || !below || opening.single || opening.opensDepth || opening.kind === 'note')
      return false
    const level = readUnderline(below.text)
    if (level === null) return false
    const heading = withUnitLabel(line.text, { ...opening, kind: 'heading', level })
    const to = line.start + Math.max(heading.length, line.text.trimEnd().length)
    const src = {
      before: this.source.slice(this.cursor, line.start),
      marker: heading.marker,
      after: this.source.slice(to, below.start + below.text.length),
      eol: below.eol,
    }
    this.next++
    const { kind, label } = heading
    this.push({ kind, level, label, src, from: line.start + heading.length, to, verbatim: false }, below.end)
    this.indents.length = 0
    return true
  }

  private textHeading(line: Line, opening: Opening): Opening {
    const text = line.text.slice(opening.length)
    if (opening.opensDepth || opening.kind === 'note' || !isHeadingText(text)) return opening
    const coarse = isCoarseUnit(text) || !/\p{Ll}/u.test(text)
    return withUnitLabel(line.text, { ...opening, kind: 'heading', level: coarse ? 0 : 1 })
  }

  // ---- code

  /** Reads lines between two fences as one verbatim paragraph; false when no fence opens here or none closes it. */
  private readFenced(line: Line): boolean {
    const fence = this.kind === 'markdown' ? readFence(line.text) : null
    const close = fence === null ? null : this.closingFence(fence)
    if (close === null) return false
    this.addFenced(this.next + 1, close)
    this.next = close + 1
    return true
  }

  /** The line that closes a fence opened here. A fence that nothing closed is remembered: nothing will close a longer one below. */
  private closingFence(fence: string): number | null {
    const sign = fence[0] as string
    if (fence.length >= (this.unclosed.get(sign) ?? Number.POSITIVE_INFINITY)) return null
    for (let i = this.next + 1; i < this.lines.length; i++)
      if (closesFence((this.lines[i] as Line).text, fence)) return i
    this.unclosed.set(sign, fence.length)
    return null
  }

  private addFenced(first: number, close: number): void {
    const closing = this.lines[close] as Line
    const from = (this.lines[first] as Line).start
    const last = this.lines[close - 1] as Line
    const to = first === close ? from : last.start + last.text.length
    const src = {
      before: this.source.slice(this.cursor, from),
      marker: '',
      after: this.source.slice(to, closing.start + closing.text.length),
      eol: closing.eol,
    }
    this.push({ kind: 'paragraph', level: 0, label: null, src, from, to, verbatim: true }, closing.end)
  }
}

function plainOpening(text: string): Opening {
  const marker = (/^\s*/.exec(text) as RegExpExecArray)[0]
  const opening = {
    level: null,
    label: null,
    opensDepth: false,
    single: false,
    interrupts: 'in-series',
  } as const
  return { ...opening, kind: 'paragraph', marker, length: marker.length }
}
