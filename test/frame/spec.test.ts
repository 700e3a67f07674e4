import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { listRules, listTestedIds } from '../../scripts/spec-ids.ts'

const rules = listRules(readFileSync('SPEC.md', 'utf8'))
const tests = globSync('test/**/*.{test.ts,test.tsx,e2e.ts}')
const tested = new Map(tests.map(path => [path, [...new Set(listTestedIds(readFileSync(path, 'utf8')))]]))

describe('SPEC.md and the tests', () => {
  it('[FR1] name the same rules: each rule opens a test name and each id in a test name is a rule', () => {
    const known = new Set(rules.map(({ id }) => id))
    const shown = new Set([...tested.values()].flat())
    const unknown = [...tested].flatMap(([path, ids]) =>
      ids.filter(id => !known.has(id)).map(id => `${id} in ${path}`),
    )
    expect({ withoutTest: [...known].filter(id => !shown.has(id)), withoutRule: unknown }).toEqual({
      withoutTest: [],
      withoutRule: [],
    })
  })

  it('[FR1] gives each rule one line in the section of its prefix', () => {
    const astray = rules.filter(({ id, section }) => !id.startsWith(section) || section === '')
    const twice = rules.filter(({ id }, i) => rules.findIndex(rule => rule.id === id) !== i)
    expect({ astray, twice }).toEqual({ astray: [], twice: [] })
  })

  it('reads both forms of a rule and every form of a name', () => {
    expect(listRules('## GU Guard\n- **GU7** Refuses.\n## EC Edge\n| EC1 | x |\n| case | x |')).toEqual([
      { id: 'GU7', section: 'GU' },
      { id: 'EC1', section: 'EC' },
    ])
    const [a, b, c] = ['GU7', 'EC18', 'TX1'].map(id => `[${id}]`)
    expect(listTestedIds(`it('${a}${b} refuses', f); it.each([])("${c} $name"); expect('x ${a} y')`)).toEqual(
      ['GU7', 'EC18', 'TX1'],
    )
  })
})
