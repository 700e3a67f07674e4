/** Emphasis of one part: which signs open and close it, after CommonMark's rules for `*` and `_`. */
import type { DelimiterToken, Token } from './tokens.ts'

/** What a run of signs is after matching: signs that close, signs that stay characters, signs that open; in this order in the text. */
export interface DelimiterUse {
  readonly closes: readonly EmphasisSign[]
  readonly rest: number
  readonly opens: readonly EmphasisSign[]
}

/** One sign as written: `*` or `_` for emphasis, doubled for strong. */
export interface EmphasisSign {
  readonly mark: 'em' | 'strong'
  readonly written: string
}

interface Run {
  readonly token: DelimiterToken
  left: number
  readonly closes: EmphasisSign[]
  readonly opens: EmphasisSign[]
}

/** The use of every delimiter token. Cost: linear; a kind of closing run that found no opening one below some place never looks there again. */
export function matchEmphasis(tokens: readonly Token[]): Map<Token, DelimiterUse> {
  const runs = tokens.filter(token => token.kind === 'delimiter').map(newRun)
  const search: Search = { openers: [], bottoms: new Map() }
  for (const run of runs) {
    if (run.token.closes) closeWith(run, search)
    if (run.token.opens && run.left > 0) search.openers.push(run)
  }
  return new Map(runs.map(run => [run.token, { closes: run.closes, rest: run.left, opens: run.opens }]))
}

interface Search {
  readonly openers: Run[]
  /** Per kind of closing run: below which index of `openers` nothing fits. */
  readonly bottoms: Map<string, number>
}

function newRun(token: DelimiterToken): Run {
  return { token, left: token.to - token.from, closes: [], opens: [] }
}

function closeWith(closer: Run, search: Search): void {
  while (closer.left > 0) {
    const at = openerFor(closer, search)
    if (at < 0) return
    const opener = search.openers[at] as Run
    const length = opener.left >= 2 && closer.left >= 2 ? 2 : 1
    const sign: EmphasisSign = {
      mark: length === 2 ? 'strong' : 'em',
      written: closer.token.char.repeat(length),
    }
    opener.opens.unshift(sign)
    closer.closes.push(sign)
    opener.left -= length
    closer.left -= length
    cut(search, opener.left > 0 ? at + 1 : at)
  }
}

function openerFor(closer: Run, { openers, bottoms }: Search): number {
  const { char, opens, from, to } = closer.token
  const kind = `${char}${opens}${(to - from) % 3}`
  const bottom = bottoms.get(kind) ?? 0
  for (let i = openers.length - 1; i >= bottom; i--) if (fits(openers[i] as Run, closer)) return i
  bottoms.set(kind, openers.length)
  return -1
}

function cut({ openers, bottoms }: Search, length: number): void {
  openers.length = length
  for (const [kind, bottom] of bottoms) if (bottom > length) bottoms.set(kind, length)
}

/** CommonMark's "rule of three": of runs that may both open and close, lengths whose sum divides by three do not fit. */
function fits(opener: Run, closer: Run): boolean {
  if (opener.token.char !== closer.token.char || opener.left === 0) return false
  const both = opener.token.closes || closer.token.opens
  const lengths = [opener.token, closer.token].map(token => token.to - token.from) as [number, number]
  const odd = both && (lengths[0] + lengths[1]) % 3 === 0
  return !odd || lengths.every(length => length % 3 === 0)
}
