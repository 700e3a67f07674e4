/** The record, its snapshots, people and texts. */
import { type Kysely, type SchemaModule, sql } from 'kysely'
import type { Tables } from '../tables.ts'

export async function up(db: Kysely<Tables>): Promise<void> {
  await createRecord(db.schema)
  await guardRecord(db)
  await createSnapshots(db.schema)
  await createParties(db.schema)
  await createTexts(db.schema)
  await createSignIns(db.schema)
}

async function createRecord(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('entries')
    .addColumn('stream', 'text', column => column.notNull())
    .addColumn('seq', 'integer', column => column.notNull())
    .addColumn('at', 'integer', column => column.notNull())
    .addColumn('actor', 'text')
    .addColumn('party', 'text')
    .addColumn('on_behalf_of', 'text')
    .addColumn('connection', 'text')
    .addColumn('kind', 'text', column => column.notNull())
    .addColumn('payload', 'blob', column => column.notNull())
    .addColumn('payload_hash', 'blob', column => column.notNull())
    .addColumn('hash', 'blob', column => column.notNull())
    .addPrimaryKeyConstraint('entries_key', ['stream', 'seq'])
    .modifyEnd(sql`strict`)
    .execute()
}

/** No update, no delete, no gap; the last also stops `insert or replace` from rewriting an entry. */
async function guardRecord(db: Kysely<Tables>): Promise<void> {
  await sql`create trigger entries_never_change before update on entries
    begin select raise(abort, 'an entry never changes'); end`.execute(db)
  await sql`create trigger entries_stay before delete on entries
    begin select raise(abort, 'an entry is never deleted'); end`.execute(db)
  await sql`create trigger entries_follow before insert on entries
    when new.seq <> coalesce((select max(seq) from entries where stream = new.stream), 0) + 1
    begin select raise(abort, 'an entry takes the next place of its stream'); end`.execute(db)
}

async function createSnapshots(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('snapshots')
    .addColumn('stream', 'text', column => column.notNull())
    .addColumn('seq', 'integer', column => column.notNull())
    .addColumn('entry_hash', 'blob', column => column.notNull())
    .addColumn('hash', 'blob', column => column.notNull())
    .addColumn('bytes', 'blob', column => column.notNull())
    .addPrimaryKeyConstraint('snapshots_key', ['stream', 'seq'])
    .modifyEnd(sql`strict`)
    .execute()
  await schema
    .createTable('probe')
    .addColumn('id', 'integer', column => column.primaryKey())
    .addColumn('bytes', 'blob', column => column.notNull())
    .modifyEnd(sql`strict`)
    .execute()
}

async function createParties(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('parties')
    .addColumn('id', 'text', column => column.primaryKey().notNull())
    .addColumn('name_en', 'text', column => column.notNull())
    .addColumn('name_fr', 'text', column => column.notNull())
    .addColumn('initials', 'text', column => column.notNull())
    .addColumn('colour', 'integer', column => column.notNull().check(sql`colour between 1 and 12`))
    .addColumn('kind', 'text', column =>
      column.notNull().check(sql`kind in ('member', 'observer', 'drafting-group', 'secretariat')`),
    )
    .modifyEnd(sql`strict`)
    .execute()
  await schema
    .createTable('people')
    .addColumn('id', 'text', column => column.primaryKey().notNull())
    .addColumn('name', 'text', column => column.notNull())
    .addColumn('party', 'text', column => column.notNull().references('parties.id'))
    .addColumn('role', 'text', column =>
      column.notNull().check(sql`role in ('chair', 'secretary', 'delegate', 'observer', 'reader')`),
    )
    .addColumn('created_at', 'integer', column => column.notNull())
    .modifyEnd(sql`strict`)
    .execute()
  await schema
    .createTable('memberships')
    .addColumn('drafting_group', 'text', column => column.notNull().references('parties.id'))
    .addColumn('member', 'text', column => column.notNull().references('parties.id'))
    .addColumn('accepted_at', 'integer', column => column.notNull())
    .addPrimaryKeyConstraint('memberships_key', ['drafting_group', 'member'])
    .modifyEnd(sql`strict`)
    .execute()
}

async function createTexts(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('texts')
    .addColumn('id', 'text', column => column.primaryKey().notNull())
    .addColumn('title', 'text', column => column.notNull())
    .addColumn('language', 'text', column => column.notNull())
    .addColumn('created_at', 'integer', column => column.notNull())
    .addColumn('epoch', 'text', column => column.notNull())
    .modifyEnd(sql`strict`)
    .execute()
}

async function createSignIns(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('sign_in_links')
    .addColumn('token_hash', 'text', column => column.primaryKey().notNull())
    .addColumn('person', 'text', column => column.notNull().references('people.id'))
    .addColumn('expires_at', 'integer', column => column.notNull())
    .addColumn('used_at', 'integer')
    .modifyEnd(sql`strict`)
    .execute()
  await schema
    .createTable('sign_ins')
    .addColumn('id_hash', 'text', column => column.primaryKey().notNull())
    .addColumn('person', 'text', column => column.notNull().references('people.id'))
    .addColumn('created_at', 'integer', column => column.notNull())
    .addColumn('expires_at', 'integer', column => column.notNull())
    .modifyEnd(sql`strict`)
    .execute()
  await schema
    .createTable('tokens')
    .addColumn('token_hash', 'text', column => column.primaryKey().notNull())
    .addColumn('person', 'text', column => column.notNull().references('people.id'))
    .addColumn('created_at', 'integer', column => column.notNull())
    .modifyEnd(sql`strict`)
    .execute()
}
