/** What a reader of the import should look at: unmatched brackets with the ways to mend them, notes without mark or body, emphasis that stayed characters. */
import { type Fault, faultAt, type Repair } from './faults.ts'
import type { TokenPart } from './pair-brackets.ts'
import type { BracketToken, Token } from './tokens.ts'

interface Found {
  readonly part: number
  readonly token: BracketToken
}

/** The faults of a file, by offset. `inexact`: indices of parts whose emphasis stayed characters. */
export function findFaults(source: string, parts: readonly TokenPart[], inexact: readonly number[]): Fault[] {
  const unmatched = unmatchedOf(parts)
  const faults = unmatched.map(found => unmatchedFault(source, parts, unmatched, found))
  for (const found of unmatched) faults.push(...parenthesisFaults(source, parts, found))
  faults.push(...noteFaults(source, parts))
  for (const part of inexact)
    faults.push(faultAt((parts[part] as TokenPart).raw.from, { code: 'emphasis-kept-as-characters' }))
  return faults.sort((a, b) => a.offset - b.offset)
}

function unmatchedOf(parts: readonly TokenPart[]): Found[] {
  return parts.flatMap(({ tokens }, part) =>
    tokens
      .filter(token => token.kind === 'bracket')
      .filter(isUnmatched)
      .map(token => ({ part, token })),
  )
}

function isUnmatched(token: BracketToken): boolean {
  return token.fate?.kind === 'unmatched'
}

function unmatchedFault(
  source: string,
  parts: readonly TokenPart[],
  all: readonly Found[],
  found: Found,
): Fault {
  const offset = found.token.to - 1
  const char = source[offset] as string
  return faultAt(offset, { code: 'bracket-unmatched', char, repairs: repairsOf(parts, all, found) })
}

/** Drop it; write its partner at the part's edge or in the unit's heading; pair it with the nearest unmatched one on the right side. */
function repairsOf(parts: readonly TokenPart[], all: readonly Found[], { part, token }: Found): Repair[] {
  const repairs: Repair[] = [{ kind: 'drop' }]
  const closes = token.side === 'close'
  const { raw } = parts[part] as TokenPart
  repairs.push({ kind: 'add', offset: closes ? raw.from : raw.to })
  const heading = closes ? parts.slice(0, part).findLast(other => other.raw.kind === 'heading') : undefined
  if (heading) repairs.push({ kind: 'add', offset: heading.raw.from })
  const partner = closes
    ? all.findLast(other => other.token.side === 'open' && other.token.to <= token.from)
    : all.find(other => other.token.side === 'close' && other.token.from >= token.to)
  if (partner) repairs.push({ kind: 'pair', offset: partner.token.to - 1 })
  return repairs
}

/** An unmatched `[` answered by a `)` of its part that itself opens nowhere behind it. */
function parenthesisFaults(source: string, parts: readonly TokenPart[], { part, token }: Found): Fault[] {
  if (token.side === 'close') return []
  let depth = 0
  for (let i = token.to; i < (parts[part] as TokenPart).raw.to; i++) {
    if (source[i] === '(') depth++
    else if (source[i] === ')' && depth-- === 0)
      return [faultAt(token.to - 1, { code: 'bracket-closed-by-parenthesis', parenthesis: i })]
  }
  return []
}

function noteFaults(source: string, parts: readonly TokenPart[]): Fault[] {
  const labels = new Set(parts.filter(part => part.raw.kind === 'note').map(part => part.raw.label as string))
  return parts.flatMap(part =>
    part.tokens.flatMap((token, i) =>
      token.kind === 'note' ? noteFault(source, part, token, i === 0, labels) : [],
    ),
  )
}

function noteFault(
  source: string,
  part: TokenPart,
  token: Token & { readonly kind: 'note' },
  isFirst: boolean,
  labels: ReadonlySet<string>,
): Fault[] {
  const { label } = token
  const opensBody = isFirst && part.raw.kind !== 'note' && source[token.to] === ':'
  if (opensBody)
    return [
      faultAt(token.from, { code: labels.has(label) ? 'note-defined-twice' : 'note-without-mark', label }),
    ]
  return token.known ? [] : [faultAt(token.from, { code: 'note-without-body', label })]
}
