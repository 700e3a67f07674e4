/** A paper as read from a file: parts in file order whose written forms, joined, are the file again. Offsets are UTF-16 units of the decoded file, a byte order mark counted as one. */
import type { BlockKind, Marks, Source } from '../../shared/text/roots.ts'
import type { Fault } from './faults.ts'

/** How a file is read: `markdown` knows headings, emphasis, escapes, links and code; `text` knows none of them. */
export type PaperKind = 'markdown' | 'text'

/** What of a file belongs to no part. `tail` is what stands after the last part; `eol` the file's usual line end. */
export interface PaperSource {
  readonly kind: PaperKind
  readonly bom: boolean
  readonly tail: string
  readonly eol: string
}

/**
 * A stretch of one part. A run's mark `esc` is `true` for a character written with a backslash, and for a soft line
 * break (shown as a blank) how the break was written; a `break` is a line break people see, `written` its form.
 * A glyph is one end of a pair of brackets, which is no character of the text.
 */
export type Inline =
  | { readonly kind: 'text'; readonly text: string; readonly marks: Marks }
  | { readonly kind: 'break'; readonly written: string; readonly marks: Marks }
  | { readonly kind: 'note'; readonly label: string; readonly marks: Marks }
  | {
      readonly kind: 'glyph'
      readonly bracket: number
      readonly end: 'open' | 'close'
      readonly written: string
      readonly marks: Marks
    }

interface PartBase {
  readonly label: string | null
  /** `marker` holds `{label}` where the label stands; `before` all that lies between the preceding part and this one. */
  readonly src: Source
  readonly inline: readonly Inline[]
  /** Where the text between marker and `after` stands in the file; `to` exclusive. */
  readonly from: number
  readonly to: number
}

/** A heading (level 0 is the highest), paragraph or item (level = depth below numbered or bulleted lines). */
export interface ParsedBlock extends PartBase {
  readonly kind: BlockKind
  readonly level: number
}

/** The body of a footnote, at its place in the file; `label` is unique among notes. */
export interface ParsedNote extends PartBase {
  readonly kind: 'note'
  readonly label: string
}

export type Part = ParsedBlock | ParsedNote

/** One end of a pair: in which part, after how many units of its text (glyphs not counted), how written, where in the file. */
export interface PairEnd {
  readonly part: number
  readonly at: number
  readonly written: string
  readonly offset: number
}

export interface BracketPair {
  readonly open: PairEnd
  readonly close: PairEnd
}

/** A bracket without a partner; it stays a character of the text. */
export interface UnmatchedBracket {
  readonly offset: number
  readonly char: string
}

export const lookAlikeKinds = [
  'note',
  'link',
  'definition',
  'omission',
  'number',
  'citation',
  'quotation',
  'comment',
  'code',
  'escaped',
] as const
export type LookAlikeKind = (typeof lookAlikeKinds)[number]

/** Brackets that mean something else than disagreement: characters of the text (or a note's mark), never counted. */
export interface LookAlike {
  readonly kind: LookAlikeKind
  /** Offsets of its bracket characters, ascending. */
  readonly offsets: readonly number[]
}

/** What a program may offer to read more in the text; nothing was done about it. `to` is exclusive. */
export interface Remark {
  readonly kind: 'attribution' | 'alternative' | 'braces'
  readonly form: string
  readonly from: number
  readonly to: number
  /** Parties named, or the words of each alternative, or the label. */
  readonly names: readonly string[]
}

export interface Paper {
  readonly source: PaperSource
  readonly parts: readonly Part[]
  readonly brackets: readonly BracketPair[]
  readonly unmatched: readonly UnmatchedBracket[]
  readonly lookAlikes: readonly LookAlike[]
  readonly remarks: readonly Remark[]
  readonly faults: readonly Fault[]
}

/** The blocks of a paper, in file order. */
export function blocksOfPaper(paper: Paper): ParsedBlock[] {
  return paper.parts.filter(part => part.kind !== 'note')
}

/** The notes of a paper, in file order. */
export function notesOfPaper(paper: Paper): ParsedNote[] {
  return paper.parts.filter(part => part.kind === 'note')
}

/** Units a stretch takes in the running text: letters, one for a note's mark or a line break, none for a glyph. */
export function unitsOf(inline: Inline): number {
  if (inline.kind === 'text') return inline.text.length
  return inline.kind === 'glyph' ? 0 : 1
}
