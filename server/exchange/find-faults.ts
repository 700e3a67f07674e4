/** What a reader of the import should look at: unmatched brackets with the ways to mend them, notes without mark or body, emphasis that stayed characters. */
import { type Fault, faultAt, type Repair } from './faults.ts'
import type { TokenPart } from './pair-brackets.ts'
import type { BracketToken, Token } from './tokens.ts'

interface Found {
  readonly part: number
  readonly token: BracketToken
}

/** The faults of a file, by offset. `inexact`: indices of parts whose emphasis stayed characters. Cost: linear. */
export function findFaults(source: string, parts: readonly TokenPart[], inexact: readonly number[]): Fault[] {
  const unmatched = unmatchedOf(parts)
  const faults = unmatchedFaults(source, parts, unmatched)
  for (const found of unmatched.slice(0, closelyRead)) faults.push(...parenthesisFaults(source, parts, found))
  faults.push(...noteFaults(source, parts))
  for (const part of inexact)
    faults.push(faultAt((parts[part] as TokenPart).raw.from, { code: 'emphasis-kept-as-characters' }))
  return faults.sort((a, b) => a.offset - b.offset)
}

/** Of how many unmatched brackets, and over how many characters behind each, a parenthesis is looked for. */
const closelyRead = 1000
const longestReach = 5000

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

/** Each with its repairs: drop it; write its partner at the part's edge or in the unit's heading; pair it with the nearest unmatched one on the right side. */
function unmatchedFaults(source: string, parts: readonly TokenPart[], all: readonly Found[]): Fault[] {
  const partners = partnersOf(all)
  const headings = headingsAbove(parts)
  return all.map(({ part, token }, i) => {
    const offset = token.to - 1
    const { raw } = parts[part] as TokenPart
    const closes = token.side === 'close'
    const repairs: Repair[] = [{ kind: 'drop' }, { kind: 'add', offset: closes ? raw.from : raw.to }]
    const heading = closes ? headings[part] : null
    if (typeof heading === 'number') repairs.push({ kind: 'add', offset: heading })
    const partner = partners[i]
    if (typeof partner === 'number') repairs.push({ kind: 'pair', offset: partner })
    return faultAt(offset, { code: 'bracket-unmatched', char: source[offset] as string, repairs })
  })
}

/** For each unmatched bracket the offset of the nearest one it could be paired with; null when there is none. */
function partnersOf(all: readonly Found[]): (number | null)[] {
  const partners: (number | null)[] = all.map(() => null)
  let open: number | null = null
  all.forEach(({ token }, i) => {
    if (token.side === 'open') open = token.to - 1
    else partners[i] = open
  })
  let close: number | null = null
  for (let i = all.length - 1; i >= 0; i--) {
    const { token } = all[i] as Found
    if (token.side === 'close') close = token.to - 1
    else partners[i] = close
  }
  return partners
}

/** For each part where the text of the heading above it starts; null above the first. */
function headingsAbove(parts: readonly TokenPart[]): (number | null)[] {
  let heading: number | null = null
  return parts.map(({ raw }) => {
    const above = heading
    if (raw.kind === 'heading') heading = raw.from
    return above
  })
}

/** An unmatched `[` answered by a `)` of its part that itself opens nowhere behind it. */
function parenthesisFaults(source: string, parts: readonly TokenPart[], { part, token }: Found): Fault[] {
  if (token.side === 'close') return []
  const end = Math.min((parts[part] as TokenPart).raw.to, token.to + longestReach)
  let depth = 0
  for (let i = token.to; i < end; i++) {
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
