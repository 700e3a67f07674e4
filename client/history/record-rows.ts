/** The record's entries as rows of a list: letters typed in one go make one row. */
import type { RecordEntry } from '../../shared/api/record.ts'

export interface RecordRow {
  /** Newest first. */
  readonly entries: readonly [RecordEntry, ...RecordEntry[]]
  /** What came in, in the order of writing. */
  readonly inserted: string
  /** Letters that went. */
  readonly deleted: number
}

/** Longest pause between two edits of one row. */
export const rowPauseMs = 60_000
const mostEntries = 500

/** Rows from entries, newest first. Acts stand alone; edits of one person at one place without a pause make one row. */
export function recordRows(entries: readonly RecordEntry[]): readonly RecordRow[] {
  const groups: [RecordEntry, ...RecordEntry[]][] = []
  for (const entry of entries) {
    const last = groups.at(-1)
    if (last && last.length < mostEntries && belongTogether(entry, last[last.length - 1] as RecordEntry))
      last.push(entry)
    else groups.push([entry])
  }
  return groups.map(toRow)
}

function toRow(entries: [RecordEntry, ...RecordEntry[]]): RecordRow {
  const written = entries.toReversed()
  return {
    entries,
    inserted: written.map(entry => entry.inserted).join(''),
    deleted: entries.reduce((sum, entry) => sum + entry.deleted, 0),
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

function placeKey(entry: RecordEntry): string {
  return JSON.stringify(entry.places)
}
