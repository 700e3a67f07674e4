import { describe, expect, it } from 'vitest'
import type { Party } from '../../server/actor/accounts.ts'
import type { Actor } from '../../server/actor/actor.ts'
import { nameHosts, renderLink } from '../../server/http/doors.ts'
import type { PartyId, PersonId } from '../../shared/ids.ts'
import type { Role } from '../../shared/rules/roles.ts'

const party = (id: string, nameEn: string): Party => ({
  id: id as PartyId,
  kind: 'member',
  nameEn,
  nameFr: nameEn,
  initials: id,
  colour: 1,
})

const person = (id: string, of: string, role: Role): Actor => ({
  person: id as PersonId,
  name: id,
  party: of as PartyId,
  role,
})

describe('sign-in links', () => {
  it('[HT38] give each person a host name of their own, so that several fit in one browser', () => {
    const parties = [party('CI', "Côte d'Ivoire"), party('KR', 'Korea (Republic of)'), party('X', '漢字')]
    const people = [
      person('1', 'CI', 'delegate'),
      person('2', 'CI', 'delegate'),
      person('3', 'KR', 'delegate'),
      person('4', 'X', 'delegate'),
      person('5', 'CI', 'chair'),
      person('6', 'KR', 'chair'),
    ]
    const hosts = [...nameHosts(people, parties).values()]
    expect(hosts).toEqual([
      'cote-d-ivoire',
      'cote-d-ivoire-2',
      'korea-republic-of',
      'person',
      'chair',
      'chair-2',
    ])
  })

  it('[HT38] hold the secret in the fragment alone', () => {
    const link = new URL(renderLink(new URL('https://drafts.example.org'), 'secret'))
    expect(link.hash).toBe('#sign-in=secret')
    expect(link.href.replace(link.hash, '')).toBe('https://drafts.example.org/')
  })
})
