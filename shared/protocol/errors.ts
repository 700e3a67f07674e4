/** The one family of errors that programs meet: a stable code, its HTTP status and its close code. The message is for people. */
import { type CloseCode, closeCodes } from './close-codes.ts'

interface ErrorRow {
  readonly status: number
  /** null: never the reason of a close. */
  readonly close: CloseCode | null
}

export const errorTable = {
  /** The request cannot be read. */
  malformed: { status: 400, close: closeCodes.refused },
  /** Nobody is signed in, or the sign-in, token or ticket has ended. */
  'sign-in-needed': { status: 401, close: closeCodes.signIn },
  /** The person's role does not carry this act. */
  'not-allowed': { status: 403, close: closeCodes.forbidden },
  /** The request comes from a page that is not ours. */
  'wrong-origin': { status: 403, close: null },
  /** There is no such thing, or the person may not know of it. */
  'not-found': { status: 404, close: closeCodes.forbidden },
  /** The client's wire, schema or epoch is another one. */
  outdated: { status: 409, close: closeCodes.outdated },
  /** What the person decided on has changed meanwhile; the answer tells what to look at again. */
  changed: { status: 409, close: null },
  /** Larger than the limit of its kind. */
  'too-large': { status: 413, close: closeCodes.tooLarge },
  /** A body of another type than the route takes. */
  'wrong-type': { status: 415, close: null },
  /** A rule of the text or of the body forbids it; the answer names the rule. */
  refused: { status: 422, close: closeCodes.refused },
  /** Too many attempts; try later. */
  'too-many': { status: 429, close: null },
  /** A fault of the server; nothing was recorded. */
  internal: { status: 500, close: closeCodes.tryAgain },
  /** The server goes, or cannot write; try again. */
  unavailable: { status: 503, close: closeCodes.tryAgain },
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof errorTable

export const errorCodes = Object.keys(errorTable) as ErrorCode[]

/** Thrown at the borders only: inside, an expected outcome is a value. */
export class ProtocolError extends Error {
  readonly code: ErrorCode

  /** @param message for people; holds no text of the document and no personal data, for it may reach a log. */
  constructor(code: ErrorCode, message: string) {
    super(message)
    this.name = 'ProtocolError'
    this.code = code
  }

  get status(): number {
    return errorTable[this.code].status
  }
}
