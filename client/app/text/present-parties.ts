import type { PartyId } from '../../../shared/ids.ts'
import type { PresentPerson } from '../../workspace/workspace.ts'

export interface PresentParty {
  readonly party: PartyId
  /** Each person once, however many windows are open. */
  readonly names: readonly string[]
}

/** People by party, in the order in which they came. */
export function presentParties(presence: readonly PresentPerson[]): readonly PresentParty[] {
  const names = new Map<PartyId, Set<string>>()
  for (const { party, name } of presence) names.set(party, (names.get(party) ?? new Set()).add(name))
  return [...names].map(([party, people]) => ({ party, names: [...people] }))
}
