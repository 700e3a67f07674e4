/** One family of defences: every call `<call>('<RULE-ID>', ...)` below `folder` must be noticed by `tests`. */
export interface MutationTarget {
  readonly folder: string
  readonly call: string
  readonly tests: readonly string[]
}

/** What `npm run mutants` switches off, one call at a time. */
export const MUTATION_TARGETS: readonly MutationTarget[] = [
  { folder: 'server/guard', call: 'refuse', tests: ['test/guard'] },
]

const NOOP = '((..._: unknown[]): void => {})'

/** The rule ids that `code` defends by `call('<RULE-ID>', ...)`, each once, in order of appearance. */
export function listDefences(code: string, call: string): string[] {
  const found = code.matchAll(new RegExp(`${opening(call)}'([A-Z]{2}\\d+)'`, 'g'))
  return [...new Set([...found].flatMap(match => match[1] ?? []))]
}

/** `code` with every `call('<id>', ...)` of that id doing nothing; other ids stay as they are. */
export function switchOff(code: string, call: string, id: string): string {
  return code.replace(new RegExp(`${opening(call)}(?='${id}')`, 'g'), `${NOOP}(`)
}

function opening(call: string): string {
  return `(?<![\\w.]|function )${call}\\(\\s*`
}
