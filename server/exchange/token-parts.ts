/** The parts of a file with their tokens, and which note labels are notes: those with a body, and a mark in a part that people see. */
import type { LookAlikeContext } from './look-alikes.ts'
import { lookAlikeContext, markLookAlikes } from './look-alikes.ts'
import type { TokenPart } from './pair-brackets.ts'
import type { LookAlike, PaperKind } from './paper.ts'
import { type RawPart, type RawParts, readParts } from './read-parts.ts'
import { hasEscapedBrackets, type Token, type TokenContext, tokensOf, verbatimTokens } from './tokens.ts'

export interface TokenParts {
  readonly raw: RawParts
  readonly parts: readonly TokenPart[]
  /** Look-alikes that are pairs of bracket tokens. */
  readonly lookAlikes: readonly LookAlike[]
}

/** The parts of `source` from `start` on, look-alikes marked. Reads again while a note turns out to have no mark, with fewer notes each time. */
export function readTokenParts(source: string, start: number, kind: PaperKind): TokenParts {
  let notes = noteCandidates(source)
  const escapedBrackets = kind === 'markdown' && hasEscapedBrackets(source)
  for (let round = 1; ; round++) {
    const raw = readParts(source, start, kind, notes)
    const parts = tokenise(source, raw, { kind, notes: labelsOf(raw), escapedBrackets })
    const seen = notesSeen(parts)
    if (seen.size === labelsOf(raw).size)
      return withLookAlikes(source, raw, parts, lookAlikeContext(source, kind === 'markdown'))
    notes = round < mostRounds ? seen : new Set()
  }
}

/** After so many readings a file that still has a note without a mark is read without notes. */
const mostRounds = 8

/** Labels of marks with a colon behind them, as a note's body opens. */
function noteCandidates(source: string): Set<string> {
  return new Set([...source.matchAll(/\[\^([^\]\s[［］]+)\]:/g)].map(match => match[1] as string))
}

function labelsOf(raw: RawParts): Set<string> {
  return new Set(raw.parts.filter(part => part.kind === 'note').map(part => part.label as string))
}

function tokenise(source: string, raw: RawParts, context: TokenContext): TokenPart[] {
  return raw.parts.map(part => {
    if (part.verbatim) return { raw: part, tokens: verbatimTokens(source, part.from, part.to) }
    const tokens = tokensOf(source, part.from, part.to, context)
    return { raw: part, tokens: opensBody(source, part, tokens[0]) ? withoutMark(tokens) : tokens }
  })
}

/** True when a paragraph has the form of a note's body and is none: its mark names no note there. */
function opensBody(source: string, part: RawPart, first: Token | undefined): boolean {
  return (
    part.kind !== 'note' &&
    part.src.marker.trim() === '' &&
    first?.kind === 'note' &&
    source[first.to] === ':'
  )
}

function withoutMark([first, ...rest]: readonly Token[]): Token[] {
  return first?.kind === 'note' ? [{ ...first, known: false }, ...rest] : rest
}

/** Labels of notes that blocks refer to, or notes so referred to. */
function notesSeen(parts: readonly TokenPart[]): Set<string> {
  const bodies = new Map(
    parts.filter(part => part.raw.kind === 'note').map(part => [part.raw.label as string, part]),
  )
  const seen = new Set<string>()
  const queue = parts.filter(part => part.raw.kind !== 'note')
  for (let part = queue.pop(); part; part = queue.pop())
    for (const token of part.tokens) {
      if (token.kind !== 'note' || !token.known || seen.has(token.label)) continue
      seen.add(token.label)
      const body = bodies.get(token.label)
      if (body) queue.push(body)
    }
  return seen
}

function withLookAlikes(
  source: string,
  raw: RawParts,
  parts: readonly TokenPart[],
  context: LookAlikeContext,
): TokenParts {
  const lookAlikes = parts.flatMap(part => markLookAlikes(source, part.tokens, context))
  return { raw, parts, lookAlikes }
}
