/** What a line opens: the forms of block that a paper knows, one reader each. Nothing here looks at brackets. */
import type { BlockKind } from '../../shared/text/roots.ts'
import { type LabelRead, readLabel, readUnitLabel } from './labels.ts'
import { isBlank, withoutTrailingBlanks } from './lines.ts'
import type { PaperKind } from './paper.ts'

/** What a line opens. `length` is what its marker takes of the line; `opensDepth` that deeper lines belong under it. */
export interface Opening {
  readonly kind: BlockKind | 'note'
  readonly level: number | null
  readonly label: string | null
  readonly marker: string
  readonly length: number
  readonly opensDepth: boolean
  /** The block ends with its line. */
  readonly single: boolean
  /** Starts a block also directly below a line of text. */
  readonly interrupts: 'always' | 'in-series'
}

/** Which note labels are read as notes. */
export type IsNote = (label: string) => boolean

/** What a line opens; null for a line that is plain text. */
export function readOpening(text: string, kind: PaperKind, isNote: IsNote): Opening | null {
  const indent = (/^\s*/.exec(text) as RegExpExecArray)[0]
  const rest = text.slice(indent.length)
  const readers = kind === 'markdown' ? markdownReaders : textReaders
  for (const read of readers) {
    const opening = read(rest, isNote)
    if (opening)
      return { ...opening, marker: indent + opening.marker, length: indent.length + opening.length }
  }
  return null
}

type Reader = (text: string, isNote: IsNote) => Opening | null

const plain = { level: null, label: null, opensDepth: false, single: true, interrupts: 'always' } as const

function readHeading(text: string): Opening | null {
  const match = /^(#{1,6})(?:[ \t]+|$)/.exec(text)
  if (!match) return null
  const hashes = match[0]
  const level = (match[1] as string).length - 1
  return withUnitLabel(text, { ...plain, kind: 'heading', level, marker: hashes, length: hashes.length })
}

/** The opening with the unit's label, if its text opens with one, taken into the marker. */
export function withUnitLabel(text: string, opening: Opening): Opening {
  const title = withoutClosingSigns(text.slice(opening.length))
  const read = readUnitLabel(title)
  if (!read) return opening
  return {
    ...opening,
    label: read.label,
    marker: opening.marker + read.marker,
    length: opening.length + read.length,
  }
}

/** A heading's line without the `#` signs that close it and the blanks around them. */
export function withoutClosingSigns(text: string): string {
  const line = withoutTrailingBlanks(text)
  let end = line.length
  while (line[end - 1] === '#') end--
  const before = withoutTrailingBlanks(line.slice(0, end))
  return end === 0 || before.length < end ? before : line
}

function readThematicBreak(text: string): Opening | null {
  return /^([-*_])(?:[ \t]*\1){2,}[ \t]*$/.test(text)
    ? { ...plain, kind: 'paragraph', marker: '', length: 0 }
    : null
}

function readBullet(text: string, signs: RegExp): Opening | null {
  const match = signs.exec(text)
  if (!match) return null
  const item = { ...plain, kind: 'item', opensDepth: true, single: false } as const
  return { ...item, marker: match[0], length: match[0].length }
}

const bulletSigns = /^[-*+•‣▪●◦\uF0B7\uF0A7–—](?:[ \t\u00A0]+|$)/
const readAnyBullet: Reader = text => readBullet(text, bulletSigns)

function readNumber(text: string): Opening | null {
  const read = readLabel(text)
  return read && numbered(read)
}

function numbered(read: LabelRead): Opening {
  const kind = read.form === 'parenthesis' ? 'item' : 'paragraph'
  const interrupts = read.first && read.form !== 'letter' ? 'always' : 'in-series'
  const { label, marker, length } = read
  return { ...plain, kind, label, marker, length, opensDepth: true, single: false, interrupts }
}

function readTableRow(text: string): Opening | null {
  return text.startsWith('|') ? { ...plain, kind: 'paragraph', marker: '', length: 0 } : null
}

function readQuote(text: string): Opening | null {
  const match = /^(?:>[ \t]*)+/.exec(text)
  if (!match) return null
  const marker = match[0]
  return {
    ...plain,
    kind: 'paragraph',
    single: false,
    interrupts: 'in-series',
    marker,
    length: marker.length,
  }
}

function readNote(text: string, isNote: IsNote): Opening | null {
  const match = noteBody.exec(text)
  const label = match?.[1]
  if (!match || label === undefined) return null
  const length = match[0].length
  if (!isNote(label)) return { ...plain, kind: 'paragraph', single: false, marker: '', length: 0 }
  const marker = `[^{label}]${match[2]}`
  return { ...plain, kind: 'note', level: 0, label, marker, length, single: false }
}

const noteBody = /^\[\^([^\]\s[［］]+)\](:[ \t]*)/

function readDefinition(text: string): Opening | null {
  return linkDefinition.test(text) ? { ...plain, kind: 'paragraph', marker: '', length: 0 } : null
}

/** A line that names the address of a reference link; the address must be one, or the line is text. */
export const linkDefinition =
  /^\s*\[([^\][^][^\][]*)\]:[ \t]*<?(?:[a-z][a-z0-9+.-]*:\/\/|mailto:|www\.)\S*[ \t]*(?:["'(].*["')])?[ \t]*$/i

const markdownReaders: readonly Reader[] = [
  readHeading,
  readThematicBreak,
  readNote,
  readDefinition,
  readAnyBullet,
  readNumber,
  readTableRow,
  readQuote,
]
const textReaders: readonly Reader[] = [readNote, readAnyBullet, readNumber]

/** The fence a line opens (three or more backticks or tildes), or null. */
export function readFence(text: string): string | null {
  return /^\s*(`{3,}(?=[^`]*$)|~{3,})/.exec(text)?.[1] ?? null
}

/** True when a line closes this fence. */
export function closesFence(text: string, fence: string): boolean {
  const line = text.trim()
  return line.length >= fence.length && line === (fence[0] as string).repeat(line.length)
}

/** The level a line gives to the one line of text above it as an underlined heading; null when it is no underline. */
export function readUnderline(text: string): 0 | 1 | null {
  if (/^\s*=+\s*$/.test(text)) return 0
  return /^\s*-{3,}\s*$/.test(text) ? 1 : null
}

/** True for a line that shows nothing: blanks, or the sign of a quotation alone. */
export function isEmptyLine(text: string, kind: PaperKind): boolean {
  return isBlank(text) || (kind === 'markdown' && /^[\s>]*$/.test(text))
}

/** True for one line of plain text that reads as a heading: a unit's word and number, or capitals alone. */
export function isHeadingText(text: string): boolean {
  const line = text.trim()
  if (line.length > 120 || /[;,]$/.test(line)) return false
  if (readUnitLabel(line)) return !/[.]$/.test(line)
  return /^[^\p{Ll}[\]［］]*$/u.test(line) && (line.match(/\p{Lu}/gu)?.length ?? 0) >= 4
}
