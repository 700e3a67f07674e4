/** An edition of a text: which view, in which signs, with which names. */
import type { PartyId } from '../../shared/ids.ts'
import type { Change, Model } from '../../shared/compose/model.ts'
import type { ComposeView } from '../../shared/compose/view.ts'
import type { PaperKind, PaperSource } from './paper.ts'

/** `everything`: proposals in `{++ ++}` and `{-- --}`; `printed`: as the paper prints them, in brackets; `clean`: none. */
export type ExportView = 'everything' | 'clean' | 'printed'
export type NameStyle = 'off' | 'initials' | 'full'

/** What a party is called. */
export interface PartyName {
  readonly id: PartyId
  readonly initials: string
  readonly nameEn: string
}

export interface Edition {
  readonly model: Model
  readonly view: ComposeView
  /** The signs for proposals. */
  readonly signs: ExportView
  readonly as: PaperKind
  /** How the file was written that the text came from, or the usual form for a text that came from none. */
  readonly source: PaperSource
  /** What the holder of a change is called; null when names are off or nobody knows yet. */
  readonly holderName: (change: Change) => string | null
  /** Writes `glyphMask` for each character of a drawn bracket, to tell them from letters. */
  readonly masksGlyphs?: boolean
}

/** Stands for a drawn bracket where letters are looked for; a sign to Markdown as a bracket is. */
export const glyphMask = '\uFFFC'

/** The names of holders in a style. A party that is not listed goes by its id. */
export function holderNames(
  model: Model,
  style: NameStyle,
  parties: readonly PartyName[],
): Edition['holderName'] {
  const known = new Map(parties.map(party => [party.id, style === 'full' ? party.nameEn : party.initials]))
  return change => {
    const holder = style === 'off' ? undefined : model.entryOf(change)?.holder
    return holder === undefined ? null : (known.get(holder) ?? holder)
  }
}

/** True when Markdown's signs are dropped: a Markdown paper, written as plain text. */
export function dropsSigns({ as, source }: Edition): boolean {
  return as === 'text' && source.kind === 'markdown'
}
