/** A rule id: two letters and a number, `GU7`. */
export type RuleId = string

/** The rules of SPEC.md, in order of appearance: `- **GU7** text`, or a table row `| GU7 | text |`; with the section each stands in. */
export function listRules(spec: string): { id: RuleId; section: string }[] {
  let section = ''
  return spec.split('\n').flatMap(line => {
    section = /^## ([A-Z]{2}) /.exec(line)?.[1] ?? (line.startsWith('## ') ? '' : section)
    const id = /^(?:- \*\*|\| *)([A-Z]{2}\d+)(?:\*\*| *\|)/.exec(line)?.[1]
    return id === undefined ? [] : [{ id, section }]
  })
}

/**
 * The ids that open a test's name in a source file: every string that begins with `[GU7]` or `[GU7][EC18]` and goes on
 * with a blank. A name may come from a table (`it.each`), as long as its ids are written out.
 */
export function listTestedIds(source: string): RuleId[] {
  const openings = source.matchAll(/['"`]((?:\[[A-Z]{2}\d+\])+) /g)
  return [...openings].flatMap(opening => (opening[1] ?? '').match(/[A-Z]{2}\d+/g) ?? [])
}
