/** The record of a text as a list for people: who did what where, page by page. */
import { setImmediate } from 'node:timers/promises'
import type { RecordEntry, RecordPage, RecordQuery, TouchedPlace } from '../../shared/api/record.ts'
import { type TextId, textStream } from '../../shared/ids.ts'
import type { Accounts } from '../actor/accounts.ts'
import type { Entry } from '../log/entry.ts'
import type { Log } from '../log/log.ts'
import { decodePayload, type Json } from '../log/payload.ts'
import type { Room } from '../room/rooms.ts'
import { nothing, TouchedReader } from './touched.ts'
import { blocksOfUnit } from './unit.ts'

/** Entries looked at for one page; what follows is asked for with `next`. */
const maxLookedAt = 5_000
/** Entries read before others may use the thread again. */
const turnLength = 200

export interface ListParts {
  readonly accounts: Pick<Accounts, 'listPeople'>
  readonly log: Pick<Log, 'read' | 'durableHead'>
}

/** One page of what the query asks for, oldest first. */
export async function listRecord(parts: ListParts, room: Room, query: RecordQuery): Promise<RecordPage> {
  const { reader, unit } = await room.read(doc => ({
    reader: new TouchedReader(doc),
    unit: query.unit === undefined ? null : blocksOfUnit(doc, query.unit),
  }))
  const names = new Map(
    (await parts.accounts.listPeople()).map(({ person, name }) => [person as string, name]),
  )
  const isWanted = ({ party, onBehalfOf, places }: RecordEntry) =>
    (query.party === undefined || party === query.party || onBehalfOf === query.party) &&
    (unit === null || places.some(place => place.block !== null && unit.has(place.block)))
  const present = (entry: Entry) => presentEntry(entry, { reader, names })
  return collect(entriesAfter(parts.log, room.textId, query.after), { limit: query.limit, isWanted, present })
}

interface Choice {
  readonly limit: number
  readonly isWanted: (entry: RecordEntry) => boolean
  readonly present: (entry: Entry) => RecordEntry
}

async function collect(entries: Iterable<Entry>, { limit, isWanted, present }: Choice): Promise<RecordPage> {
  const page: RecordEntry[] = []
  let looked = 0
  let last = 0
  for (const entry of entries) {
    if (page.length === limit || looked === maxLookedAt) return { entries: page, next: last }
    const shown = present(entry)
    if (isWanted(shown)) page.push(shown)
    last = entry.seq
    if (++looked % turnLength === 0) await setImmediate()
  }
  return { entries: page, next: null }
}

function entriesAfter(log: ListParts['log'], text: TextId, after: number): Iterable<Entry> {
  const stream = textStream(text)
  return (log.durableHead(stream)?.seq ?? 0) <= after ? [] : log.read(stream, after + 1)
}

interface Known {
  readonly reader: TouchedReader
  readonly names: ReadonlyMap<string, string>
}

function presentEntry(entry: Entry, { reader, names }: Known): RecordEntry {
  const { update, additions, act = null } = decodePayload(entry.payload)
  // What the server added to an edit (relocation, register) tells nothing more; an act is told by nothing else.
  const told = update ?? additions
  const touched = told === undefined ? nothing : reader.read(told)
  const { seq, at, kind, actor, party, onBehalfOf } = entry
  return {
    ...{ seq, at, kind, party, onBehalfOf },
    person: actor === null ? null : { id: actor, name: names.get(actor) ?? '' },
    act: textField(act, 'command') ?? textField(act, 'kind'),
    places: kind === 'import' ? [] : withoutDoubles(touched.places),
    inserted: kind === 'import' ? '' : touched.inserted,
    deleted: touched.deleted,
    ...(touched.struck > 0 ? { struck: touched.struck } : {}),
    ...(touched.changes.length > 0 ? { changes: [...touched.changes] } : {}),
    reason: textField(act, 'reason'),
    words: textField(act, 'words'),
  }
}

/** A proposal named without a block says nothing beside the same proposal with one. */
function withoutDoubles(places: readonly TouchedPlace[]): TouchedPlace[] {
  const placed = new Set(places.filter(place => place.block ?? place.note).map(place => place.proposal))
  return places.filter(
    place => place.block ?? place.note ?? (place.proposal === null || !placed.has(place.proposal)),
  )
}

function textField(act: Json, name: string): string | null {
  if (act === null || typeof act !== 'object' || Array.isArray(act)) return null
  const value = (act as { readonly [key: string]: Json })[name]
  return typeof value === 'string' ? value : null
}
