import { describe, expect, it } from 'vitest'
import {
  countWords,
  formatDay,
  formatMoment,
  formatNumber,
  formatTime,
} from '../../../client/workspace/format.ts'

const at = new Date(2026, 4, 14, 14, 32).getTime()

describe('dates, numbers, words', () => {
  it('[SC7] writes times and dates as each language does', () => {
    expect(formatTime(at, 'en')).toBe('14:32')
    expect(formatTime(at, 'fr')).toBe('14\u202fh\u202f32')
    expect(formatDay(at, 'en')).toBe('14 May 2026')
    expect(formatDay(at, 'fr')).toBe('14 mai 2026')
    expect(formatMoment(at, at, 'en')).toBe('Thu 14 May 14:32')
    expect(formatMoment(at, new Date(2027, 0, 1).getTime(), 'en')).toBe('Thu 14 May 2026 14:32')
    expect(formatMoment(at, at, 'fr')).toContain('14\u202fh\u202f32')
  })

  it('[SC7] groups figures as each language does', () => {
    expect(formatNumber(4182, 'en')).toBe('4,182')
    expect(formatNumber(4182, 'fr')).toBe('4\u202f182')
  })

  it('[SC16] counts words by the language of the text, also one nobody knows', () => {
    expect(countWords(' registered in the country of import', 'en')).toBe(6)
    expect(countWords('l’ordre du jour.', 'fr')).toBeGreaterThan(2)
    expect(countWords('知识产权', 'zh')).toBeGreaterThan(0)
    expect(countWords('two words', 'not a language')).toBe(2)
    expect(countWords(' …; ', 'en')).toBe(0)
  })
})
