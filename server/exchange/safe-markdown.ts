/** Words that were typed here and would read as Markdown's signs get backslashes; what was imported never does, it reads as it was. */
import { readOpening } from './block-lines.ts'
import { readInline } from './read-inline.ts'
import { tokensOf } from './tokens.ts'
import { type WritePiece, writeInline } from './write-inline.ts'

const context = { kind: 'markdown', notes: new Set<string>(), escapedBrackets: false } as const
const asWritten = { emphasis: true, escapes: true }

/** The text of a block in Markdown, so that reading it gives the same words under the same emphasis. `marker`: what stands before it. */
export function safeText(pieces: readonly WritePiece[], marker: string): string {
  const trimmed = trimEmphasis(pieces)
  const written = writeInline(trimmed, asWritten)
  const read = flatten(readBack(written, marker))
  const inline = read === flatten(trimmed) ? written : writeInline(trimmed.map(escapeSigns), asWritten)
  return escapeOpening(inline, marker)
}

/** What is read where it was written: what stands before decides whether a sign opens emphasis. */
function readBack(written: string, marker: string): readonly WritePiece[] {
  const source = marker + written
  return readInline(source, tokensOf(source, marker.length, source.length, context)).inline
}

/** Words with their emphasis, letter by letter; what is no letter as it is shown. */
function flatten(pieces: readonly WritePiece[]): string {
  return pieces.map(piece => plainOf(piece).replace(/[^]/g, unit => unit + emphasisOf(piece))).join('')
}

function plainOf(piece: WritePiece): string {
  if (piece.kind === 'glyph') return piece.written.replace(/^\\/, '')
  if (piece.kind === 'note') return `[^${piece.label}]`
  return piece.kind === 'break' ? '\n' : piece.text
}

function emphasisOf({ marks }: WritePiece): string {
  return (marks.em === undefined ? '' : '/') + (marks.strong === undefined ? '' : '!')
}

function escapeSigns(piece: WritePiece): WritePiece {
  if (piece.kind !== 'text' || piece.marks.esc !== undefined || piece.marks.code !== undefined) return piece
  return { kind: 'sign', text: piece.text.replace(/[\\*_`]/g, '\\$&'), marks: piece.marks }
}

/** Blanks at the edges of emphasis are put outside it: inside, the signs would not be read. */
function trimEmphasis(pieces: readonly WritePiece[]): WritePiece[] {
  return pieces.flatMap((piece, i) => {
    if (piece.kind !== 'text' || !hasEmphasis(piece)) return [piece]
    const opens = !sharesEmphasis(piece, pieces[i - 1])
    const closes = !sharesEmphasis(piece, pieces[i + 1])
    const words = piece.text.trim()
    const before = piece.text.slice(0, piece.text.length - piece.text.trimStart().length)
    const after = words === '' ? '' : piece.text.slice(before.length + words.length)
    const { em: _em, strong: _strong, ...others } = piece.marks
    const out: WritePiece[] = []
    if (opens && before) out.push({ ...piece, text: before, marks: others })
    const inner = (opens ? '' : before) + words + (closes ? '' : after)
    if (inner) out.push({ ...piece, text: inner })
    if (closes && after) out.push({ ...piece, text: after, marks: others })
    return out
  })
}

function hasEmphasis({ marks }: WritePiece): boolean {
  return marks.em !== undefined || marks.strong !== undefined
}

function sharesEmphasis(piece: WritePiece, other: WritePiece | undefined): boolean {
  return other !== undefined && other.marks.em === piece.marks.em && other.marks.strong === piece.marks.strong
}

/** A backslash before the first sign of words that would open a heading, an item or a numbered paragraph. */
function escapeOpening(text: string, marker: string): string {
  const line = (marker + text).split(/\r\n|\n|\r/, 1)[0] as string
  const opening = readOpening(line, 'markdown', () => true)
  if (!opening || opening.length <= marker.length || opening.kind === 'note') return text
  const taken = text.slice(0, opening.length - marker.length)
  const sign = taken.search(/[!-/:-@[-`{-~]/)
  return sign < 0 ? text : `${text.slice(0, sign)}\\${text.slice(sign)}`
}
