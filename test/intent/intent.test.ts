import { describe, expect, it } from 'vitest'
import { meeting } from '../builders/meeting.ts'

describe('where words go', () => {
  it('[PP1] makes a proposal of what a delegate types into agreed text', () => {
    const m = meeting('one two')
    const a = m.join('A').type('one| two', ' new')
    m.sync()
    expect(m.shown()).toEqual(['one{A+ new} two'])
    expect(m.agreed()).toEqual(['one two'])
    expect(m.state(a.proposal)).toBe('open')
  })

  it('[PP2] grows the own insertion when typing beside it, at either end', () => {
    const m = meeting('one two')
    const a = m.join('A').type('one| two', 'b').type('oneb| two', 'c').type('one|bc', 'a')
    expect(a.sees()).toEqual(['one{A+abc} two'])
    expect(a.client.live.model.changes.size).toBe(1)
  })

  it('[PP3] writes agreed text by the secretariat’s hand', () => {
    const m = meeting('one two')
    const s = m.join('S', 'secretary').replace('«one» two', 'three')
    m.sync()
    expect(m.agreed()).toEqual(['three two'])
    expect(s.client.live.model.changes.size).toBe(0)
  })

  it('[PP4] proposes inside another delegation’s words without touching them', () => {
    const m = meeting('one two')
    const a = m.join('A').type('one| two', ' aaaa')
    m.sync()
    const b = m.join('B').replace('a«aa»a', 'X')
    m.sync()
    expect(a.sees()).toEqual(['one{A+ a}{A+B-aa}{B+X}{A+a} two'])
    expect(b.sees()).toEqual(a.sees())
  })

  it('[PP5] puts words between two insertions at one place, in front of both and behind both', () => {
    const m = meeting('one two')
    const a = m.join('A').type('one| two', 'A')
    m.sync()
    const b = m.join('B').type('oneA| two', 'B')
    m.sync()
    const c = m.join('C').type('oneA|B', 'c').newSitting()
    c.type('one|AcB', 'd').newSitting().type('B| two', 'e')
    m.sync()
    expect(a.sees()).toEqual(['one{C+d}{A+A}{C+c}{B+B}{C+e} two'])
    expect(b.sees()).toEqual(a.sees())
  })

  it('[PP6] strikes whole characters, never half of one', () => {
    const m = meeting('a😀b')
    const a = m.join('A')
    const block = a.client.live.blocks[0]
    expect(block).toBeDefined()
    a.delete('a«\uD83D»\uDE00b')
    expect(a.sees()).toEqual(['a{A-😀}b'])
  })

  it('[PP7] extends the own deletion beside it, so that one act stays one change', () => {
    const m = meeting('one two three')
    const a = m.join('A').delete('one «two» three').delete('two« th»ree')
    expect(a.sees()).toEqual(['one {A-two th}ree'])
    expect(a.client.live.model.changes.size).toBe(1)
  })

  it('[PP8] hangs words typed after a bracket on the bracket, so that they stay on that side', () => {
    const m = meeting('one two')
    const a = m.join('A').bracket('«one» two')
    m.sync()
    const b = m.join('B').type('[|one', 'x').newSitting().type('|[x', 'y')
    m.sync()
    expect(a.sees()).toEqual(['{B+y}[A{B+x}oneA] two'])
    expect(b.sees()).toEqual(a.sees())
  })

  it('[PP9] marks a proposal as emptied when its last words go, and as open when they return', () => {
    const m = meeting('one two')
    const a = m.join('A').type('one| two', 'new')
    m.sync()
    const id = a.proposal
    a.undo()
    m.sync()
    expect(m.state(id)).toBe('emptied')
    a.redo()
    m.sync()
    expect(m.state(id)).toBe('open')
    expect(m.shown()).toEqual(['one{A+new} two'])
  })

  it('[PP10] shows words in the order typed when paragraphs are proposed one after another, a hundred deep', () => {
    const m = meeting('one')
    const a = m.join('A')
    a.propose('one', ['p0'])
    for (let i = 1; i < 100; i++) a.newSitting().propose(`p${i - 1}`, [`p${i}`])
    m.sync()
    expect(
      m
        .shown()
        .slice(1)
        .map(line => line.replace('+A ', '')),
    ).toEqual(Array.from({ length: 100 }, (_, i) => `p${i}`))
  })
})

describe('a replacement', () => {
  it('[PP11] names its two halves as one group, and only those', () => {
    const m = meeting('one two three')
    const a = m.join('A').replace('«one» two', 'ONE').type('three|', '!')
    const groups = [...a.client.live.model.changes.values()].map(change => change.map.get('g'))
    expect(groups.filter(Boolean)).toHaveLength(2)
    expect(new Set(groups.filter(Boolean)).size).toBe(1)
  })
})
