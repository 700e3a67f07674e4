/**
 * Why a socket is closed. 4400-4499: trying again alone changes nothing, the stock y-websocket client stops and tells;
 * 4500-4599: it tries again by itself.
 */

export const closeCodes = {
  /** Sign in, or fetch a new ticket. */
  signIn: 4401,
  /** Not allowed, or no such text: one answer for both. */
  forbidden: 4403,
  /** The client's wire, schema or epoch is another one: reload. */
  outdated: 4409,
  /** A frame above the limit of its kind. */
  tooLarge: 4413,
  /** Refused by the guard, or not a frame of this protocol. */
  refused: 4422,
  /** The server goes, or cannot write: try again. */
  tryAgain: 4503,
} as const

export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes]

/** Longest reason a close frame can carry, in bytes of UTF-8 (RFC 6455: 125 less the code's two). */
export const maxCloseReasonBytes = 123
