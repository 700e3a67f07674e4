import { describe, expect, it } from 'vitest'
import { isAnchor, isBracketEnd, isOrderKey, isTextAnchor } from '../../shared/text/anchor.ts'
import { keyBetween, keysBetween } from '../../shared/text/order.ts'

describe('forms of anchors', () => {
  it('[TX4] takes the three forms of an anchor', () => {
    expect(isAnchor({ h: 'b1', s: -1 })).toBe(true)
    expect(isAnchor({ h: 'b1', c: 1, k: 2, s: 1 })).toBe(true)
    expect(isAnchor({ g: 'k1', end: 'open', h: 'b1' })).toBe(true)
    expect(isBracketEnd({ at: { h: 'b1', s: -1 }, ord: 'a0' })).toBe(true)
  })

  it('[TX4] refuses every other form', () => {
    const wrong: unknown[] = [
      null,
      [],
      'b1',
      { h: 'b1' },
      { h: 'b1', s: 1 },
      { h: 'b1', c: 1, s: 1 },
      { h: 'b1', c: -1, k: 0, s: 1 },
      { h: 'b1', c: 1.5, k: 0, s: 1 },
      { h: 'b1', c: 1, k: 0, s: 0 },
      { h: 'b1', s: -1, x: 1 },
      { h: '__proto__', s: -1 },
      { h: '', s: -1 },
      { g: 'k1', end: 'middle', h: 'b1' },
      { g: 'k1', end: 'open' },
      JSON.parse('{"h":"b1","s":-1,"__proto__":{"c":1}}'),
    ]
    for (const value of wrong) expect(isAnchor(value), JSON.stringify(value)).toBe(false)
    expect(isTextAnchor({ g: 'k1', end: 'open', h: 'b1' })).toBe(false)
  })
})

describe('order keys', () => {
  it('[TX5] finds a key between any two, and one after the lower when they cross', () => {
    expect(keyBetween('a0', 'a1') > 'a0' && keyBetween('a0', 'a1') < 'a1').toBe(true)
    expect(keyBetween('a1', 'a0') > 'a1').toBe(true)
    expect(isOrderKey(keyBetween('not a key!', null))).toBe(true)
    const keys = keysBetween(null, null, 50)
    expect([...keys].sort()).toEqual(keys)
  })

  it('[TX5] finds a key between any two that a peer may send, or stays at the lower when they are neighbours', () => {
    const foreign = ['0', '00', '001', '01', '1', '9', 'A', 'Az', 'a', 'a0', 'a00', 'a01', 'zz', 'zzzV']
    for (const low of [null, ...foreign])
      for (const high of [...foreign, null]) {
        if (low !== null && high !== null && low >= high) continue
        const key = keyBetween(low, high)
        expect(isOrderKey(key)).toBe(true)
        const isNeighbour = high === `${low ?? ''}0`
        if (!isNeighbour) expect(low === null || key > low, `${low} ${high}`).toBe(true)
        if (!isNeighbour) expect(high === null || key < high, `${low} ${high}`).toBe(true)
      }
  })

  it('[TX5] gives short keys for many at one place, and none that is too long to be accepted', () => {
    const keys = keysBetween('a0', 'a1', 5000)
    expect([...keys].sort()).toEqual(keys)
    expect(Math.max(...keys.map(key => key.length))).toBeLessThan(8)
    let low = 'a0'
    for (let i = 0; i < 8000; i++) low = keyBetween(low, 'a1')
    expect(isOrderKey(low)).toBe(true)
  })
})
