/** Stretches of text -> characters, with or without Markdown's signs. */
import type { Marks } from '../../shared/text/roots.ts'
import type { Inline } from './paper.ts'

export interface WriteOptions {
  /** Write the signs of emphasis. */
  readonly emphasis: boolean
  /** Write backslashes where they stood, and brackets in their written form. */
  readonly escapes: boolean
}

type EmphasisMark = 'em' | 'strong'
interface OpenMark {
  readonly mark: EmphasisMark
  readonly written: string
}

/** The characters of a part's text. What was read and not changed is written as it was. */
export function writeInline(inline: readonly Inline[], options: WriteOptions): string {
  const open: OpenMark[] = []
  let out = ''
  inline.forEach((piece, i) => {
    if (options.emphasis) out += emphasisBefore(inline, i, open)
    out += writtenForm(piece, options)
  })
  return out + closeDownTo(open, 0)
}

// ---- emphasis

/** The signs between stretch i - 1 and stretch i; keeps `open` up to date. */
function emphasisBefore(inline: readonly Inline[], i: number, open: OpenMark[]): string {
  const piece = inline[i] as Inline
  const kept = open.findIndex(({ mark, written }) => signOf(piece.marks, mark) !== written)
  let out = closeDownTo(open, kept < 0 ? open.length : kept)
  for (const mark of marksToOpen(inline, i, open)) {
    open.push(mark)
    out += mark.written
  }
  return out
}

function closeDownTo(open: OpenMark[], length: number): string {
  let out = ''
  while (open.length > length) out += (open.pop() as OpenMark).written
  return out
}

/** Marks that start at stretch i, the one that lasts longest first. */
function marksToOpen(inline: readonly Inline[], i: number, open: readonly OpenMark[]): OpenMark[] {
  const { marks } = inline[i] as Inline
  const fresh: (OpenMark & { readonly lasts: number })[] = []
  for (const mark of ['strong', 'em'] as const) {
    const written = signOf(marks, mark)
    if (written === null || open.some(other => other.mark === mark)) continue
    fresh.push({ mark, written, lasts: lengthOfMark(inline, i, mark, written) })
  }
  return fresh.sort((a, b) => b.lasts - a.lasts)
}

function lengthOfMark(inline: readonly Inline[], from: number, mark: EmphasisMark, written: string): number {
  let i = from
  while (i < inline.length && signOf((inline[i] as Inline).marks, mark) === written) i++
  return i - from
}

/** The sign a mark is written with; a mark set here is written with stars. */
function signOf(marks: Marks, mark: EmphasisMark): string | null {
  const value = marks[mark]
  if (value === undefined) return null
  return value === true ? (mark === 'em' ? '*' : '**') : value
}

// ---- characters

function writtenForm(piece: Inline, options: WriteOptions): string {
  switch (piece.kind) {
    case 'break':
      return options.escapes ? piece.written : piece.written.replace(/^[ \t]*\\?/, '')
    case 'note':
      return `[^${piece.label}]`
    case 'glyph':
      return options.escapes ? piece.written : piece.written.replace(/^\\/, '')
    case 'text':
      return writtenText(piece.text, piece.marks.esc, options)
  }
}

const punctuation = /[!-/:-@[-`{-~]/g

/** Text under the mark `esc`: with `true` each sign takes a backslash; with a written form, the blanks it opens with are line breaks so written. */
function writtenText(text: string, esc: string | true | undefined, options: WriteOptions): string {
  if (esc === undefined) return text
  if (esc === true) return options.escapes ? text.replace(punctuation, '\\$&') : text
  const blanks = (/^ */.exec(text) as RegExpExecArray)[0].length
  return esc.repeat(blanks) + text.slice(blanks)
}
