/** Brackets that mean something else than disagreement, taken out before any pairing: links, citations, omissions, editor's words, comments. */
import { linkDefinition } from './block-lines.ts'
import type { LookAlike, LookAlikeKind } from './paper.ts'
import type { BracketToken, Token } from './tokens.ts'

/** What the whole file tells about its brackets. */
export interface LookAlikeContext {
  /** Names of reference links whose address is one, in lower case. */
  readonly linkNames: ReadonlySet<string>
  /** True when the paper has a list of references, so that `[2015]` is a citation. */
  readonly hasReferences: boolean
  readonly markdown: boolean
}

/** What `source` tells about its brackets. */
export function lookAlikeContext(source: string, markdown: boolean): LookAlikeContext {
  const linkNames = new Set<string>()
  const lines = markdown ? source.split(/\r\n|\n|\r/) : []
  for (const line of lines) {
    const match = linkDefinition.exec(line)
    if (match) linkNames.add((match[1] as string).trim().toLowerCase())
  }
  const hasReferences = /^[# \t*]*(?:references|list of references|bibliography)[*:\s]*$/im.test(source)
  return { linkNames, hasReferences, markdown }
}

interface Pair {
  readonly open: BracketToken
  readonly close: BracketToken
  readonly words: string
}

/** Sets the fate of every look-alike among the brackets of one part, and lists them. */
export function markLookAlikes(
  source: string,
  tokens: readonly Token[],
  context: LookAlikeContext,
): LookAlike[] {
  const found: LookAlike[] = []
  const markPair = (pair: Pair, as: LookAlikeKind): void => {
    pair.open.fate = { kind: 'look-alike', as }
    pair.close.fate = { kind: 'look-alike', as }
    found.push({ kind: as, offsets: [pair.open.to - 1, pair.close.to - 1] })
  }
  const pairs = pairsWithin(source, tokens)
  const quoted = quotedPlaces(source, tokens)
  const byOpen = new Map(pairs.map(pair => [pair.open.from, pair]))
  for (const pair of pairs) {
    if (pair.open.fate) continue
    const partner = context.markdown ? referencePartner(pair, byOpen, context) : null
    const linked = isDefinition(source, pair, context) ? 'definition' : 'link'
    const kind = partner ? linked : kindOf(source, pair, context, quoted)
    if (kind) markPair(pair, kind)
    if (partner && partner !== pair) markPair(partner, 'link')
  }
  return found
}

/** Pairs by one stack over the part; enough to see what a bracket holds. */
function pairsWithin(source: string, tokens: readonly Token[]): Pair[] {
  const pairs: Pair[] = []
  const stack: BracketToken[] = []
  for (const token of tokens) {
    if (token.kind !== 'bracket' || token.fate) continue
    const open = token.side === 'close' ? stack.pop() : undefined
    if (token.side === 'open') stack.push(token)
    else if (open) pairs.push({ open, close: token, words: source.slice(open.to, token.from) })
  }
  return pairs
}

function kindOf(
  source: string,
  pair: Pair,
  context: LookAlikeContext,
  quoted: (offset: number) => boolean,
): LookAlikeKind | null {
  const { words } = pair
  if (context.markdown && isInlineLink(source, pair)) return 'link'
  if (words.length > longestName) return null
  if (/^\s*(?:\.{2,}|…)[\s.…]*$/.test(words)) return 'omission'
  if (isComment(source, pair)) return 'comment'
  if (isNumber(source, pair)) return 'number'
  if (context.hasReferences && /^(?:\p{Lu}[\p{L}.& -]*,? )?(?:1[5-9]|20)\d\d[a-z]?$/u.test(words))
    return 'citation'
  return isEditorsWord(source, pair) && quoted(pair.open.from) ? 'quotation' : null
}

// ---- links

/** A link has an address: a scheme, `/`, `#`, `.` or `@` in it. `(a)`, `(2.3)` after a bracket are text. */
function isInlineLink(source: string, pair: Pair): boolean {
  const match = /^\(<?([^()\s<>]+)>?(?:\s+"[^"]*")?\)/.exec(source.slice(pair.close.to, pair.close.to + 2000))
  const target = match?.[1]
  if (target === undefined || /^[\d.]+$/.test(target)) return false
  return /^[a-z][a-z0-9+.-]*:|[/#.@]/i.test(target)
}

/** Longer words between brackets name no link, and are no number, citation or editor's word. */
const longestName = 200

/** The second pair of `[words][name]` or `[words][]`; the pair itself for `[name]` alone; null when it is no link. */
function referencePartner(
  pair: Pair,
  byOpen: ReadonlyMap<number, Pair>,
  context: LookAlikeContext,
): Pair | null {
  const next = byOpen.get(pair.close.to)
  if (
    context.linkNames.size === 0 ||
    pair.words.length > longestName ||
    (next?.words.length ?? 0) > longestName
  )
    return null
  const name = (next?.words.trim() || pair.words.trim()).toLowerCase()
  if (next) return context.linkNames.has(name) ? next : null
  return context.linkNames.has(name) ? pair : null
}

function isDefinition(source: string, pair: Pair, context: LookAlikeContext): boolean {
  return source[pair.close.to] === ':' && context.linkNames.has(pair.words.trim().toLowerCase())
}

// ---- numbers, comments, editor's words

const measure =
  /^(?:\s?%|[ \u00A0](?:per\s?cent|percent|years?|months?|weeks?|days?|hours?|degrees|million|billion|°))/i

/** `[3]`, `[12, 13]`: a citation or a note's number. A number that is measured, or has a bracket at its side, is a value in dispute. */
function isNumber(source: string, pair: Pair): boolean {
  if (!/^\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*$/.test(pair.words)) return false
  const after = source.slice(pair.close.to, pair.close.to + 20)
  const before = source.slice(Math.max(0, pair.open.from - 2), pair.open.from)
  return !measure.test(after) && !/^\s?[/[［-]/.test(after) && !/[\]］]\s?$|[\]］]\/$|-$/.test(before)
}

function isComment(source: string, pair: Pair): boolean {
  return (
    /^[A-Za-z]{1,4}\d+(?:R\d+)?$/.test(pair.words) && source.slice(0, pair.open.from).endsWith('Commented ')
  )
}

const editorsWords =
  /^(?:sic!?|he|she|it|they|we|his|her|its|their|this|that|the|emphasis (?:added|supplied))$/i

/** `[sic]`, `[he]`, `[T]he`: what an editor writes into a quotation; never one of two alternatives. */
function isEditorsWord(source: string, pair: Pair): boolean {
  const neighbours = `${source[pair.open.from - 1] ?? ''}${source[pair.close.to] ?? ''}`
  if (/[[\]［］/]/.test(neighbours)) return false
  if (editorsWords.test(pair.words)) return true
  return /^\p{L}$/u.test(pair.words) && /\p{Ll}/u.test(source[pair.close.to] ?? '')
}

/** Tells whether an offset lies in quotation marks. Straight marks are trusted only when the part holds an even number. */
function quotedPlaces(source: string, tokens: readonly Token[]): (offset: number) => boolean {
  const from = tokens[0]?.from ?? 0
  const text = source.slice(from, tokens.at(-1)?.to ?? from)
  const places = (sign: string) => [...text.matchAll(new RegExp(sign, 'g'))].map(match => from + match.index)
  const [opening, closing, straight] = [places('“'), places('”'), places('"')] as const
  const trusted = straight.length % 2 === 0
  return offset =>
    countBelow(opening, offset) > countBelow(closing, offset) ||
    (trusted && countBelow(straight, offset) % 2 === 1)
}

/** How many of these ascending numbers are less than `limit`. */
function countBelow(numbers: readonly number[], limit: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] as number) < limit) low = middle + 1
    else high = middle
  }
  return low
}
