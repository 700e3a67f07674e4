/** The tables as Kysely knows them. Instants are milliseconds since 1970, hashes of entries bytes, hashes of secrets text. */
import type { PartyId, PersonId, StreamId, TextId, UnixMs } from '../../shared/ids.ts'
import type { Role } from '../../shared/rules/roles.ts'

export type PartyKind = 'member' | 'observer' | 'drafting-group' | 'secretariat'

/** The record. Triggers refuse update, delete, and any `seq` but the next. */
export interface EntriesTable {
  stream: StreamId
  seq: number
  at: UnixMs
  actor: PersonId | null
  party: PartyId | null
  on_behalf_of: PartyId | null
  connection: string | null
  kind: string
  payload: Uint8Array
  payload_hash: Uint8Array
  hash: Uint8Array
}

/** A cache; may be emptied at any time. */
export interface SnapshotsTable {
  stream: StreamId
  seq: number
  entry_hash: Uint8Array
  hash: Uint8Array
  bytes: Uint8Array
}

export interface PartiesTable {
  id: PartyId
  name_en: string
  name_fr: string
  initials: string
  /** 1 to 12, a place in the palette. */
  colour: number
  kind: PartyKind
}

export interface PeopleTable {
  id: PersonId
  name: string
  party: PartyId
  role: Role
  created_at: UnixMs
}

/** Who writes for a drafting group: a member party that accepted. */
export interface MembershipsTable {
  drafting_group: PartyId
  member: PartyId
  accepted_at: UnixMs
}

export interface TextsTable {
  id: TextId
  title: string
  /** BCP 47. */
  language: string
  created_at: UnixMs
  /** Changes when the text is built anew (a restored backup): replicas of another epoch are never merged. */
  epoch: string
}

export interface SignInLinksTable {
  token_hash: string
  person: PersonId
  expires_at: UnixMs
  used_at: UnixMs | null
}

export interface SignInsTable {
  id_hash: string
  person: PersonId
  created_at: UnixMs
  expires_at: UnixMs
}

export interface TokensTable {
  token_hash: string
  person: PersonId
  created_at: UnixMs
}

export interface Tables {
  entries: EntriesTable
  snapshots: SnapshotsTable
  parties: PartiesTable
  people: PeopleTable
  memberships: MembershipsTable
  texts: TextsTable
  sign_in_links: SignInLinksTable
  sign_ins: SignInsTable
  tokens: TokensTable
}
