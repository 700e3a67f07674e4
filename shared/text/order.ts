/** Fractional order keys: between any two stands another. */
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'
import { isOrderKey, maxOrderKeyLength } from './anchor.ts'

/**
 * A key between two others; null stands for the open end. Keys of two peers may tie or cross: then the key falls after
 * `low`. Keys of any form are ordered by code units; where no key fits, or it would be too long to be accepted, it is
 * `low` itself, and ids decide.
 */
export function keyBetween(low: string | null, high: string | null): string {
  if (low !== null && !isOrderKey(low)) return keyBetween(null, high)
  const end = low !== null && high !== null && low >= high ? null : high
  const key = tryKeys(low, end, 1)?.[0] ?? foreignKey(low ?? '', end)
  return low !== null && (key === null || key.length > maxOrderKeyLength) ? low : (key ?? '0')
}

/** `count` ascending keys between two others, as short as can be. */
export function keysBetween(low: string | null, high: string | null, count: number): string[] {
  const end = low !== null && high !== null && low >= high ? null : high
  const keys = tryKeys(low, end, count)
  if (keys?.every(key => key.length <= maxOrderKeyLength)) return keys
  const one: string[] = []
  for (let last = low; one.length < count; ) one.push((last = keyBetween(last, high)))
  return one
}

/** Null for keys that are not of the library's form: a peer may send any. */
function tryKeys(low: string | null, high: string | null, count: number): string[] | null {
  try {
    return count === 1 ? [generateKeyBetween(low, high)] : generateNKeysBetween(low, high, count)
  } catch {
    return null
  }
}

/** A key between two of any form (`low` empty: the open end); null when they are neighbours. */
function foreignKey(low: string, high: string | null): string | null {
  if (high === null || !high.startsWith(low)) return `${low}V`
  const rest = high.slice(low.length)
  const at = rest.search(/[^0]/)
  if (at < 0) return rest.length > 1 ? high.slice(0, -1) : null
  const zeros = '0'.repeat(at)
  return `${low}${zeros}${rest[at] === '1' ? '0V' : '1'}`
}
