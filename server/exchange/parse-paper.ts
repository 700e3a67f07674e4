/** A file's bytes -> a paper. Pure; nothing is repaired, dropped or normalised on the way. */
import { decodeFile, type ReadResult } from './decode.ts'
import { findFaults } from './find-faults.ts'
import { findRemarks } from './find-remarks.ts'
import { fillMarker } from './labels.ts'
import { allLookAlikes } from './other-brackets.ts'
import { pairBrackets, type TokenPart, type TokenPair } from './pair-brackets.ts'
import {
  type BracketPair,
  type Inline,
  type PairEnd,
  type Paper,
  type PaperKind,
  type Part,
  type UnmatchedBracket,
  unitsOf,
} from './paper.ts'
import { readInline } from './read-inline.ts'
import type { RawPart } from './read-parts.ts'
import { readTokenParts } from './token-parts.ts'
import { writeInline } from './write-inline.ts'

export interface ParseOptions {
  /** Names and initials of the delegations, as the text writes them; attributions to others need three places. */
  readonly parties?: readonly string[]
}

/** The paper in a file; a fault with its place when the file is not UTF-8 text. Cost: linear in its size. */
export function parsePaper(
  bytes: Uint8Array,
  kind: PaperKind,
  options: ParseOptions = {},
): ReadResult<Paper> {
  const decoded = decodeFile(bytes)
  return decoded.ok ? { ok: true, value: parseSource(decoded.value, kind, options) } : decoded
}

/** The paper in the characters of a file; a byte order mark may stand first. */
export function parseSource(source: string, kind: PaperKind, options: ParseOptions = {}): Paper {
  const bom = source.startsWith('\uFEFF')
  const read = readTokenParts(source, bom ? 1 : 0, kind)
  const pairs = pairBrackets(read.parts)
  const inlines = read.parts.map(part => readInline(source, part.tokens))
  const inexact = inlines.flatMap(({ exact }, part) => (exact ? [] : [part]))
  const parts = read.parts.map((part, i) =>
    partOf(part.raw, (inlines[i] as { inline: readonly Inline[] }).inline),
  )
  return {
    source: { kind, bom, tail: read.raw.tail, eol: read.raw.eol },
    parts,
    brackets: pairsOf(source, parts, pairs),
    unmatched: unmatchedOf(source, read.parts),
    lookAlikes: allLookAlikes(source, read),
    remarks: findRemarks(source, read.parts, pairs, options.parties ?? []),
    faults: findFaults(source, read.parts, inexact),
  }
}

/** The file's characters again: what every part was written with, joined. */
export function joinPaper(paper: Paper): string {
  let out = paper.source.bom ? '\uFEFF' : ''
  for (const { src, label, inline } of paper.parts)
    out += src.before + fillMarker(src.marker, label) + writeInline(inline, asWritten) + src.after + src.eol
  return out + paper.source.tail
}

const asWritten = { emphasis: true, escapes: true }

function partOf({ kind, level, label, src, from, to }: RawPart, inline: readonly Inline[]): Part {
  if (kind === 'note') return { kind, label: label as string, src, inline, from, to }
  return { kind, level, label, src, inline, from, to }
}

function unmatchedOf(source: string, parts: readonly TokenPart[]): UnmatchedBracket[] {
  return parts
    .flatMap(part => part.tokens)
    .filter(token => token.kind === 'bracket' && token.fate?.kind === 'unmatched')
    .map(token => ({ offset: token.to - 1, char: source[token.to - 1] as string }))
}

function pairsOf(source: string, parts: readonly Part[], pairs: readonly TokenPair[]): BracketPair[] {
  const ends = new Map<string, { part: number; at: number }>()
  parts.forEach((part, index) => {
    let at = 0
    for (const piece of part.inline) {
      if (piece.kind === 'glyph') ends.set(`${piece.bracket}:${piece.end}`, { part: index, at })
      at += unitsOf(piece)
    }
  })
  return pairs.map(({ open, close }, i) => {
    const endOf = (end: 'open' | 'close', token: TokenPair['open']): PairEnd => ({
      ...(ends.get(`${i}:${end}`) as { part: number; at: number }),
      written: source.slice(token.from, token.to),
      offset: token.to - 1,
    })
    return { open: endOf('open', open), close: endOf('close', close) }
  })
}
