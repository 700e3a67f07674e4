/** What drawing asks about people: whose words these are, and how a party is shown. */
import type { Bracket, Change, Model } from '../../shared/compose/model.ts'
import type { NoteId, PartyId } from '../../shared/ids.ts'
import type { BracketEntry } from '../../shared/text/roots.ts'

/** How a party is shown: its place in the palette (1 to 12) and its initials. */
export interface PartyLook {
  readonly colour: number
  readonly initials: string
  /** For the printed view with full names. */
  readonly name: string
}

export interface Look {
  /** The party whose words are written now: that of proposals the record has not answered yet. */
  readonly me: PartyId
  readonly party: (id: PartyId) => PartyLook | null
  /** The number of a note as it reads. */
  readonly noteLabel: (id: NoteId) => string
  readonly print: Print | null
}

/** The printed view: brackets are characters, names stand in them or not at all. */
export interface Print {
  readonly names: 'off' | 'initials' | 'full'
}

/** The party that holds a change. */
export function holderOf(model: Model, look: Look, change: Change): PartyId {
  return model.entryOf(change)?.holder ?? look.me
}

/** The party that holds a bracket; null when it is not attributed. */
export function holderOfBracket(model: Model, look: Look, bracket: Bracket): PartyId | null {
  if (bracket.change) return holderOf(model, look, bracket.change)
  const entry = model.roots.register.get(bracket.id) as BracketEntry | undefined
  return entry?.kind === 'bracket' ? entry.holder : null
}

/** Palette number and initials of a party as attributes of a mark; empty for nobody. */
export function partyAttributes(look: Look, id: PartyId | null): { party: string; initials: string } {
  const party = id === null ? null : look.party(id)
  return { party: party ? String(party.colour) : '', initials: party?.initials ?? id ?? '' }
}
