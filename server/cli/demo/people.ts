/** The people of the demo: one in every role, three delegations. */
import type { IdSource, PartyId, PersonId, UnixMs } from '../../../shared/ids.ts'
import type { Role } from '../../../shared/rules/roles.ts'
import type { Accounts, Party } from '../../actor/accounts.ts'
import type { Actor } from '../../actor/actor.ts'

const party = (
  id: string,
  kind: Party['kind'],
  names: readonly [en: string, fr: string],
  colour: number,
): Party => ({
  id: id as PartyId,
  kind,
  nameEn: names[0],
  nameFr: names[1],
  initials: id,
  colour,
})

const demoParties: readonly Party[] = [
  party('CHAIR', 'secretariat', ['Chair', 'Présidence'], 11),
  party('SEC', 'secretariat', ['Secretariat', 'Secrétariat'], 12),
  party('BR', 'member', ['Brazil', 'Brésil'], 1),
  party('JP', 'member', ['Japan', 'Japon'], 2),
  party('SN', 'member', ['Senegal', 'Sénégal'], 3),
  party('ICC', 'observer', ['International Chamber of Commerce', 'Chambre de commerce internationale'], 4),
  party('NO', 'member', ['Norway', 'Norvège'], 5),
]

const demoPeople: readonly { readonly party: string; readonly role: Role; readonly name: string }[] = [
  { party: 'CHAIR', role: 'chair', name: 'Clara Voss' },
  { party: 'SEC', role: 'secretary', name: 'Samir Haddad' },
  { party: 'BR', role: 'delegate', name: 'Beatriz Lima' },
  { party: 'JP', role: 'delegate', name: 'Jun Morita' },
  { party: 'SN', role: 'delegate', name: 'Ndeye Sow' },
  { party: 'ICC', role: 'observer', name: 'Ines Coster' },
  { party: 'NO', role: 'reader', name: 'Nils Dahl' },
]

export interface PeopleParts {
  readonly accounts: Accounts
  readonly ids: IdSource
  readonly now: () => UnixMs
}

/** Adds who is missing of the demo's parties and people; everybody there is then. */
export async function seedPeople({ accounts, ids, now }: PeopleParts): Promise<readonly Actor[]> {
  const known = new Set((await accounts.listParties()).map(({ id }) => id))
  for (const each of demoParties) if (!known.has(each.id)) await accounts.addParty(each)
  const people = await accounts.listPeople()
  for (const { party, role, name } of demoPeople)
    if (!people.some(person => person.party === party && person.role === role))
      await accounts.addPerson({ person: ids.next() as PersonId, name, party: party as PartyId, role }, now())
  return accounts.listPeople()
}
