/** How much one update, text and proposal may hold. The guard refuses more; the editor checks each before it writes, so that an honest person is never refused. */

export interface Limits {
  /** Bytes of one update. */
  readonly maxUpdateBytes: number
  /** Structs, plain values and ranges of deletions in one update, known ones too. */
  readonly maxParts: number
  /** Values within values within values. */
  readonly maxDepth: number
  /** Client ids with such structs in one update: one a tab or restart since the last sync. */
  readonly maxClients: number
  /** Highest clock of a client. */
  readonly maxClock: number
  /** Steps past concurrent neighbours that placing the structs of one update may take. */
  readonly maxSteps: number
  /** UTF-16 units of one running text. */
  readonly maxTextLength: number
  /** Changes of one proposal. */
  readonly maxChanges: number
  /** Proposed blocks, and notes, of one change. */
  readonly maxHostsOfChange: number
  /** Entries of one deletion or format. */
  readonly maxIdEntries: number
  /** Units that the entries of one deletion or format name together. */
  readonly maxIdUnits: number
}

const kib = 1024
const mib = 1024 * kib

/** Limits of an update as it is typed. */
export const updateLimits: Limits = {
  maxUpdateBytes: mib,
  maxParts: 100_000,
  maxDepth: 8,
  maxClients: 200,
  maxClock: 2 ** 31,
  maxSteps: 2_000_000,
  maxTextLength: 200_000,
  maxChanges: 20_000,
  maxHostsOfChange: 20_000,
  maxIdEntries: 20_000,
  maxIdUnits: 2_000_000,
}

/** Limits of a sync step 2: all that was written offline in one update. */
export const step2Limits: Limits = { ...updateLimits, maxUpdateBytes: 16 * mib, maxParts: 400_000 }

/** Longest printed label of a block, in UTF-16 units. */
export const maxLabelLength = 100

/** True for a text that may be a printed label: one line, no control characters, short. */
export function isLabelText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= maxLabelLength && !/[\p{Cc}\u2028\u2029]/u.test(value)
}
