/** Stretches of text -> characters, with or without Markdown's signs. */
import type { MarkName, Marks } from '../../shared/text/roots.ts'
import type { Inline } from './paper.ts'

export interface WriteOptions {
  /** Write the signs of emphasis and other marks. */
  readonly emphasis: boolean
  /** Write backslashes where they stood, and brackets in their written form. */
  readonly escapes: boolean
}

/** A stretch of a text, or a sign of the edition (such as the bracket around a proposal) to be written as it is. */
export type WritePiece = Inline | { readonly kind: 'sign'; readonly text: string; readonly marks: Marks }

/** Marks that are written with a sign on both sides, outermost first among marks of one extent. */
const signMarks = [
  'link',
  'underline',
  'sup',
  'sub',
  'strong',
  'em',
  'code',
] as const satisfies readonly MarkName[]
type SignMark = (typeof signMarks)[number]

interface Sign {
  readonly open: string
  readonly close: string
}

interface OpenMark {
  readonly mark: SignMark
  readonly value: string | true
}

/** The characters of a part's text. What was read and not changed is written as it was. */
export function writeInline(pieces: readonly WritePiece[], options: WriteOptions): string {
  const open: OpenMark[] = []
  let out = ''
  pieces.forEach((piece, i) => {
    if (options.emphasis) out += signsBefore(pieces, i, open)
    out += writtenForm(piece, options)
  })
  return out + closeDownTo(open, 0)
}

// ---- marks

/** The sign of a mark: as it was written, or our own form for a mark set here. */
function signOf({ mark, value }: OpenMark): Sign {
  switch (mark) {
    case 'link':
      return { open: '[', close: `](${value === true ? '' : value})` }
    case 'underline':
      return { open: '<u>', close: '</u>' }
    case 'sup':
    case 'sub':
      return { open: `<${mark}>`, close: `</${mark}>` }
    case 'strong':
    case 'em':
    case 'code':
      return both(value === true ? ownSigns[mark] : value)
  }
}

const ownSigns = { strong: '**', em: '*', code: '`' } as const

function both(sign: string): Sign {
  return { open: sign, close: sign }
}

/** The signs between piece i - 1 and piece i; keeps `open` up to date. */
function signsBefore(pieces: readonly WritePiece[], i: number, open: OpenMark[]): string {
  const { marks } = pieces[i] as WritePiece
  const ended = open.findIndex(({ mark, value }) => marks[mark] !== value)
  let out = closeDownTo(open, ended < 0 ? open.length : ended)
  for (const mark of marksToOpen(pieces, i, open)) {
    open.push(mark)
    out += signOf(mark).open
  }
  return out
}

function closeDownTo(open: OpenMark[], length: number): string {
  let out = ''
  while (open.length > length) out += signOf(open.pop() as OpenMark).close
  return out
}

/** Marks that start at piece i, the one that lasts longest first. */
function marksToOpen(pieces: readonly WritePiece[], i: number, open: readonly OpenMark[]): OpenMark[] {
  const { marks } = pieces[i] as WritePiece
  const fresh: (OpenMark & { readonly lasts: number })[] = []
  for (const mark of signMarks) {
    const value = marks[mark]
    if (value === undefined || open.some(other => other.mark === mark)) continue
    fresh.push({ mark, value, lasts: lengthOfMark(pieces, i, { mark, value }) })
  }
  return fresh.sort((a, b) => b.lasts - a.lasts)
}

function lengthOfMark(pieces: readonly WritePiece[], from: number, { mark, value }: OpenMark): number {
  let i = from
  while (i < pieces.length && (pieces[i] as WritePiece).marks[mark] === value) i++
  return i - from
}

// ---- characters

function writtenForm(piece: WritePiece, options: WriteOptions): string {
  switch (piece.kind) {
    case 'sign':
      return piece.text
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
