import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { listCommitted } from './committed.ts'

const AREAS = ['shared', 'server', 'client']
const README = readFileSync('README.md', 'utf8')
const mapped = [...README.matchAll(/^\| `([\w./-]+)\/` \|/gm)].flatMap(row => row[1] ?? [])

/** The folders at the top, and one level down in the areas. */
function listFolders(): string[] {
  const parts = listCommitted().map(path => path.split('/').slice(0, -1))
  const top = parts.flatMap(([first]) => first ?? [])
  const inside = parts.flatMap(([first = '', second]) =>
    AREAS.includes(first) && second ? `${first}/${second}` : [],
  )
  return [...new Set([...top, ...inside])]
}

describe('the map in the README', () => {
  it('[FR8] names folders that exist', () => {
    expect(mapped.filter(folder => !existsSync(folder))).toEqual([])
    expect(mapped.length).toBeGreaterThan(0)
  })

  it('[FR8] names every top folder and every folder of shared, server and client', () => {
    expect(listFolders().filter(folder => !mapped.includes(folder))).toEqual([])
  })

  it('[FR8] is joined by a README of 10 to 25 lines in each area, which names two files to read first', () => {
    for (const area of [...AREAS, 'test']) {
      const text = readFileSync(`${area}/README.md`, 'utf8')
      const first = /Read first:? `([^`]+)`[^]*then `([^`]+)`/.exec(text)
      const named = [first?.[1] ?? '(none)', first?.[2] ?? '(none)'].map(file => `${area}/${file}`)
      expect(named.filter(file => !existsSync(file))).toEqual([])
      expect(text.split('\n').length, area).toBeLessThanOrEqual(26)
      expect(text.split('\n').length, area).toBeGreaterThanOrEqual(10)
    }
  })
})
