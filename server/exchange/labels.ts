/** Printed numbers at the start of a line: read as they stand, never computed or corrected. */

/** A label and the marker it stands in, `{label}` at its place; `length` is what both take in the line. */
export interface LabelRead {
  readonly label: string
  readonly marker: string
  readonly length: number
  /** `number` and `letter` stand alone ("9", "A"), `parenthesis` is "(a)". */
  readonly form: 'number' | 'letter' | 'parenthesis'
  /** True for the first of a series: "1", "(a)", "(i)". */
  readonly first: boolean
}

/** The place of the label in a marker. */
export const labelPlace = '{label}'

const latin = '(?:bis|ter|quater|quinquies|sexies|septies|octies|novies|decies)'
const suffix = `(?:[ .]?${latin}(?:[ .]alt\\.?)?|[ .]?alt\\.?(?: ?\\d)?)`
const roman = '[ivxlc]+|[IVXLC]+'

const forms: readonly { readonly form: LabelRead['form']; readonly pattern: RegExp }[] = [
  { form: 'number', pattern: new RegExp(`^(\\d{1,3}(?:\\.\\d{1,3})*${suffix}?)([.)](?:[ \\t\\u00A0]+|$))`) },
  { form: 'number', pattern: new RegExp(`^(\\d{1,3}(?:\\.\\d{1,3})*${suffix})([ \\t\\u00A0]+)(?=\\S)`) },
  { form: 'number', pattern: /^(\d{1,3}(?:\.\d{1,3})+)([ \t\u00A0]+)(?=[[“"(*]*\p{Lu})/u },
  { form: 'letter', pattern: new RegExp(`^([A-Za-z]|${roman})([.)][ \\t\\u00A0]+)`) },
  {
    form: 'parenthesis',
    pattern: new RegExp(`^(\\((?:\\d{1,3}|[A-Za-z]|([a-z])\\2|${roman})${suffix}?\\))([ \\t\\u00A0]+|$)`),
  },
]

/** The label a paragraph opens with; null when it opens with none (a bracketed number is text). */
export function readLabel(text: string): LabelRead | null {
  for (const { form, pattern } of forms) {
    const match = pattern.exec(text)
    if (!match) continue
    const label = match[1] as string
    const marker = labelPlace + match[0].slice(label.length)
    return { label, marker, length: match[0].length, form, first: /^\(?(?:1|a|i|A|I)\)?$/.test(label) }
  }
  return null
}

const unitWords = new Set(
  (
    'standard article section part chapter annex rule principle appendix title schedule regulation paragraph protocol ' +
    'recommendation guideline goal element partie chapitre annexe règle norme titre artículo sección parte capítulo ' +
    'anexo regla norma título'
  ).split(' '),
)
const number = `(?:\\d{1,3}(?:\\.\\d{1,3})*|[A-Z]{1,2}(?:\\.[A-Z0-9]{1,3})+|[IVXLC]+|[A-Z])${suffix}?`
const unitPattern = new RegExp(
  `^((\\p{L}+)[ \\u00A0]${number})(?=$|[ \\t\\u00A0]|[.:](?:[ \\t\\u00A0]|$)|\\[\\^)([.:]?[ \\t\\u00A0]*)`,
  'u',
)

/** The label of a heading that is, or opens with, a unit's word and number ("Standard 13", "SECTION I. ..."). A word of our list is asked for when more text follows. */
export function readUnitLabel(text: string): LabelRead | null {
  const match = unitPattern.exec(text)
  if (!match) return null
  const whole = match[0].length === text.length
  if (!whole && !unitWords.has((match[2] as string).toLowerCase())) return null
  const marker = labelPlace + (match[3] ?? '')
  return { label: match[1] as string, marker, length: match[0].length, form: 'number', first: false }
}

/** Headings of plain text that divide it most coarsely. */
export function isCoarseUnit(text: string): boolean {
  return /^(?:part|section|chapter|annex|title|partie|chapitre|annexe|parte|sección|capítulo|anexo|título)\b/i.test(
    text,
  )
}

/** True when a marker holds the place of a label. */
export function hasPlace(marker: string): boolean {
  return marker.includes(labelPlace)
}

/** The marker with the label at its place; a marker without a place gets none, a place without a label vanishes. */
export function fillMarker(marker: string, label: string | null): string {
  return marker.replace(labelPlace, () => label ?? '')
}
