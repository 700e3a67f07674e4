/** Brackets and labelled passages that read as a choice: offered for grouping, never grouped by themselves. */
import type { TokenPair, TokenPart } from './pair-brackets.ts'
import type { Remark } from './paper.ts'

/** The alternatives of a file: neighbouring brackets, and passages with a label such as "Option 2" or "Alt. 1". */
export function alternativesOf(
  source: string,
  parts: readonly TokenPart[],
  pairs: readonly TokenPair[],
): Remark[] {
  return [...neighboursOf(source, pairs), ...labelsOf(source, parts)]
}

/** Sets of words of which one is meant when they stand in neighbouring brackets. */
const sets: readonly RegExp[] = [
  /^(?:shall|should|may|will|must|can)$/i,
  /^(?:19|20)\d\d$/,
  /^(?:a|an|the)$/i,
]

const longestWord = 40

interface Group {
  readonly pairs: TokenPair[]
  readonly form: string
}

function neighboursOf(source: string, pairs: readonly TokenPair[]): Remark[] {
  const byOpen = new Map(pairs.map(pair => [pair.open.from, pair]))
  const taken = new Set<TokenPair>()
  const groups: Group[] = []
  for (const pair of pairs) {
    if (taken.has(pair)) continue
    const group = groupFrom(source, pair, byOpen)
    if (!group) continue
    for (const member of group.pairs) taken.add(member)
    groups.push(group)
  }
  return groups.map(group => remarkOf(source, group))
}

function groupFrom(source: string, first: TokenPair, byOpen: ReadonlyMap<number, TokenPair>): Group | null {
  const members = [first]
  let form: string | null = null
  for (let pair = first; ; ) {
    const between = /^(?:\s*\/\s*|\s+or\s+|\s*)(?=[[［\\])/.exec(
      source.slice(pair.close.to, pair.close.to + 40),
    )
    const next = between && byOpen.get(pair.close.to + between[0].length)
    const joined = next && joinOf(between[0], wordsOf(source, pair), wordsOf(source, next))
    if (!next || !joined) break
    form ??= joined
    members.push(next)
    pair = next
  }
  return form === null ? null : { pairs: members, form }
}

/** How two neighbours are joined to a choice; null when nothing says that they are one. */
function joinOf(between: string, a: string, b: string): string | null {
  if (between.includes('/')) return 'slash'
  if (between.includes('or')) return 'or'
  if (a.length > longestWord || b.length > longestWord) return null
  if (a.toLowerCase() === b.toLowerCase() && /^\p{L}$/u.test(a)) return 'case'
  return sets.some(set => set.test(a) && set.test(b)) ? 'set' : null
}

function wordsOf(source: string, pair: TokenPair): string {
  return source.slice(pair.open.to, pair.close.from).trim()
}

function remarkOf(source: string, { pairs, form }: Group): Remark {
  const first = pairs[0] as TokenPair
  const last = pairs.at(-1) as TokenPair
  const names = pairs.map(pair => wordsOf(source, pair))
  return { kind: 'alternative', form, from: first.open.from, to: last.close.to, names }
}

// ---- labels

const optionForm =
  /^[\s*_[［\\]*((?:Sub-)?Option (?:\d{1,2}|\([a-z]\)|[IVX]+|[A-Z])(?!\w)|(?:(?:OP|PP)?\d{0,3} ?)?Alt(?:\.|ernative)? ?\d{0,2}(?=[\s.:)])|(?:OP|PP)\d{1,3} ?alt\b)/i

interface OpenLabel {
  readonly label: string
  readonly shape: string
  readonly from: number
  readonly level: number
  readonly bare: boolean
  to: number
}

/** Passages that open with a label run to the next label of that kind, the next heading, or a paragraph number of the same depth. */
function labelsOf(source: string, parts: readonly TokenPart[]): Remark[] {
  const remarks: Remark[] = []
  let open: OpenLabel[] = []
  const close = (ends: (label: OpenLabel) => boolean): void => {
    const first = open.findIndex(ends)
    for (const { label, from, to } of open.splice(first < 0 ? open.length : first))
      remarks.push({ kind: 'alternative', form: 'label', from, to, names: [label] })
  }
  for (const part of parts) {
    if (part.raw.kind === 'note') continue
    const fresh = openLabel(source, part)
    close(label => endsBefore(label, part, fresh))
    open = fresh ? [...open, fresh] : open
    for (const label of open) label.to = part.raw.to
  }
  close(() => true)
  return remarks
}

function openLabel(source: string, part: TokenPart): OpenLabel | null {
  const label = labelOf(source, part)
  const { from, to, level } = part.raw
  return label === null
    ? null
    : { label, shape: shapeOf(label), from, to, level, bare: holdsLabelOnly(source, part) }
}

/** True when a passage ends before this part. Numbered paragraphs below a label that stands alone are part of its passage. */
function endsBefore(label: OpenLabel, { raw }: TokenPart, fresh: OpenLabel | null): boolean {
  if (raw.kind === 'heading' || fresh?.shape === label.shape) return true
  return raw.label !== null && (raw.level < label.level || (raw.level === label.level && !label.bare))
}

function labelOf(source: string, { raw }: TokenPart): string | null {
  if (raw.verbatim || raw.kind === 'note') return null
  return optionForm.exec(source.slice(raw.from, Math.min(raw.to, raw.from + 80)))?.[1]?.trim() ?? null
}

/** The kind of a label: its words with every number alike, so that "Option 1" ends at "Option 2" and not at "Option (a)". */
function shapeOf(label: string): string {
  return label
    .toLowerCase()
    .replace(/\d+/g, '0')
    .replace(/\([a-z]\)$/, '(a)')
    .replace(/ [ivx]+$/, ' i')
}

/** True when nothing but the label stands in its paragraph: numbered paragraphs below are then of the alternative. */
function holdsLabelOnly(source: string, { raw }: TokenPart): boolean {
  const text = source.slice(raw.from, raw.to)
  const label = optionForm.exec(text)
  return label !== null && /^[\s*_.:\]］]*$/.test(text.slice(label[0].length))
}
