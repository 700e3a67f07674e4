/** Fractional order keys: between any two stands another. */
import { generateKeyBetween } from 'fractional-indexing'

/**
 * A key between two others; null stands for the open end. Keys of two peers may tie or cross: then the key falls after
 * `low`, or before everything, so that a fresh key is always found.
 */
export function keyBetween(low: string | null, high: string | null): string {
  const crossed = low !== null && high !== null && low >= high
  return tryKey(low, crossed ? null : high) ?? tryKey(low, null) ?? generateKeyBetween(null, null)
}

/** Null for a key that is not of the library's form: a peer may send any. */
function tryKey(low: string | null, high: string | null): string | null {
  try {
    return generateKeyBetween(low, high)
  } catch {
    return null
  }
}

/** `count` ascending keys between two others. */
export function keysBetween(low: string | null, high: string | null, count: number): string[] {
  const keys: string[] = []
  let last = low
  for (let i = 0; i < count; i++) {
    last = keyBetween(last, high)
    keys.push(last)
  }
  return keys
}
