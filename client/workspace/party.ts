/** How a party is named and what stands for one that nobody lists. */
import type { PartyId } from '../../shared/ids.ts'
import type { Language } from './language.ts'
import type { PartySummary } from './workspace.ts'

/** A party's name in the language of the interface. */
export function partyName(party: PartySummary, language: Language): string {
  return language === 'fr' ? party.nameFr : party.nameEn
}

/** What stands for a party that is not (or no longer) listed. */
export function unknownParty(id: PartyId): PartySummary {
  return { id, initials: id, nameEn: id, nameFr: id, colour: 12 }
}
