/** Versions of the wire. A client of another version is closed with 4409 before the first frame. */

/** The version of the messages in this folder; raised when an older client would misread one. */
export const protocolVersion = 1

/** What our client says of itself in the address of the socket (`?v=&schema=&epoch=`). A stock client says nothing. */
export interface ClientVersion {
  /** Version of the wire. */
  readonly version: number
  /** Version of the document's shape. */
  readonly schema: number
  /** Epoch of the document the client holds; empty when it holds none yet. */
  readonly epoch: string
}

/** Longest epoch accepted, in UTF-16 units. */
const maxEpochLength = 100

/**
 * What the address says about the client: null for a stock client (no parameter of ours),
 * `'malformed'` when a parameter is there and cannot be read.
 */
export function parseClientVersion(query: URLSearchParams): ClientVersion | null | 'malformed' {
  const [v, schema, epoch] = [query.get('v'), query.get('schema'), query.get('epoch')]
  if (v === null && schema === null && epoch === null) return null
  if (!isSmallNumber(v) || !isSmallNumber(schema)) return 'malformed'
  if (epoch !== null && epoch.length > maxEpochLength) return 'malformed'
  return { version: Number(v), schema: Number(schema), epoch: epoch ?? '' }
}

/** The parameters of the socket's address that `parseClientVersion` reads back. */
export function renderClientVersion(client: ClientVersion): { v: string; schema: string; epoch: string } {
  return { v: String(client.version), schema: String(client.schema), epoch: client.epoch }
}

function isSmallNumber(value: string | null): value is string {
  return value !== null && /^\d{1,6}$/.test(value)
}
