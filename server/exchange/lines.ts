/** Lines of a text with their ends kept. */

/** `text` without its line end; `end` is where the next line starts. */
export interface Line {
  readonly start: number
  readonly text: string
  readonly eol: string
  readonly end: number
}

/** The lines of [from, source.length); CR LF, LF and CR each end a line. The last one may be without an end; an empty rest is no line. */
export function linesOf(source: string, from: number): Line[] {
  const lines: Line[] = []
  const ends = /\r\n|\n|\r/g
  let start = from
  ends.lastIndex = from
  for (let match = ends.exec(source); match; match = ends.exec(source)) {
    const end = match.index + match[0].length
    lines.push({ start, text: source.slice(start, match.index), eol: match[0], end })
    start = end
  }
  if (start < source.length) lines.push({ start, text: source.slice(start), eol: '', end: source.length })
  return lines
}

/** The line end used most in a text; LF when it has none. */
export function usualEol(lines: readonly Line[]): string {
  const counts = new Map<string, number>()
  for (const { eol } of lines) if (eol) counts.set(eol, (counts.get(eol) ?? 0) + 1)
  const ranked = [...counts].sort((a, b) => b[1] - a[1])
  return ranked[0]?.[0] ?? '\n'
}

/** True when a line shows nothing. */
export function isBlank(text: string): boolean {
  return /^\s*$/.test(text)
}

/** The text without blanks at its end; counted by hand, since a pattern for them would be slow on long runs of blanks. */
export function withoutTrailingBlanks(text: string): string {
  let end = text.length
  while (end > 0 && isTrailingBlank(text.charCodeAt(end - 1))) end--
  return text.slice(0, end)
}

/** Tab, vertical tab, form feed, space. */
function isTrailingBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0b || code === 0x0c
}

/** Width of leading blanks in columns; a tab goes to the next multiple of four. */
export function indentOf(text: string): number {
  let columns = 0
  for (const char of text) {
    if (char === '\t') columns += 4 - (columns % 4)
    else if (/\s/.test(char)) columns++
    else break
  }
  return columns
}
