/** Edge cases of proposals that meet decisions and each other; what every person sees afterwards stands in SPEC.md under the same number. */
import { describe, expect, it } from 'vitest'
import { meeting } from '../builders/meeting.ts'

describe('typing inside a proposal while it is decided', () => {
  const nested = () => {
    const m = meeting('The Parties shall report')
    const a = m.join('A')
    const b = m.join('B')
    a.type('Parties| shall', ' and observers')
    m.sync()
    b.offline().type('and| observers', ' all')
    return { m, a, b }
  }

  it('[EC1] keeps words typed inside an insertion that is adopted meanwhile, as a proposal in agreed text', () => {
    const { m, a, b } = nested()
    m.adopt(a.proposal)
    b.online()
    m.sync()
    expect(b.sees()).toEqual(['The Parties and{B+ all} observers shall report'])
  })

  it('[EC2] keeps words typed inside an insertion that is not retained meanwhile, at its place', () => {
    const { m, a, b } = nested()
    m.notRetain(a.proposal)
    b.online()
    m.sync()
    expect(a.sees()).toEqual(['The Parties{B+ all} shall report'])
  })

  it('[EC3] keeps words typed inside an insertion that its holder withdraws meanwhile', () => {
    const { m, a, b } = nested()
    m.withdraw(a)
    b.online()
    m.sync()
    expect(a.sees()).toEqual(['The Parties{B+ all} shall report'])
  })

  it('[EC4] keeps words typed inside an insertion that its author undoes meanwhile', () => {
    const { m, a, b } = nested()
    const proposal = a.proposal
    a.undo()
    m.sync()
    b.online()
    m.sync()
    expect(a.sees()).toEqual(['The Parties{B+ all} shall report'])
    expect(m.state(proposal)).toBe('emptied')
  })

  it('[EC5] keeps words typed at the start of an insertion that is not retained', () => {
    const { m, a, b } = nested()
    b.type('Parties| and', ' really')
    m.notRetain(a.proposal)
    b.online()
    m.sync()
    expect(a.sees()).toEqual(['The Parties{B+ really all} shall report'])
  })

  it('[EC6] keeps words typed at the end of an insertion that is not retained', () => {
    const { m, a, b } = nested()
    b.type('observers| shall', ' present')
    m.notRetain(a.proposal)
    b.online()
    m.sync()
    expect(a.sees().join()).toContain(' present')
    expect(a.sees().join()).toContain(' all')
  })

  it('[EC7] keeps words typed inside a struck passage whose deletion is not retained', () => {
    const m = meeting('The Parties shall report')
    const a = m.join('A')
    const b = m.join('B')
    a.delete('«shall »report')
    m.sync()
    b.type('sha|ll', 'XX')
    m.notRetain(a.proposal)
    m.sync()
    expect(b.sees()).toEqual(['The Parties sha{B+XX}ll report'])
  })

  it('[EC8] keeps words typed inside a struck passage whose deletion is adopted', () => {
    const m = meeting('The Parties shall report')
    const a = m.join('A')
    const b = m.join('B')
    a.delete('«shall »report')
    m.sync()
    b.type('sha|ll', 'XX')
    m.adopt(a.proposal)
    m.sync()
    expect(b.sees()).toEqual(['The Parties {B+XX}report'])
  })

  it('[EC9] leaves standing what the secretariat types inside a passage that is struck', () => {
    const m = meeting('The Parties shall report')
    const a = m.join('A')
    const s = m.join('S', 'secretary')
    a.delete('«shall »report')
    m.sync()
    s.type('sha|ll', 'XX')
    m.sync()
    expect(a.sees()).toEqual(['The Parties {A-sha}XX{A-ll }report'])
    m.adopt(a.proposal)
    m.sync()
    expect(a.sees()).toEqual(['The Parties XXreport'])
  })
})

describe('deletions and replacements of one passage', () => {
  const overlapping = () => {
    const m = meeting('one two three four')
    const a = m.join('A')
    const b = m.join('B')
    a.delete('«one two »three')
    b.delete('«two three »four')
    m.sync()
    return { m, a, b }
  }

  it('[EC10] adopts one of two overlapping deletions and leaves the rest of the other', () => {
    const { m, a } = overlapping()
    m.adopt(a.proposal)
    m.sync()
    expect(m.shown()).toEqual(['{B-three }four'])
  })

  it('[EC11] does not retain one of two overlapping deletions and leaves the other whole', () => {
    const { m, a } = overlapping()
    m.notRetain(a.proposal)
    m.sync()
    expect(m.shown()).toEqual(['one {B-two three }four'])
  })

  it('[EC12] keeps two deletions of the same words apart', () => {
    const m = meeting('one two three')
    const a = m.join('A')
    const b = m.join('B')
    a.delete('«two »three')
    b.delete('«two »three')
    m.sync()
    expect(m.shown()).toEqual(['one {A-B-two }three'])
    m.notRetain(a.proposal)
    expect(m.shown()).toEqual(['one {B-two }three'])
    m.adopt(b.proposal)
    m.sync()
    expect(m.shown()).toEqual(['one three'])
  })

  it('[EC13] never strikes the words of another replacement of the same word', () => {
    const m = meeting('The Parties shall report')
    const a = m.join('A')
    const b = m.join('B')
    a.replace('«shall» report', 'should')
    b.replace('«shall» report', 'must')
    m.sync()
    expect(m.shown()).toEqual(['The Parties {A-B-shall}{A+should}{B+must} report'])
    m.adopt(a.proposal)
    expect(m.agreed()).toEqual(['The Parties should report'])
    m.adopt(b.proposal)
    m.sync()
    expect(m.agreed()[0]).toMatch(/^The Parties (should|must)(should|must) report$/)
  })

  it('[EC17] shrinks an insertion when its author deletes a part, without a second proposal', () => {
    const m = meeting('one two')
    const a = m.join('A')
    a.type('one| two', ' abcdef')
    a.delete('«cd»ef')
    m.sync()
    expect(m.shown()).toEqual(['one{A+ abef} two'])
    expect(a.client.doc.getMap('proposals').size).toBe(1)
  })

  it("[EC18] turns a deletion of another's words into a proposal, never a removal", () => {
    const m = meeting('one two')
    const a = m.join('A')
    const b = m.join('B')
    a.type('one| two', ' abcdef')
    m.sync()
    b.delete('«cd»ef')
    m.sync()
    expect(m.shown()).toEqual(['one{A+ ab}{A+B-cd}{A+ef} two'])
  })
})

describe('proposals inside proposals', () => {
  it('[EC14] shows the inner levels at the place of an outer one that is not retained', () => {
    const m = meeting('one two')
    const [a, b, c] = [m.join('A'), m.join('B'), m.join('C')]
    a.type('one| two', ' aaaa')
    m.sync()
    b.type('aa|aa', 'bbbb')
    m.sync()
    c.type('bb|bb', 'cccc')
    m.sync()
    expect(m.shown()).toEqual(['one{A+ aa}{B+bb}{C+cccc}{B+bb}{A+aa} two'])
    m.notRetain(a.proposal)
    m.sync()
    expect(m.shown()).toEqual(['one{B+bb}{C+cccc}{B+bb} two'])
  })

  const struckInside = () => {
    const m = meeting('one two')
    const a = m.join('A')
    const b = m.join('B')
    a.type('one| two', ' abcd')
    m.sync()
    b.delete('«bc»d')
    m.sync()
    return { m, a, b }
  }

  it('[EC15][RG5] adopts a deletion inside an open insertion together with it; nothing open is left behind', () => {
    const { m, a, b } = struckInside()
    expect(m.adopt(b.proposal)).toMatchObject({ kind: 'refused', rule: 'RG5', depends: [a.proposal] })
    expect(m.adopt(b.proposal, [a.proposal]).kind).toBe('done')
    m.sync()
    expect(m.shown()).toEqual(['one ad two'])
    expect([m.state(a.proposal), m.state(b.proposal)]).toEqual([undefined, undefined])
    expect([m.state('A0'), m.state('B0')]).toEqual(['adopted', 'adopted'])
  })

  it('[EC16] lets the deletion stand in agreed text when the insertion is adopted first, then takes it', () => {
    const { m } = struckInside()
    m.adopt('A0' as never)
    expect(m.shown()).toEqual(['one a{B-bc}d two'])
    m.adopt('B0' as never)
    m.sync()
    expect(m.shown()).toEqual(['one ad two'])
  })
})

describe('two people deciding', () => {
  const open = () => {
    const m = meeting('one two')
    const a = m.join('A')
    a.type('one| two', ' new')
    m.sync()
    return { m, a, proposal: a.proposal }
  }

  it('[EC19] takes the first of two opposite decisions and refuses the second', () => {
    const { m, proposal } = open()
    expect(m.adopt(proposal).kind).toBe('done')
    expect(m.notRetain(proposal)).toMatchObject({ kind: 'refused', rule: 'RG3' })
    m.sync()
    expect(m.shown()).toEqual(['one new two'])
  })

  it('[EC20] acts once on a second click, and on nothing for an unknown id', () => {
    const { m, proposal } = open()
    m.adopt(proposal)
    expect(m.adopt(proposal)).toMatchObject({ kind: 'refused', rule: 'RG3' })
    expect(m.adopt('nobody' as never)).toMatchObject({ kind: 'refused', rule: 'RG3' })
    expect(m.shown()).toEqual(['one new two'])
  })

  it('[EC21] adopts all while somebody types between two proposals', () => {
    const { m, a, proposal } = open()
    const c = m.join('C')
    a.newSitting().type('two|', ' end')
    m.sync()
    c.offline().type('t|wo', 'X')
    m.adopt(proposal)
    m.adopt('A1' as never)
    c.online()
    m.sync()
    expect(m.shown()).toEqual(['one new t{C+X}wo end'])
  })

  it('[EC22] adopts five hundred proposals and leaves new ones alone', () => {
    const m = meeting('start ')
    const a = m.join('A')
    const b = m.join('B')
    for (let i = 0; i < 500; i++) {
      a.newSitting()
      a.type('start|', ` a${i}`)
    }
    m.sync()
    b.offline().type('|start', 'B ')
    for (let i = 1; i <= 500; i++) expect(m.adopt(`A${i}` as never).kind).toBe('done')
    b.online()
    m.sync()
    expect(m.shown()[0]).toMatch(/^\{B\+B \}start/)
    expect(m.agreed()[0]?.length).toBe(
      'start '.length + Array.from({ length: 500 }, (_, i) => `a${i} `).join('').length,
    )
  })

  it('[EC23][RG4] refuses a decision on words that changed since they were shown, and tells what to look at', () => {
    const { m, a, proposal } = open()
    const seen = 'f'.repeat(64)
    a.type('new| two', 'er')
    m.sync()
    expect(m.act({ kind: 'adopt', proposal, previewHash: seen })).toMatchObject({
      kind: 'refused',
      rule: 'RG4',
      code: 'changed',
    })
    expect(m.state('A0')).toBe('open')
  })
})
