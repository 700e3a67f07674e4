/** Edge cases of blocks: breaks, joins, moves, new paragraphs; what every person sees afterwards stands in SPEC.md under the same number. */
import { describe, expect, it } from 'vitest'
import { meeting } from '../builders/meeting.ts'

describe('breaks and joins', () => {
  it('[EC35] makes two blocks of two breaks at one place', () => {
    const m = meeting('Hello brave world')
    m.break('Hello| brave', 'x1')
    m.act({
      kind: 'structure',
      breaks: [{ at: { h: 'x1', s: -1 }, id: 'x2', kind: 'paragraph' }],
      joins: [],
      kinds: [],
    })
    m.sync()
    expect(m.agreed()).toEqual(['Hello', '', ' brave world'])
  })

  it('[EC36] moves along what is typed in the tail while the break is on its way', () => {
    const m = meeting('Hello brave world')
    const s = m.join('S', 'secretary')
    const a = m.join('A')
    s.type('brave| world', 'st')
    a.type('world|', ' again')
    m.break('Hello| brave', 'x1')
    m.sync()
    expect(m.shown()).toEqual(['Hello', ' bravest world{A+ again}'])
  })

  it('[EC37] carries a deletion in the tail over the break', () => {
    const m = meeting('Hello brave world')
    const a = m.join('A')
    a.delete('«lo bra»ve')
    m.break('Hello| brave', 'x1')
    m.sync()
    expect(m.shown()).toEqual(['Hel{A-lo}', '{A- bra}ve world'])
  })

  it('[EC38] joins while somebody types, and joins once when two ask', () => {
    const m = meeting('one', 'two')
    const s = m.join('S', 'secretary')
    const a = m.join('A')
    s.type('|two', 'X')
    a.type('two|', 'Y')
    m.joinWithPrevious('b1')
    m.joinWithPrevious('b1')
    m.sync()
    expect(m.shown()).toEqual(['oneXtwo{A+Y}'])
  })

  it('[EC39] keeps what is typed when the block becomes a heading meanwhile', () => {
    const m = meeting('one')
    const s = m.join('S', 'secretary')
    s.type('one|', ' two')
    m.act({ kind: 'structure', breaks: [], joins: [], kinds: [{ block: 'b0', kind: 'heading', level: 2 }] })
    m.sync()
    expect(s.client.live.blocks[0]).toMatchObject({ kind: 'heading', level: 2 })
    expect(m.agreed()).toEqual(['one two'])
  })

  it('[EC50] proposes a join when only the break between two paragraphs is deleted, and joins when adopted', () => {
    const m = meeting('one', 'two')
    const a = m.join('A')
    a.change('two', { kind: 'join' })
    m.sync()
    expect(m.shown()).toEqual(['one', 'two'])
    m.adopt(a.proposal)
    m.sync()
    expect(m.agreed()).toEqual(['onetwo'])
  })

  it('[EC51] leaves no empty paragraph when a selection over paragraphs is replaced and adopted', () => {
    const m = meeting('one two', 'three four')
    const a = m.join('A')
    a.delete('one« two»')
    a.replace('«three» four', 'X')
    a.change('four', { kind: 'join' })
    m.sync()
    m.adopt(a.proposal)
    m.sync()
    expect(m.agreed()).toEqual(['oneX four'])
  })
})

describe('moves and deletions of blocks', () => {
  it('[EC40] keeps a deletion proposed for a block that is moved', () => {
    const m = meeting('one', 'two', 'three')
    const a = m.join('A')
    a.change('one', { kind: 'deleteBlock' })
    m.act({ kind: 'move-block', block: 'b0', after: 'b2' })
    m.sync()
    expect(m.shown()).toEqual(['two', 'three', '-A one'])
  })

  it('[EC41] shows two moves of one block, takes the adopted one, and a move taken back is gone', () => {
    const m = meeting('one', 'two', 'three')
    const a = m.join('A')
    const b = m.join('B')
    a.change('one', { kind: 'moveBlock', order: 'zz' })
    b.change('one', { kind: 'moveBlock', order: 'a1V' })
    m.sync()
    b.undo()
    m.sync()
    expect(m.state('B0')).toBe('emptied')
    m.adopt(a.proposal)
    m.sync()
    expect(m.agreed()).toEqual(['two', 'three', 'one'])
  })

  it('[EC42] lists words typed in a block that is deleted meanwhile, and loses none', () => {
    const m = meeting('one', 'two')
    const a = m.join('A')
    const b = m.join('B')
    a.offline().type('on|e', 'XX')
    b.change('one', { kind: 'deleteBlock' })
    m.sync()
    m.adopt('B0' as never)
    a.online()
    m.sync()
    expect(m.shown()).toEqual(['two'])
    expect(m.state('A0')).toBe('open')
    expect(JSON.stringify(m.doc.getMap('proposals').toJSON())).toContain('XX')
  })
})

describe('proposed blocks', () => {
  it('[EC43] keeps two new paragraphs at one place, in one order for all', () => {
    const m = meeting('one', 'two')
    const a = m.join('A').propose('one', ['from A'])
    const b = m.join('B').propose('one', ['from B'])
    m.sync()
    expect(a.sees()).toEqual(b.sees())
    expect([...a.sees()].sort()).toEqual(['+A from A', '+B from B', 'one', 'two'])
  })

  it('[EC44] shows a paragraph proposed after a proposed one', () => {
    const m = meeting('one', 'two')
    const a = m.join('A').propose('one', ['first'])
    const b = m.join('B')
    m.sync()
    b.propose('first', ['second'])
    m.sync()
    expect(a.sees()).toEqual(['one', '+A first', '+B second', 'two'])
  })

  it('[EC45] keeps the words of another in a proposed block that is not retained, without a place', () => {
    const m = meeting('one', 'two')
    const a = m.join('A').propose('one', ['first'])
    const b = m.join('B')
    m.sync()
    b.type('fir|st', 'XX')
    m.sync()
    m.notRetain(a.proposal)
    m.sync()
    expect(m.shown()).toEqual(['one', 'two'])
    expect(m.state('B0')).toBe('open')
  })

  it('[EC46] tells identical neighbours apart', () => {
    const m = meeting('same', 'same', 'same')
    const a = m.join('A')
    const second = a.client.live.blocks[1]
    expect(second?.id).toBe('b1')
    m.act({ kind: 'delete-block', block: 'b1' })
    a.type('same|', '!')
    m.sync()
    expect(m.shown()).toEqual(['same{A+!}', 'same'])
    expect(a.client.live.blocks.map(block => block.id)).toEqual(['b0', 'b2'])
  })

  it('[EC67] keeps the words of others in a proposed heading that its author undoes', () => {
    const m = meeting('one', 'two')
    const a = m.join('A').propose('one', ['Title'], 'heading')
    const b = m.join('B')
    m.sync()
    b.type('Tit|le', 'XX')
    m.sync()
    a.undo()
    m.sync()
    expect(m.shown()).toEqual(['one', 'two'])
    a.redo()
    m.sync()
    expect(m.shown()).toEqual(['one', '+A Tit{B+XX}le', 'two'])
  })
})

describe('whole selections', () => {
  it('[EC47] marks the very letter that was typed or deleted among equal ones', () => {
    const m = meeting('aaaa ooo')
    const a = m.join('A')
    a.type('aa|aa', 'a')
    a.delete('«o»oo')
    m.sync()
    expect(m.shown()).toEqual(['aa{A+a}aa {A-o}oo'])
  })

  it('[EC48] keeps the order of what is typed after everything is struck', () => {
    const m = meeting('old')
    const a = m.join('A')
    a.delete('«old»')
    a.type('old|', 'n').type('oldn|', 'e').type('oldne|', 'w')
    m.sync()
    expect(m.shown()).toEqual(['{A-old}{A+new}'])
  })

  it('[EC49] takes words at the end of a paragraph that is struck whole', () => {
    const m = meeting('old')
    const a = m.join('A')
    const b = m.join('B')
    a.delete('«old»')
    m.sync()
    b.type('old|', 'B')
    m.sync()
    m.adopt(a.proposal)
    m.sync()
    expect(m.shown()).toEqual(['{B+B}'])
  })
})
