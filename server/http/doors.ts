/** Ways in for people: links whose secret stands in the fragment, which a browser sends to nobody, and tokens for programs. */
import type { DemoReport, IssuedLinks } from '../../shared/api/operator.ts'
import type { PersonId, TextId } from '../../shared/ids.ts'
import type { Accounts, Party } from '../actor/accounts.ts'
import type { Actor } from '../actor/actor.ts'
import type { SignInDesk } from '../actor/sign-in.ts'

export interface DoorParts {
  readonly accounts: Accounts
  readonly desk: SignInDesk
  /** null: each person gets a host name of this machine, and with it cookies of their own. */
  readonly publicUrl: URL | null
  readonly port: () => number
  /** Makes the demo's people and text unless they are there; the text's id. */
  readonly seedDemo: () => Promise<TextId>
}

export interface Doors {
  /** A fresh link for everybody, in order of entry. */
  issueLinks(): Promise<IssuedLinks>
  /** The demo, made unless it is there, with a token and a fresh link for everybody. */
  makeDemo(): Promise<DemoReport>
}

/** The doors over the accounts and the desk. */
export function makeDoors(parts: DoorParts): Doors {
  return {
    async issueLinks() {
      return { people: await mapPeople(parts, async person => person) }
    },
    async makeDemo() {
      const textId = await parts.seedDemo()
      const withToken = async (person: PersonWithLink, id: PersonId) => ({
        ...person,
        token: await parts.desk.issueToken(id),
      })
      return { textId, people: await mapPeople(parts, withToken) }
    },
  }
}

type PersonWithLink = IssuedLinks['people'][number]

async function mapPeople<T>(
  { accounts, desk, publicUrl, port }: DoorParts,
  present: (person: PersonWithLink, id: PersonId) => Promise<T>,
): Promise<T[]> {
  const everybody = await accounts.listPeople()
  const hosts = nameHosts(everybody, await accounts.listParties())
  const people: T[] = []
  for (const { person, name, party, role } of everybody) {
    const base = publicUrl ?? new URL(`http://${hosts.get(person)}.localhost:${port()}/`)
    people.push(
      await present({ party, role, name, link: renderLink(base, await desk.issueLink(person)) }, person),
    )
  }
  return people
}

/** The address with which a person signs in at `base`. */
export function renderLink(base: URL, secret: string): string {
  return new URL(`/#sign-in=${secret}`, base).href
}

/** A host name for each person: a delegate's is its delegation's, everybody else's the role's, a number behind the second. */
export function nameHosts(people: readonly Actor[], parties: readonly Party[]): Map<PersonId, string> {
  const names = new Map(parties.map(party => [party.id, party.nameEn]))
  const used = new Map<string, number>()
  const hosts = new Map<PersonId, string>()
  for (const { person, party, role } of people) {
    const name = hostName(role === 'delegate' ? (names.get(party) ?? party) : role)
    const count = (used.get(name) ?? 0) + 1
    used.set(name, count)
    hosts.set(person, count === 1 ? name : `${name}-${count}`)
  }
  return hosts
}

function hostName(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const words = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')
  return words.slice(0, 40) || 'person'
}
