/** Where letters and words begin and end in a row of characters. NUL and U+FFFC stand for what no word runs over. */

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const isBlank = (char: string | undefined) => char !== undefined && /\s/.test(char)
const isWall = (char: string | undefined) => char === undefined || char === '\u0000' || char === '\uFFFC'
/** What people see as one letter at most, in UTF-16 units. */
const longestLetter = 64

/** Where the letter left of `at` begins: a whole emoji, else one code point, so that accents can be taken off one by one. */
export function letterStart(row: string, at: number): number {
  const before = row.slice(Math.max(0, at - longestLetter), at)
  const last = [...segmenter.segment(before)].at(-1)?.segment ?? ''
  if (/\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(last)) return at - last.length
  return at - (/[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(before) ? 2 : 1)
}

/** Where the letter right of `at` ends. */
export function letterEnd(row: string, at: number): number {
  const [first] = segmenter.segment(row.slice(at, at + longestLetter))
  return at + (first?.segment.length ?? 1)
}

/** Where the word left of `at` begins; blanks between it and `at` go along. */
export function wordStart(row: string, at: number): number {
  let start = at
  while (start > 0 && isBlank(row[start - 1])) start--
  if (start > 0 && isWall(row[start - 1])) return start < at ? start : start - 1
  while (start > 0 && !isBlank(row[start - 1]) && !isWall(row[start - 1])) start--
  return start
}

/** Where the word right of `at` ends; blanks between `at` and it go along. */
export function wordEnd(row: string, at: number): number {
  let end = at
  while (end < row.length && isBlank(row[end])) end++
  if (isWall(row[end])) return end > at ? end : Math.min(row.length, end + 1)
  while (end < row.length && !isBlank(row[end]) && !isWall(row[end])) end++
  return end
}
