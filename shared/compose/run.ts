/** What composition emits: runs of letters, atoms and drawn brackets, each of which knows where it stands in the document. */
import type { HostId } from '../ids.ts'
import type { BracketEndName } from '../text/anchor.ts'
import type { Embed, Marks } from '../text/roots.ts'
import type { Bracket, Change } from './model.ts'

/** One step down from a host into an insertion that hangs in it at visible offset `off`. */
export interface Step {
  readonly host: HostId
  readonly off: number
  readonly change: Change
}

interface RunBase {
  /** Shown length in UTF-16 units; 1 for atoms and glyphs. */
  readonly len: number
  /** The host it stands in, and the visible offset there. */
  readonly host: HostId
  readonly off: number
  /** The change whose words these are, when shown as a proposal; null in agreed text and in text shown as adopted. */
  readonly own: Change | null
  /** The way down from the block to `host`, one step an insertion. */
  readonly path: readonly Step[]
}

interface LetterBase extends RunBase {
  /** Yjs id of the first unit. */
  readonly c: number
  readonly k: number
  readonly marks: Marks | null
  /** Deletions that strike it, and formats proposed for it, shown as proposals. */
  readonly struck: readonly Change[]
  readonly formats: readonly Change[]
}

export interface TextRun extends LetterBase {
  readonly kind: 'text'
  readonly text: string
}

export interface AtomRun extends LetterBase {
  readonly kind: 'atom'
  readonly embed: Embed
}

/** A drawn bracket: a character of the page that is nowhere in the text. */
export interface GlyphRun extends RunBase {
  readonly kind: 'glyph'
  readonly bracket: Bracket
  readonly end: BracketEndName
}

/** A run that stands for units of a text. */
export type LetterRun = TextRun | AtomRun
export type Run = LetterRun | GlyphRun

/** The character a run is shown as when all is read as plain words: its text, the object character for an atom, the bracket for a glyph. */
export function wordsOf(run: Run): string {
  if (run.kind === 'text') return run.text
  if (run.kind === 'atom') return '\uFFFC'
  return run.end === 'open' ? '[' : ']'
}

/** Shown length of runs. */
export function lengthOf(runs: readonly Run[]): number {
  return runs.reduce((sum, run) => sum + run.len, 0)
}
