/**
 * Who holds a bracket, where the text says so: `[US/AU propose: ...]`, `[US oppose: ...]`, `[EU: ...]`, `[... - US; G77 delete]`.
 *
 * Plan: read a list of codes at the start of each bracket; count how often each code stands there; accept a list when every
 * code is a known party or stands there three times or more. Names at a bracket's end are accepted only when known by then.
 */
import type { TokenPair } from './pair-brackets.ts'
import type { Remark } from './paper.ts'

interface Candidate {
  readonly names: readonly string[]
  readonly form: 'proposed' | 'opposed' | 'proposed and opposed'
  readonly from: number
  readonly to: number
}

/** The attributions of a file. `parties`: names and codes of its delegations. Codes are the text's own; none is read as an ISO code. */
export function attributionsOf(
  source: string,
  pairs: readonly TokenPair[],
  parties: readonly string[],
): Remark[] {
  const forms = prefixForms(parties)
  const prefixes = pairs.map(pair => readPrefix(source, pair, forms)).filter(candidate => candidate !== null)
  const known = knownNames(prefixes, parties)
  const accepted = prefixes.filter(candidate => candidate.names.every(name => known.has(name)))
  const suffixes = pairs.map(pair => readSuffix(source, pair, known)).filter(candidate => candidate !== null)
  return [...accepted, ...suffixes].map(candidate => ({ kind: 'attribution', ...candidate }))
}

function knownNames(prefixes: readonly Candidate[], parties: readonly string[]): Set<string> {
  const counts = new Map<string, number>()
  for (const { names } of prefixes)
    for (const name of new Set(names)) counts.set(name, (counts.get(name) ?? 0) + 1)
  return new Set([...parties, ...[...counts].filter(([, count]) => count >= 3).map(([name]) => name)])
}

// ---- in front: `[US/AU propose; JP oppose: ...]`

interface PrefixForms {
  /** The list up to its colon. */
  readonly whole: RegExp
  /** One name of it; digits of a footnote glued to a code are left off, `G77` is a code. */
  readonly name: RegExp
}

const code = '(?:G\\d{2}|[A-Z]{1,5}|[A-Z][a-z]{1,3})'
const verb = '(?:propose|oppose|support|considering)s?'

/** The forms of a list of parties, by their known names or by codes of the text's own. */
function prefixForms(parties: readonly string[]): PrefixForms {
  const longestFirst = [...parties].sort((a, b) => b.length - a.length)
  const name = `(?:${[...longestFirst.map(party => party.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')), code].join('|')})`
  const list = `${name}\\d{0,3}(?:\\s*[/,]+\\s*${name}\\d{0,3}){0,11}`
  const group = `${list}\\s*${verb}\\d{0,3}`
  const groups = `${list}(?:\\s*${verb}\\d{0,3}(?:\\s*;\\s*(?:\\d{1,3}\\s+)?${group})*)?`
  return {
    whole: new RegExp(`^(?:\\d{1,3}\\.?\\s*)?(${groups})\\s*[:.](?=\\s)`),
    name: new RegExp(`${name}(?=\\d{0,3}(?:[\\s/,;]|$))`, 'g'),
  }
}

/** Longest list of parties that is looked for, in characters. */
const longestList = 400

/** Words that stand like a code and name nobody. */
const noParty = /^(?:note|alt|art|see|op|pp|no|xx?)$/i

function readPrefix(source: string, { open, close }: TokenPair, forms: PrefixForms): Candidate | null {
  const words = source.slice(open.to, Math.min(close.from, open.to + longestList))
  const match = forms.whole.exec(words)
  const list = match?.[1]
  if (!match || list === undefined) return null
  const names = [...new Set(list.replace(new RegExp(verb, 'g'), ' ').match(forms.name) ?? [])]
  if (names.length === 0 || names.some(name => noParty.test(name))) return null
  return { names, form: formOf(list), from: open.to, to: open.to + match[0].length }
}

function formOf(list: string): Candidate['form'] {
  if (!/oppose/.test(list)) return 'proposed'
  return /propose|support|considering/.test(list) ? 'proposed and opposed' : 'opposed'
}

// ---- at the end: `[... - US; G77 delete]`

const suffixVerb = /\s+(?:delete|retain|reserve|bracket|considering)s?\.?$/

/** Names behind the last ` -`; `;` between groups. Unknown names are text. */
function readSuffix(
  source: string,
  { open, close }: TokenPair,
  known: ReadonlySet<string>,
): Candidate | null {
  const start = Math.max(open.to, close.from - longestList)
  const words = source.slice(start, close.from)
  const dash = Math.max(words.lastIndexOf(' -'), words.lastIndexOf(' –'))
  if (dash < 0 || /[[\]]/.test(words.slice(dash))) return null
  const groups = words.slice(dash + 2).split(';')
  const names = groups.flatMap(group =>
    group
      .trim()
      .replace(suffixVerb, '')
      .split(/\s*[,/]\s*/),
  )
  if (!names.every(name => known.has(name))) return null
  const opposed = groups.some(group => /delete/.test(group))
  return { names, form: opposed ? 'proposed and opposed' : 'proposed', from: start + dash, to: close.from }
}
