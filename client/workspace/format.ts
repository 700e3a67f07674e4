/** Dates, numbers and counts of words as a language writes them. Instants are milliseconds since 1970; shown in the machine's own zone. */
import type { Language } from './language.ts'

const narrow = '\u202f'
const locales: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr-FR' }

/** The locale of dates and numbers for a language of the interface. */
export function localeOf(language: Language): string {
  return locales[language]
}

/** `14:32`, in French `14 h 32`. */
export function formatTime(at: number, language: Language): string {
  const digits = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const time = digits.format(at)
  return language === 'fr' ? time.replace(':', `${narrow}h${narrow}`) : time
}

/** `Thu 15 May 14:32`; the year is added when it is not this one. */
export function formatMoment(at: number, now: number, language: Language): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  const day = new Intl.DateTimeFormat(locales[language], {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  })
  return `${day.format(at).replace(',', '')} ${formatTime(at, language)}`
}

/** `25 April 2008`. */
export function formatDay(at: number, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(at)
}

/** A whole number with the language's grouping. */
export function formatNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(locales[language]).format(value)
}

/** How many words a piece of text holds, by the text's own language; signs and blanks do not count. */
export function countWords(text: string, locale: string): number {
  let count = 0
  for (const part of segmenter(locale).segment(text)) if (part.isWordLike) count++
  return count
}

const segmenters = new Map<string, Intl.Segmenter>()

function segmenter(locale: string): Intl.Segmenter {
  const known = segmenters.get(locale)
  if (known) return known
  const made = new Intl.Segmenter(knownLocale(locale), { granularity: 'word' })
  segmenters.set(locale, made)
  return made
}

/** The locale when it is well formed, else English: a text's language is data, and words are counted in any case. */
function knownLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en'
  } catch {
    return 'en'
  }
}
