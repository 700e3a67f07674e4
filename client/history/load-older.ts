/** The record from its end: the interface counts upwards, people read the newest first. */
import type { RecordEntry, RecordPage } from '../../shared/api/record.ts'
import type { BlockId, PartyId } from '../../shared/ids.ts'

/** null: all. */
export interface RecordChoice {
  readonly party: PartyId | null
  readonly unit: BlockId | null
}

/** How the record is asked. */
export interface RecordSource {
  /** Number of the last entry; 0: none. */
  head(): Promise<number>
  /** Entries behind `after` that meet the choice, oldest first, at most `limit`. */
  page(choice: RecordChoice, range: { readonly after: number; readonly limit: number }): Promise<RecordPage>
}

export interface OlderEntries {
  /** Newest first. */
  readonly entries: readonly RecordEntry[]
  /** Where to go on: entries before this number; null: that was all. */
  readonly before: number | null
}

const plainWindow = 100
const chosenWindow = 500
/** Windows looked through in one go when a choice leaves them empty. */
const mostWindows = 20

/** The entries before `before` (null: from the end on) that meet the choice, at least one unless there is none near. */
export async function loadOlder(
  source: RecordSource,
  choice: RecordChoice,
  before: number | null,
): Promise<OlderEntries> {
  const isChosen = choice.party !== null || choice.unit !== null
  const size = isChosen ? chosenWindow : plainWindow
  let end = before ?? (await source.head()) + 1
  for (let tries = 0; tries < mostWindows && end > 1; tries++) {
    const after = Math.max(0, end - 1 - size)
    const { entries } = await source.page(choice, { after, limit: size })
    const found = entries.filter(entry => entry.seq < end).reverse()
    end = after + 1
    if (found.length > 0) return { entries: found, before: end > 1 ? end : null }
  }
  return { entries: [], before: end > 1 ? end : null }
}
