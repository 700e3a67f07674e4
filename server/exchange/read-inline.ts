/** Tokens with their fates -> the stretches of a part's text. Writing the stretches gives the raw text again, in every case. */
import type { Marks } from '../../shared/text/roots.ts'
import { type DelimiterUse, type EmphasisSign, matchEmphasis } from './emphasis.ts'
import type { Inline } from './paper.ts'
import type { BracketToken, Token } from './tokens.ts'
import { writeInline } from './write-inline.ts'

export interface InlineRead {
  readonly inline: readonly Inline[]
  /** False when emphasis could not be kept exactly and its signs stay characters. */
  readonly exact: boolean
}

/** The stretches of one part. */
export function readInline(source: string, tokens: readonly Token[]): InlineRead {
  const raw = source.slice(tokens[0]?.from ?? 0, tokens.at(-1)?.to ?? 0)
  const inline = new Builder(source, matchEmphasis(tokens)).build(tokens)
  if (writeInline(inline, { emphasis: true, escapes: true }) === raw) return { inline, exact: true }
  return { inline: new Builder(source, new Map()).build(tokens), exact: false }
}

class Builder {
  private readonly source: string
  private readonly uses: ReadonlyMap<Token, DelimiterUse>
  private readonly out: Inline[] = []
  private readonly active: { em: string[]; strong: string[] } = { em: [], strong: [] }

  constructor(source: string, uses: ReadonlyMap<Token, DelimiterUse>) {
    this.source = source
    this.uses = uses
  }

  build(tokens: readonly Token[]): Inline[] {
    for (const token of tokens) this.add(token)
    return this.out
  }

  private add(token: Token): void {
    const written = this.source.slice(token.from, token.to)
    const marks = this.marks()
    if (token.kind === 'delimiter') this.delimiter(token.char, written, this.uses.get(token))
    else if (token.kind === 'bracket') this.bracket(token, written, marks)
    else if (token.kind === 'escape') this.text(written.slice(1), { ...marks, esc: true })
    else if (token.kind === 'note' && token.known) this.out.push({ kind: 'note', label: token.label, marks })
    else if (token.kind === 'break' && token.hard) this.out.push({ kind: 'break', written, marks })
    else if (token.kind === 'break') this.text(' ', { ...marks, esc: written })
    else this.text(written, marks)
  }

  private bracket(token: BracketToken, written: string, marks: Marks): void {
    if (token.fate?.kind === 'pair') {
      const end = token.side
      this.out.push({ kind: 'glyph', bracket: token.fate.pair, end, written, marks })
    } else if (token.escaped) this.text(written.slice(1), { ...marks, esc: true })
    else this.text(written, marks)
  }

  private delimiter(char: string, written: string, use: DelimiterUse | undefined): void {
    if (!use) return this.text(written, this.marks())
    for (const sign of use.closes) this.active[sign.mark].pop()
    if (use.rest > 0) this.text(char.repeat(use.rest), this.marks())
    for (const sign of use.opens) this.open(sign)
  }

  private open(sign: EmphasisSign): void {
    this.active[sign.mark].push(sign.written)
  }

  private marks(): Marks {
    const em = this.active.em.at(-1)
    const strong = this.active.strong.at(-1)
    return { ...(strong === undefined ? {} : { strong }), ...(em === undefined ? {} : { em }) }
  }

  private text(text: string, marks: Marks): void {
    const last = this.out.at(-1)
    if (last?.kind === 'text' && sameMarks(last.marks, marks)) {
      this.out[this.out.length - 1] = { ...last, text: last.text + text }
    } else this.out.push({ kind: 'text', text, marks })
  }
}

/** True when both name the same marks written the same way. */
export function sameMarks(a: Marks, b: Marks): boolean {
  const keys = Object.keys(a) as (keyof Marks)[]
  return keys.length === Object.keys(b).length && keys.every(key => a[key] === b[key])
}
