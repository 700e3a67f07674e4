/** The record's entries as rows of a list: letters typed in one go make one row, also where others typed meanwhile. */
import type { RecordEntry, TouchedPlace } from '../../shared/api/record.ts'

export interface RecordRow {
  /** Newest first. */
  readonly entries: readonly [RecordEntry, ...RecordEntry[]]
  /** What came in, in the order of writing. */
  readonly inserted: string
  /** Letters that went. */
  readonly deleted: number
  /** Letters that were proposed to go. */
  readonly struck: number
  /** Kinds of the changes written in, each once. */
  readonly changes: readonly string[]
  /** Where it wrote, each place once. */
  readonly places: readonly TouchedPlace[]
}

/** Longest pause between two edits of one row. */
export const rowPauseMs = 60_000
const mostEntries = 500
/** Rows that are looked through for the one that an entry goes on with. */
const mostBetween = 40

type Group = [RecordEntry, ...RecordEntry[]]

/** Rows from entries, newest first. Acts stand alone; edits of one person at one place without a pause make one row. */
export function recordRows(entries: readonly RecordEntry[]): readonly RecordRow[] {
  const groups: Group[] = []
  for (const entry of entries) {
    const group = findGroup(groups, entry)
    if (group) group.push(entry)
    else groups.push([entry])
  }
  return groups.map(toRow)
}

/** The row that was begun by what the person did next, with nothing between that has to do with it. */
function findGroup(groups: readonly Group[], entry: RecordEntry): Group | null {
  for (const group of groups.slice(-mostBetween).toReversed()) {
    const next = group.at(-1) as RecordEntry
    if (belongTogether(entry, next)) return group.length < mostEntries ? group : null
    if (!isAside(entry, next)) return null
  }
  return null
}

/** An edit of somebody else at another place, and the beginning of a proposal, part nothing. */
function isAside(entry: RecordEntry, other: RecordEntry): boolean {
  if (other.act === 'reserve') return true
  if (!isEdit(other) || other.person?.id === entry.person?.id) return false
  const places = new Set(entry.places.map(containerOf))
  return !other.places.some(place => places.has(containerOf(place)))
}

function toRow(entries: Group): RecordRow {
  const written = entries.toReversed()
  const places = new Map(written.flatMap(entry => entry.places).map(place => [JSON.stringify(place), place]))
  return {
    entries,
    inserted: written.map(entry => entry.inserted).join(''),
    deleted: entries.reduce((sum, entry) => sum + entry.deleted, 0),
    struck: entries.reduce((sum, entry) => sum + (entry.struck ?? 0), 0),
    changes: [...new Set(written.flatMap(entry => entry.changes ?? []))],
    places: [...places.values()],
  }
}

function belongTogether(older: RecordEntry, newer: RecordEntry): boolean {
  return (
    isEdit(older) &&
    isEdit(newer) &&
    older.person?.id === newer.person?.id &&
    older.party === newer.party &&
    older.onBehalfOf === newer.onBehalfOf &&
    newer.at - older.at <= rowPauseMs &&
    placeKey(older) === placeKey(newer)
  )
}

/** An edit carries no act, reason or statement of its own. */
function isEdit(entry: RecordEntry): boolean {
  return entry.act === null && entry.reason === null && entry.words === null && entry.person !== null
}

/** The proposals written in, or the places of agreed text. */
function placeKey({ places }: RecordEntry): string {
  return [...new Set(places.map(containerOf))].toSorted().join(' ')
}

function containerOf({ proposal, note, block, bracket }: TouchedPlace): string {
  return proposal ?? note ?? block ?? bracket ?? ''
}
