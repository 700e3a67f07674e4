/** Papers for tests: read from a string, and shown in short. */
import { readFileSync } from 'node:fs'
import { parsePaper } from '../../server/exchange/parse-paper.ts'
import type { Inline, Paper, PaperKind } from '../../server/exchange/paper.ts'

/** The paper in a string, read through its bytes. */
export function paper(source: string, kind: PaperKind = 'markdown', parties?: readonly string[]): Paper {
  const read = parsePaper(new TextEncoder().encode(source), kind, parties ? { parties } : {})
  if (!read.ok) throw new Error(read.fault.message)
  return read.value
}

/** The bytes of a file of test/data. */
export function dataFile(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../data/${name}`, import.meta.url)))
}

/** The characters of a file of test/data, a byte order mark kept. */
export function dataText(name: string): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(dataFile(name))
}

/** Each part in a line: `kind level label| text`, glyphs as ⟦ ⟧, note marks as ^label, breaks as ⏎. */
export function outline(read: Paper): string[] {
  return read.parts.map(part => {
    const level = part.kind === 'note' ? '' : ` ${part.level}`
    const label = part.label === null ? '' : ` ${part.label}`
    return `${part.kind}${level}${label}| ${part.inline.map(show).join('')}`
  })
}

function show(piece: Inline): string {
  if (piece.kind === 'text') return piece.text
  if (piece.kind === 'break') return '⏎'
  if (piece.kind === 'note') return `^${piece.label}`
  return piece.end === 'open' ? '⟦' : '⟧'
}

/** The words between the ends of each pair, as they stand in the file. */
export function pairWords(read: Paper, source: string): string[] {
  return read.brackets.map(({ open, close }) =>
    source.slice(open.offset + 1, close.offset - close.written.length + 1),
  )
}
