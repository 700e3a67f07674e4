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
  const prefixes = pairs.map(pair => readPrefix(source, pair)).filter(candidate => candidate !== null)
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

const code = '(?:G\\d{2}|[A-Z]{1,5}|[A-Z][a-z]{1,3})'
const codes = `${code}\\d{0,3}(?:\\s*[/,]+\\s*${code}\\d{0,3}){0,11}`
const verb = '(?:propose|oppose|support|considering)s?'
const prefixForm = new RegExp(
  `^(?:\\d{1,3}\\.?\\s*)?(${codes}(?:\\s*${verb}\\d{0,3}(?:\\s*;\\s*(?:\\d{1,3}\\s+)?${codes}\\s*${verb}\\d{0,3})*)?)\\s*[:.](?=\\s)`,
)
/** Words that stand like a code and name nobody. */
const noParty = /^(?:note|alt|art|see|pe|op|pp|no|xx?)$/i

function readPrefix(source: string, { open, close }: TokenPair): Candidate | null {
  const words = source.slice(open.to, Math.min(close.from, open.to + 400))
  const match = prefixForm.exec(words)
  const list = match?.[1]
  if (!match || list === undefined) return null
  const names = namesIn(list.replace(new RegExp(verb, 'g'), ' '))
  if (names.length === 0 || names.some(name => noParty.test(name))) return null
  return { names, form: formOf(list), from: open.to, to: open.to + match[0].length }
}

function formOf(list: string): Candidate['form'] {
  if (!/oppose/.test(list)) return 'proposed'
  return /propose|support|considering/.test(list) ? 'proposed and opposed' : 'opposed'
}

/** Codes of a list; digits of a footnote glued to a code are left off, `G77` is a code. */
function namesIn(list: string): string[] {
  const names = list.match(new RegExp(`${code}(?=\\d{0,3}(?:[\\s/,;]|$))`, 'g')) ?? []
  return [...new Set(names)]
}

const suffixVerb = /\s+(?:delete|retain|reserve|bracket|considering)s?\.?$/

/** Names at the end, behind the last ` -`; `;` between groups. Unknown names are text. */
function readSuffix(
  source: string,
  { open, close }: TokenPair,
  known: ReadonlySet<string>,
): Candidate | null {
  const words = source.slice(open.to, close.from)
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
  return { names, form: opposed ? 'proposed and opposed' : 'proposed', from: open.to + dash, to: close.from }
}
