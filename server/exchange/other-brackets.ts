/** Bracket characters that are no bracket tokens: in note marks and bodies' markers, in code, behind backslashes, on fence lines. */
import { fillMarker } from './labels.ts'
import type { TokenPart } from './pair-brackets.ts'
import type { LookAlike } from './paper.ts'
import type { TokenParts } from './token-parts.ts'
import type { Token } from './tokens.ts'

const bracketSigns = /[[\]［］]/g

/** All look-alikes of a file, in the order of their first character. */
export function allLookAlikes(source: string, { parts, lookAlikes, raw }: TokenParts): LookAlike[] {
  const found = [...lookAlikes]
  for (const part of parts) {
    const { from, to, src, label } = part.raw
    const markerAt = from - fillMarker(src.marker, label).length
    addCode(source, markerAt - src.before.length, markerAt, found)
    addMarker(source, part, markerAt, found)
    for (const token of part.tokens) addToken(source, token, found)
    addCode(source, to, to + src.after.length, found)
  }
  addCode(source, source.length - raw.tail.length, source.length, found)
  return found.sort((a, b) => (a.offsets[0] as number) - (b.offsets[0] as number))
}

function addMarker(source: string, part: TokenPart, markerAt: number, found: LookAlike[]): void {
  const offsets = offsetsIn(source, markerAt, part.raw.from)
  if (offsets.length) found.push({ kind: 'note', offsets })
}

function addToken(source: string, token: Token, found: LookAlike[]): void {
  if (token.kind === 'code') addCode(source, token.from, token.to, found)
  else if (token.kind === 'note') found.push({ kind: 'note', offsets: [token.from, token.to - 1] })
  else if (token.kind === 'bracket' && token.fate?.kind === 'look-alike' && token.fate.as === 'escaped')
    found.push({ kind: 'escaped', offsets: [token.to - 1] })
}

function addCode(source: string, from: number, to: number, found: LookAlike[]): void {
  const offsets = offsetsIn(source, from, to)
  if (offsets.length) found.push({ kind: 'code', offsets })
}

function offsetsIn(source: string, from: number, to: number): number[] {
  return [...source.slice(from, to).matchAll(bracketSigns)].map(match => from + match.index)
}
