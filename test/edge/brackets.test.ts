/** Edge cases of brackets, notes, formats and undo; what every person sees afterwards stands in SPEC.md under the same number. */
import { describe, expect, it } from 'vitest'
import { meeting } from '../builders/meeting.ts'

const wrap = (m: ReturnType<typeof meeting>, words: string, id: string) => {
  const s = m.people.find(person => person.client.isSecretary) ?? m.join('S', 'secretary')
  s.bracket(words)
  m.sync()
  m.adopt(s.proposal)
  m.sync()
  return [...s.client.doc.getMap('brackets').keys()].at(-1) ?? id
}

describe('brackets', () => {
  it('[EC55] stands over several paragraphs, and what lies between is within', () => {
    const m = meeting('one', 'two', 'three')
    const a = m.join('A').bracketFrom('on|e', 'thr|ee')
    m.sync()
    expect(a.sees()).toEqual(['on[Ae', 'two', 'thrA]ee'])
    expect(a.client.live.blocks.map(block => block.within.length)).toEqual([0, 1, 1])
  })

  it('[EC56] nests and crosses, stays when its words go, and takes words typed inside', () => {
    const m = meeting('one two three')
    const a = m.join('A').bracket('«one two» three')
    const b = m.join('B').bracket('one «two three»')
    m.sync()
    expect(a.sees()).toEqual(['[Aone [BtwoA] threeB]'])
    const s = m.join('S', 'secretary')
    s.delete('[«two»]')
    m.sync()
    expect(b.sees()).toEqual(['[Aone [BA] threeB]'])
    b.type('[|] three', 'X')
    m.sync()
    expect(a.sees()).toEqual(['[Aone [B{B+X}A] threeB]'])
    a.undo()
    m.sync()
    expect(b.sees()).toEqual(['one [B{B+X} threeB]'])
  })

  it('[EC56] takes words typed in agreed text on the side of the bracket where the caret stood', () => {
    const m = meeting('we agree now')
    const s = m.join('S', 'secretary')
    s.bracket('we «agree» now')
    m.sync()
    m.adopt(s.proposal)
    m.sync()
    s.type('agree|]', 'd').type('agreed|]', '!')
    s.type('[|agreed', '(').type('|[(', 'X').type('!]|', 'Y')
    m.sync()
    expect(s.sees()).toEqual(['we X[(agreed!]Y now'])
  })

  it('[EC56] keeps both ends of a pair in order when all its words go, also on other screens', () => {
    const m = meeting('brave')
    const a = m.join('A')
    const s = m.join('S', 'secretary')
    s.bracket('«brave»')
    m.sync()
    m.adopt(s.proposal)
    m.sync()
    s.delete('[«brave»]')
    m.sync()
    expect(a.sees()).toEqual(['[]'])
    s.type('[|]', 'new')
    m.sync()
    expect(a.sees()).toEqual(['[new]'])
  })

  it('[EC57][RG7] lifts a bracket while another delegation brackets a part', () => {
    const m = meeting('one two three')
    const a = m.join('A')
    const id = wrap(m, '«one two three»', 'k')
    a.offline().bracket('«two» three')
    expect(m.act({ kind: 'lift-bracket', bracket: id }, 'chair').kind).toBe('done')
    a.online()
    m.sync()
    expect(m.shown()).toEqual(['one [AtwoA] three'])
    expect(m.act({ kind: 'lift-bracket', bracket: id }, 'chair')).toMatchObject({
      kind: 'refused',
      rule: 'RG7',
    })
  })
})

describe('footnotes', () => {
  it('[EC52] keeps two footnotes in one paragraph, one in a struck passage, and a proposal in a body', () => {
    const m = meeting('one two')
    const a = m.join('A')
    const b = m.join('B')
    a.type('one| two', [{ kind: 'note', body: 'from A' }])
    b.type('two|', [{ kind: 'note', body: 'from B' }])
    m.sync()
    expect(m.shown()).toEqual(['one{A+\uFFFC} two{B+\uFFFC}', '+A from A', '+B from B'])
    b.type('from| A', ' all')
    m.sync()
    m.adopt('A0' as never)
    m.sync()
    expect(m.shown()).toEqual(['one\uFFFC two{B+\uFFFC}', 'from{B+ all} A', '+B from B'])
  })

  it('[EC52] keeps the body of a footnote whose reference is deleted while the body is edited', () => {
    const m = meeting('one two')
    const s = m.join('S', 'secretary')
    m.act({ kind: 'insert-note', at: { h: 'b0', s: -1 }, note: 'n1', text: 'body' })
    m.sync()
    s.type('bod|y', 'XX')
    m.act({ kind: 'remove-note', note: 'n1' })
    m.sync()
    expect(m.shown()).toEqual(['one two'])
    m.act({ kind: 'insert-note', at: { h: 'b0', s: -1 }, note: 'n1', text: '' })
    m.sync()
    expect(m.shown()).toEqual(['\uFFFCone two', 'bodXXy'])
  })
})

describe('formats', () => {
  it('[EC58] proposes a format over agreed, inserted and struck words; own words take it at once', () => {
    const m = meeting('one two three')
    const a = m.join('A')
    a.type('one| two', ' new')
    a.delete('«two »three')
    a.format('«one new two th»ree', 'strong')
    m.sync()
    expect(m.shown()).toEqual(['{A~one}{A+ new}{A~ }{A-A~two }{A~th}ree'])
    m.adopt(a.proposal)
    m.sync()
    expect(m.agreed()).toEqual(['one new three'])
    const runs = a.client.live.blocks[0]?.runs ?? []
    const strong = runs.map(run => (run.kind === 'text' && run.marks?.strong ? run.text : '')).join('')
    expect(strong).toBe('one new th')
  })
})

describe('undo', () => {
  it('[EC66] undoes own words after others typed inside, never agreed text after an adoption', () => {
    const m = meeting('one two')
    const a = m.join('A')
    const b = m.join('B')
    a.type('one| two', ' mine')
    m.sync()
    b.type('mi|ne', 'XX')
    m.sync()
    a.undo()
    m.sync()
    expect(m.shown()).toEqual(['one{B+XX} two'])
    a.redo()
    m.sync()
    expect(m.shown()).toEqual(['one{A+ mi}{B+XX}{A+ne} two'])
    m.adopt('A0' as never)
    m.sync()
    a.undo()
    m.sync()
    expect(m.agreed()).toEqual(['one mine two'])
  })

  it('[EC68] shows the proposal after a reload, though it can no longer be undone from there', () => {
    const m = meeting('one two')
    const a = m.join('A')
    a.type('one| two', ' mine')
    m.sync()
    const again = m.join('A2', 'delegate', 'A')
    again.undo()
    m.sync()
    expect(again.sees()).toEqual(['one{A+ mine} two'])
  })
})
