/** The signs of one part's text, on the raw characters: brackets, note marks, escapes, line breaks, emphasis, code. Tokens follow each other without a gap. */
import type { LookAlikeKind, PaperKind } from './paper.ts'

interface Span {
  readonly from: number
  readonly to: number
}

/** What became of a bracket: an end of pair number `pair`, or a character. Set by look-alikes and pairing. */
export type Fate =
  | { readonly kind: 'pair'; readonly pair: number }
  | { readonly kind: 'look-alike'; readonly as: LookAlikeKind }
  | { readonly kind: 'unmatched' }

export interface BracketToken extends Span {
  readonly kind: 'bracket'
  readonly side: 'open' | 'close'
  readonly escaped: boolean
  fate: Fate | null
}

/** A run of `*` or `_`. Whether it may open or close follows CommonMark's flanking rules. */
export interface DelimiterToken extends Span {
  readonly kind: 'delimiter'
  readonly char: '*' | '_'
  readonly opens: boolean
  readonly closes: boolean
}

export type Token =
  | (Span & { readonly kind: 'text' | 'code' | 'escape' })
  | (Span & { readonly kind: 'break'; readonly hard: boolean })
  | (Span & { readonly kind: 'note'; readonly label: string; readonly known: boolean })
  | BracketToken
  | DelimiterToken

export interface TokenContext {
  readonly kind: PaperKind
  /** Labels of notes; a mark of another label is text. */
  readonly notes: ReadonlySet<string>
  /** True when the brackets of the text are written `\[ \]` throughout. */
  readonly escapedBrackets: boolean
}

/** The tokens of source.slice(from, to). */
export function tokensOf(source: string, from: number, to: number, context: TokenContext): Token[] {
  const tokens: Token[] = []
  const text = source.slice(0, to)
  const partContext = { ...context, unanswered: new Set<number>() }
  let at = from
  while (at < to) {
    const token = readToken(text, at, partContext)
    const last = tokens.at(-1)
    if (token.kind === 'text' && last?.kind === 'text') tokens[tokens.length - 1] = { ...last, to: token.to }
    else tokens.push(token)
    at = token.to
  }
  return tokens
}

/** The tokens of text in which nothing but line ends is a sign. */
export function verbatimTokens(source: string, from: number, to: number): Token[] {
  const tokens: Token[] = []
  for (const match of source.slice(from, to).matchAll(/\r\n|\n|\r|[^\r\n]+/g)) {
    const start = from + match.index
    const isBreak = /^[\r\n]/.test(match[0])
    tokens.push({
      from: start,
      to: start + match[0].length,
      ...(isBreak ? { kind: 'break', hard: true } : { kind: 'code' }),
    })
  }
  return tokens
}

/** What is known of the part while it is read: lengths of backtick runs that no later run answers. */
interface PartContext extends TokenContext {
  readonly unanswered: Set<number>
}

type Reader = (source: string, at: number, context: PartContext) => Token | null

function readToken(source: string, at: number, context: PartContext): Token {
  const readers = context.kind === 'markdown' ? markdownReaders : textReaders
  for (const read of readers) {
    const token = read(source, at, context)
    if (token) return token
  }
  return { kind: 'text', from: at, to: at + 1 }
}

const breakForms = {
  /** With the signs of a hard break before, and of a quotation behind. */
  markdown: /(?:[ \t\f\v]*\\?(?:\r\n|\n|\r)(?:[ \t\f\v]*(?:>[ \t]*)*))+/y,
  text: /(?:[ \t\f\v]*(?:\r\n|\n|\r)[ \t\f\v]*)+/y,
}

function readBreak(source: string, at: number, context: TokenContext): Token | null {
  if (!/[\s\\]/.test(source[at] as string)) return null
  const form = breakForms[context.kind]
  form.lastIndex = at
  const match = form.exec(source)
  if (!match) return blanksAt(source, at)
  const lines = match[0].match(/\r\n|\n|\r/g)?.length ?? 1
  const hard = context.kind === 'text' || lines > 1 || /^(?: {2,}|[ \t]*\\)/.test(match[0])
  return { kind: 'break', from: at, to: at + match[0].length, hard }
}

/** Blanks that end no line, all at once: none of them need be looked at again. */
function blanksAt(source: string, at: number): Token | null {
  let to = at
  while (/[ \t\f\v]/.test(source[to] ?? '')) to++
  return to > at ? { kind: 'text', from: at, to } : null
}

const punctuation = /[!-/:-@[-`{-~]/

function readEscape(source: string, at: number): Token | null {
  if (source[at] !== '\\' || !punctuation.test(source[at + 1] ?? '')) return null
  return { kind: 'escape', from: at, to: at + 2 }
}

function readEscapedBracket(source: string, at: number, context: TokenContext): Token | null {
  if (source[at] !== '\\') return null
  const side = sideOf(source[at + 1] ?? '')
  if (!side || isFullWidth(source[at + 1] as string)) return null
  const fate = context.escapedBrackets ? null : ({ kind: 'look-alike', as: 'escaped' } as const)
  return { kind: 'bracket', from: at, to: at + 2, side, escaped: true, fate }
}

const noteForm = /\[\^([^\]\s[［］]+)\]/y

function readNoteMark(source: string, at: number, context: TokenContext): Token | null {
  if (source[at] !== '[' || source[at + 1] !== '^') return null
  noteForm.lastIndex = at
  const match = noteForm.exec(source)
  if (!match) return null
  const label = match[1] as string
  return { kind: 'note', from: at, to: at + match[0].length, label, known: context.notes.has(label) }
}

function readBracket(source: string, at: number): Token | null {
  const side = sideOf(source[at] as string)
  return side && { kind: 'bracket', from: at, to: at + 1, side, escaped: false, fate: null }
}

function sideOf(char: string): 'open' | 'close' | null {
  if (char === '[' || char === '［') return 'open'
  return char === ']' || char === '］' ? 'close' : null
}

function isFullWidth(char: string): boolean {
  return char === '［' || char === '］'
}

/** Inline code: a run of backticks to the next run of the same length. An unanswered run is text. */
function readCode(source: string, at: number, context: PartContext): Token | null {
  if (source[at] !== '`') return null
  const run = (/^`+/.exec(source.slice(at)) as RegExpExecArray)[0]
  const rest =
    run.length > longestCodeSign || context.unanswered.has(run.length) ? '' : source.slice(at + run.length)
  for (const match of rest.matchAll(/`+/g))
    if (match[0].length === run.length)
      return { kind: 'code', from: at, to: at + run.length + match.index + run.length }
  context.unanswered.add(run.length)
  return { kind: 'text', from: at, to: at + run.length }
}

/** Longer runs of backticks are no sign of code. */
const longestCodeSign = 10

function readDelimiter(source: string, at: number): Token | null {
  const char = source[at]
  if (char !== '*' && char !== '_') return null
  let end = at
  while (source[end] === char) end++
  const flank = flankOf(charBefore(source, at), charAt(source, end))
  if (isPlaceholder(source, at, end)) return { kind: 'text', from: at, to: end }
  const { left, right, afterSign, beforeSign } = flank
  const opens = left && (char === '*' || !right || afterSign)
  const closes = right && (char === '*' || !left || beforeSign)
  return { kind: 'delimiter', from: at, to: end, char, opens, closes }
}

/** `[_]`, `[__]`: a blank to fill in, no emphasis. */
function isPlaceholder(source: string, from: number, to: number): boolean {
  return sideOf(source[from - 1] ?? '') === 'open' && sideOf(source[to] ?? '') === 'close'
}

function flankOf(before: string, after: string) {
  const afterSign = isSign(before)
  const beforeSign = isSign(after)
  const left = !isSpace(after) && (!beforeSign || isSpace(before) || afterSign)
  const right = !isSpace(before) && (!afterSign || isSpace(after) || beforeSign)
  return { left, right, afterSign, beforeSign }
}

function charBefore(source: string, at: number): string {
  const low = source.charCodeAt(at - 1)
  return low >= 0xdc00 && low < 0xe000 ? source.slice(Math.max(0, at - 2), at) : (source[at - 1] ?? '')
}

function charAt(source: string, at: number): string {
  const code = source.codePointAt(at)
  return code === undefined ? '' : String.fromCodePoint(code)
}

function isSpace(char: string): boolean {
  return char === '' || /\s/u.test(char)
}

function isSign(char: string): boolean {
  return /[\p{P}\p{S}]/u.test(char)
}

const markdownReaders: readonly Reader[] = [
  readBreak,
  readEscapedBracket,
  readEscape,
  readCode,
  readNoteMark,
  readBracket,
  readDelimiter,
]
const textReaders: readonly Reader[] = [readBreak, readNoteMark, readBracket]

/** True when nearly all brackets of the source are written with a backslash: then they are the brackets of the text. */
export function hasEscapedBrackets(source: string): boolean {
  const escaped = source.match(/\\[[\]]/g)?.length ?? 0
  const all = source.match(/[[\]]/g)?.length ?? 0
  return escaped >= 4 && escaped >= all * 0.9
}
