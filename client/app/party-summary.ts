import type { PartyView } from '../../shared/api/party.ts'
import type { PartySummary } from '../workspace/workspace.ts'

/** A party of the HTTP interface as the screens show it. */
export function partySummary({ id, initials, name, colour }: PartyView): PartySummary {
  return { id, initials, nameEn: name.en, nameFr: name.fr, colour }
}
