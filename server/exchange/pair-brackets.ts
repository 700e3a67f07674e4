/**
 * Pairs brackets by structure, so that one missing bracket does not shift all later pairs.
 *
 * Plan: close what can be closed inside a part; then go over what is left, part after part of the same article, with one
 * stack. A heading of the same or a higher level than the one a bracket opened under ends the search for that bracket; a
 * bracket that opens in a heading, or at the end of the part directly above one, counts as opened under that heading.
 * Notes are paired within themselves. Look-alikes have their fate already and are passed over.
 */
import type { RawPart } from './read-parts.ts'
import type { BracketToken, Token } from './tokens.ts'

/** A part with its tokens. */
export interface TokenPart {
  readonly raw: RawPart
  readonly tokens: readonly Token[]
}

export interface TokenPair {
  readonly open: BracketToken
  readonly close: BracketToken
}

/** The pairs, numbered in the order of their opening brackets; every bracket token has its fate afterwards. */
export function pairBrackets(parts: readonly TokenPart[]): TokenPair[] {
  const pairs: TokenPair[] = []
  const leftovers = parts.map(part => pairWithin(part.tokens, pairs))
  pairOverParts(parts, leftovers, pairs)
  pairs.sort((a, b) => a.open.from - b.open.from)
  pairs.forEach(({ open, close }, pair) => {
    open.fate = { kind: 'pair', pair }
    close.fate = { kind: 'pair', pair }
  })
  for (const { tokens } of parts)
    for (const token of tokens) if (token.kind === 'bracket') token.fate ??= { kind: 'unmatched' }
  return pairs
}

/** Pairs inside one part; returns the brackets left over, in order. */
function pairWithin(tokens: readonly Token[], pairs: TokenPair[]): BracketToken[] {
  const left: BracketToken[] = []
  for (const token of tokens) {
    if (token.kind !== 'bracket' || token.fate) continue
    const open = left.at(-1)
    if (token.side === 'close' && open?.side === 'open') {
      left.pop()
      pairs.push({ open, close: token })
    } else left.push(token)
  }
  return left
}

interface Waiting {
  readonly open: BracketToken
  /** The level of the heading it opened under. */
  readonly level: number
}

function pairOverParts(
  parts: readonly TokenPart[],
  leftovers: readonly BracketToken[][],
  pairs: TokenPair[],
): void {
  const waiting: Waiting[] = []
  let level = Number.POSITIVE_INFINITY
  parts.forEach(({ raw }, i) => {
    if (raw.kind === 'note') return
    if (raw.kind === 'heading') {
      level = raw.level
      endSearches(waiting, raw.level, parts[i - 1])
    }
    for (const token of leftovers[i] ?? []) {
      if (token.side === 'open') waiting.push({ open: token, level: levelOf(parts, i, token, level) })
      else {
        const partner = waiting.pop()
        if (partner) pairs.push({ open: partner.open, close: token })
      }
    }
  })
}

/** The level a bracket opens under: of the heading below it when nothing else stands between them. */
function levelOf(parts: readonly TokenPart[], i: number, open: BracketToken, current: number): number {
  const part = parts[i] as TokenPart
  const next = parts[i + 1]
  const last = part.tokens.at(-1)
  return last === open && next?.raw.kind === 'heading' ? next.raw.level : current
}

/** A heading of this level ends the search for all that opened under its level or a lower one, but not for what stands directly above it. */
function endSearches(waiting: Waiting[], level: number, above: TokenPart | undefined): void {
  const last = waiting.at(-1)
  const held = last && above?.tokens.at(-1) === last.open ? waiting.pop() : undefined
  while (waiting.length > 0 && (waiting.at(-1) as Waiting).level >= level) waiting.pop()
  if (held) waiting.push(held)
}
