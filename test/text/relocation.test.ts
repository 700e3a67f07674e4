import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { Relocation } from '../../shared/text/relocation.ts'

const table = (entries: Record<string, unknown>) => {
  const map = new Y.Doc().getMap('reloc')
  for (const [key, value] of Object.entries(entries)) map.set(key, value)
  return new Relocation(map)
}

describe('the relocation table', () => {
  it('[TX6] sends each unit of a range to its own copy, and follows chains', () => {
    const reloc = table({ '1:10': [5, 2, 100], '2:102': [1, 3, 7] })
    expect(reloc.find(1, 12)).toEqual({ kind: 'moved', c: 2, k: 102, adopted: null })
    expect(reloc.follow(1, 12)).toEqual({ c: 3, k: 7 })
    expect(reloc.follow(1, 11)).toEqual({ c: 2, k: 101 })
    expect(reloc.find(1, 15)).toBeNull()
    expect(reloc.follow(1, 9)).toBeNull()
  })

  it('[TX6] sends deleted units after one unit, or to the start of a host', () => {
    const reloc = table({ '1:0': [3, 2, 9, 1], '1:5': [2, 'b2'] })
    expect(reloc.find(1, 2)).toEqual({ kind: 'after', c: 2, k: 9 })
    expect(reloc.find(1, 6)).toEqual({ kind: 'start', host: 'b2' })
    expect(reloc.follow(1, 2)).toBeNull()
  })

  it('[TX7] tells which change words of agreed text were adopted from', () => {
    const reloc = table({ '1:0': [3, 9, 20, 0, 'p.c'] })
    expect(reloc.originOf(9, 21)).toBe('p.c')
    expect(reloc.originOf(9, 23)).toBeNull()
    expect(reloc.originsIn(9, 0, 100)).toEqual([{ k: 20, len: 3, change: 'p.c' }])
  })

  it('[TX6] never loops, however the entries point', () => {
    const reloc = table({ '1:0': [1, 2, 0], '2:0': [1, 1, 0], 'h:a': 'b', 'h:b': 'a' })
    expect(reloc.follow(1, 0)).toBeNull()
    expect(['a', 'b']).toContain(reloc.hostNow('a' as never))
  })

  it('[TX6] tells the parts of a range that no entry covers', () => {
    const reloc = table({ '1:2': [2, 5, 0], '1:6': [1, 5, 9] })
    expect(reloc.gaps(1, 0, 8)).toEqual([
      { k: 0, len: 2 },
      { k: 4, len: 2 },
      { k: 7, len: 1 },
    ])
    expect(reloc.stretch(1, 4, 8)).toBe(2)
    expect(reloc.rangesIn(1, 3, 4).map(range => [range.k, range.len])).toEqual([
      [3, 1],
      [6, 1],
    ])
  })
})
