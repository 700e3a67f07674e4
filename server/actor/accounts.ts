/** The people, parties and texts of the installation, and the secrets that let people in. Kept by server/store. */
import type { PartyId, PersonId, TextId, UnixMs } from '../../shared/ids.ts'
import type { Role } from '../../shared/rules/roles.ts'
import type { Actor } from './actor.ts'

export interface Party {
  readonly id: PartyId
  readonly kind: 'member' | 'observer' | 'drafting-group' | 'secretariat'
  readonly nameEn: string
  readonly nameFr: string
  readonly initials: string
  /** 1 to 12, a place in the palette. */
  readonly colour: number
}

export interface TextRow {
  readonly id: TextId
  readonly title: string
  /** BCP 47. */
  readonly language: string
  readonly createdAt: UnixMs
  readonly epoch: string
}

/** A secret's place in the store: never the secret, only `hashSecret` of it. */
export interface KeptSecret {
  readonly hash: string
  readonly person: PersonId
}

/** Every promise resolves once durable. */
export interface Accounts {
  listParties(): Promise<Party[]>
  /** Everybody, in order of entry. */
  listPeople(): Promise<Actor[]>
  findActor(person: PersonId): Promise<Actor | null>
  addParty(party: Party): Promise<void>
  addPerson(person: Actor, createdAt: UnixMs): Promise<void>
  setRole(person: PersonId, role: Role): Promise<void>

  /** Newest last. */
  listTexts(): Promise<TextRow[]>
  findText(text: TextId): Promise<TextRow | null>
  addText(text: TextRow): Promise<void>

  addLink(link: KeptSecret & { readonly expiresAt: UnixMs }): Promise<void>
  /** The person of a link that is unused and good at `now`, used up by this very call; null otherwise. Of two calls one gets it. */
  useLink(hash: string, now: UnixMs): Promise<PersonId | null>

  addSignIn(signIn: KeptSecret & { readonly createdAt: UnixMs; readonly expiresAt: UnixMs }): Promise<void>
  /** null when unknown or ended; an expired one is still given. */
  findSignIn(hash: string): Promise<{ readonly person: PersonId; readonly expiresAt: UnixMs } | null>
  endSignIn(hash: string): Promise<void>

  addToken(token: KeptSecret & { readonly createdAt: UnixMs }): Promise<void>
  findToken(hash: string): Promise<PersonId | null>
  endToken(hash: string): Promise<void>
}
