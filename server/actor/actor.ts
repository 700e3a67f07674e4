/** Who is speaking: a person, for a party, in a role. */
import type { PartyId, PersonId } from '../../shared/ids.ts'
import type { Role } from '../../shared/rules/roles.ts'

export interface Actor {
  readonly person: PersonId
  /** As others see it. */
  readonly name: string
  readonly party: PartyId
  readonly role: Role
}

/** True when both speak alike: same person, party, role and name. */
export function isSameActor(a: Actor, b: Actor): boolean {
  return a.person === b.person && a.party === b.party && a.role === b.role && a.name === b.name
}
