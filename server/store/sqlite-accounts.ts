/** People, parties, texts and the hashes of secrets, in tables. Every write is one statement, durable when it resolves. */
import { type Kysely, sql } from 'kysely'
import type { Accounts, Party, TextRow } from '../actor/accounts.ts'
import type { Actor } from '../actor/actor.ts'
import type { PartiesTable, Tables, TextsTable } from './tables.ts'

/** The accounts kept in `db`. Writes reject with StatementRefused (a duplicate, an unknown party or person) or StorageFailed. */
export function sqliteAccounts(db: Kysely<Tables>): Accounts {
  return { ...partiesAndPeople(db), ...texts(db), ...links(db), ...signIns(db), ...tokens(db) }
}

type PeopleAccounts = Pick<
  Accounts,
  'listParties' | 'listPeople' | 'findActor' | 'addParty' | 'addPerson' | 'setRole'
>

function partiesAndPeople(db: Kysely<Tables>): PeopleAccounts {
  const people = db.selectFrom('people').select(['id as person', 'name', 'party', 'role'])
  return {
    async listParties() {
      return (await db.selectFrom('parties').selectAll().orderBy(inOrderOfEntry).execute()).map(toParty)
    },
    listPeople: () => people.orderBy(inOrderOfEntry).execute(),
    async findActor(person) {
      return (await people.where('id', '=', person).executeTakeFirst()) ?? null
    },
    async addParty(party) {
      await db.insertInto('parties').values(fromParty(party)).execute()
    },
    async addPerson({ person, name, party, role }: Actor, createdAt) {
      await db.insertInto('people').values({ id: person, name, party, role, created_at: createdAt }).execute()
    },
    async setRole(person, role) {
      await db.updateTable('people').set({ role }).where('id', '=', person).execute()
    },
  }
}

function texts(db: Kysely<Tables>): Pick<Accounts, 'listTexts' | 'findText' | 'addText'> {
  const all = db.selectFrom('texts').selectAll()
  return {
    async listTexts() {
      return (await all.orderBy(inOrderOfEntry).execute()).map(toTextRow)
    },
    async findText(text) {
      const row = await all.where('id', '=', text).executeTakeFirst()
      return row ? toTextRow(row) : null
    },
    async addText({ id, title, language, createdAt, epoch }) {
      await db.insertInto('texts').values({ id, title, language, created_at: createdAt, epoch }).execute()
    },
  }
}

function links(db: Kysely<Tables>): Pick<Accounts, 'addLink' | 'useLink'> {
  return {
    async addLink({ hash, person, expiresAt }) {
      const values = { token_hash: hash, person, expires_at: expiresAt, used_at: null }
      await db.insertInto('sign_in_links').values(values).execute()
    },
    /** One statement, so that of two calls one finds it used. */
    async useLink(hash, now) {
      const used = await db
        .updateTable('sign_in_links')
        .set({ used_at: now })
        .where('token_hash', '=', hash)
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .returning('person')
        .executeTakeFirst()
      return used?.person ?? null
    },
  }
}

function signIns(db: Kysely<Tables>): Pick<Accounts, 'addSignIn' | 'findSignIn' | 'endSignIn'> {
  return {
    async addSignIn({ hash, person, createdAt, expiresAt }) {
      const values = { id_hash: hash, person, created_at: createdAt, expires_at: expiresAt }
      await db.insertInto('sign_ins').values(values).execute()
    },
    async findSignIn(hash) {
      const columns = ['person', 'expires_at as expiresAt'] as const
      const found = db.selectFrom('sign_ins').select(columns).where('id_hash', '=', hash)
      return (await found.executeTakeFirst()) ?? null
    },
    async endSignIn(hash) {
      await db.deleteFrom('sign_ins').where('id_hash', '=', hash).execute()
    },
  }
}

function tokens(db: Kysely<Tables>): Pick<Accounts, 'addToken' | 'findToken' | 'endToken'> {
  return {
    async addToken({ hash, person, createdAt }) {
      await db.insertInto('tokens').values({ token_hash: hash, person, created_at: createdAt }).execute()
    },
    async findToken(hash) {
      const found = db.selectFrom('tokens').select('person').where('token_hash', '=', hash)
      return (await found.executeTakeFirst())?.person ?? null
    },
    async endToken(hash) {
      await db.deleteFrom('tokens').where('token_hash', '=', hash).execute()
    },
  }
}

/** SQLite numbers rows as they come. */
const inOrderOfEntry = sql`rowid`

function toParty(row: PartiesTable): Party {
  const { id, kind, initials, colour } = row
  return { id, kind, nameEn: row.name_en, nameFr: row.name_fr, initials, colour }
}

function fromParty(party: Party): PartiesTable {
  const { id, kind, initials, colour } = party
  return { id, kind, name_en: party.nameEn, name_fr: party.nameFr, initials, colour }
}

function toTextRow(row: TextsTable): TextRow {
  const { id, title, language, epoch } = row
  return { id, title, language, createdAt: row.created_at, epoch }
}
