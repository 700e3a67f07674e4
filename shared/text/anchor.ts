/** Anchors: places named by the identity of a character. Write-once; nobody rewrites one, the relocation table is consulted on every resolve. */
import { type BracketId, type HostId, isId } from '../ids.ts'

/** -1: directly after the character; 1: directly before it. */
export type Side = -1 | 1

/** Beside the character (client c, clock k) of host h. */
export interface CharAnchor {
  readonly h: HostId
  readonly c: number
  readonly k: number
  readonly s: Side
}

/** The start of host h. */
export interface StartAnchor {
  readonly h: HostId
  readonly s: -1
}

/** Directly after a drawn bracket; h is the host it stood in, used when the bracket is unknown. */
export interface GlyphAnchor {
  readonly g: BracketId
  readonly end: BracketEndName
  readonly h: HostId
}

export type BracketEndName = 'open' | 'close'
export type TextAnchor = CharAnchor | StartAnchor
export type Anchor = TextAnchor | GlyphAnchor

/** One end of a bracket: where it stands and its order among glyphs at one place. */
export interface BracketEnd {
  readonly at: TextAnchor
  readonly ord: string
}

export function isGlyphAnchor(anchor: Anchor): anchor is GlyphAnchor {
  return 'g' in anchor
}

export function isCharAnchor(anchor: Anchor): anchor is CharAnchor {
  return 'c' in anchor
}

/** The start of a host. */
export function startOf(host: string): StartAnchor {
  return { h: host as HostId, s: -1 }
}

/** True for a JSON value of the form of an anchor at a character or at a host's start, and no other key. */
export function isTextAnchor(value: unknown): value is TextAnchor {
  if (!isPlainObject(value) || !isId(value.h)) return false
  if ('c' in value || 'k' in value)
    return hasOnly(value, ['h', 'c', 'k', 's']) && isClock(value.c) && isClock(value.k) && isSide(value.s)
  return hasOnly(value, ['h', 's']) && value.s === -1
}

/** True for a JSON value of the form of any anchor. */
export function isAnchor(value: unknown): value is Anchor {
  if (isPlainObject(value) && 'g' in value)
    return hasOnly(value, ['g', 'end', 'h']) && isId(value.g) && isId(value.h) && isEndName(value.end)
  return isTextAnchor(value)
}

/** True for `{ at, ord }` with a text anchor and an order key. */
export function isBracketEnd(value: unknown): value is BracketEnd {
  return (
    isPlainObject(value) && hasOnly(value, ['at', 'ord']) && isTextAnchor(value.at) && isOrderKey(value.ord)
  )
}

/** Longest order key that is accepted, in UTF-16 units. */
export const maxOrderKeyLength = 1000

/** True for a fractional order key: letters and digits, short. */
export function isOrderKey(value: unknown): value is string {
  return typeof value === 'string' && value.length <= maxOrderKeyLength && /^[0-9A-Za-z]+$/.test(value)
}

/** True for an object made by JSON or Yjs whose prototype nobody changed. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.getPrototypeOf(value) === Object.prototype
  )
}

/** True when every own key of `value` is in `keys`. */
export function hasOnly(value: Record<string, unknown>, keys: readonly string[]): boolean {
  return Object.keys(value).every(key => keys.includes(key))
}

function isClock(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isSide(value: unknown): value is Side {
  return value === 1 || value === -1
}

function isEndName(value: unknown): value is BracketEndName {
  return value === 'open' || value === 'close'
}
