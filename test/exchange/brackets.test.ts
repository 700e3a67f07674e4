import { describe, expect, it } from 'vitest'
import { joinPaper } from '../../server/exchange/parse-paper.ts'
import { outline, pairWords, paper } from '../builders/paper.ts'

/** Words of pairs, unmatched brackets and look-alikes of a text. */
function read(source: string, kind: 'markdown' | 'text' = 'markdown') {
  const found = paper(source, kind)
  return {
    pairs: pairWords(found, source),
    unmatched: found.unmatched.map(({ offset, char }) => `${char}${offset}`),
    lookAlikes: found.lookAlikes.map(({ kind: look, offsets }) => `${look} ${offsets.join(' ')}`),
  }
}

/** The look-alikes of a text; no pair may be found. */
function lookAlikes(source: string): string[] {
  const { pairs, lookAlikes: found } = read(source)
  expect(pairs).toEqual([])
  return found
}

describe('pairs', () => {
  it('[EX6] pairs by nesting inside a paragraph, to any depth', () => {
    expect(read('[a [b [c][d]] e][[f]]').pairs).toEqual(['a [b [c][d]] e', 'b [c][d]', 'c', 'd', '[f]', 'f'])
    expect(read(`${'['.repeat(40)}x${']'.repeat(40)}`).pairs).toHaveLength(40)
  })

  it('[EX6] pairs what is left over paragraphs and items of the same article', () => {
    expect(read('[one\n\n- two\n- three [x]]\n\nfour').pairs).toEqual(['one\n\n- two\n- three [x]', 'x'])
  })

  it('[EX6] shifts no other pair when one bracket is missing', () => {
    expect(read('[one\n\n[two]\n\n[three]\n\nfour]').pairs).toEqual([
      'one\n\n[two]\n\n[three]\n\nfour',
      'two',
      'three',
    ])
    expect(read('[one\n\n[two]\n\n## Next\n\n[three] four]')).toEqual({
      pairs: ['two', 'three'],
      unmatched: ['[0', ']34'],
      lookAlikes: [],
    })
  })

  it('[EX6] ends the search at a heading of the same or a higher level, not at a lower one', () => {
    expect(read('## A\n\n[one\n\n### B\n\ntwo]').pairs).toHaveLength(1)
    expect(read('### A\n\n[one\n\n## B\n\ntwo]').pairs).toEqual([])
    expect(read('[one\n\n## B\n\ntwo]').pairs).toEqual([])
  })

  it('[EX6] lets a bracket that stands above or in a heading hold it', () => {
    expect(read('## A\n\none\n\n[\n\n## B\n\ntwo]').pairs).toEqual(['\n\n## B\n\ntwo'])
    expect(read('## [B\n\ntwo]\n\n## C').pairs).toEqual(['B\n\ntwo'])
    expect(read('## [B\n\ntwo\n\n## C]').pairs).toEqual([])
  })

  it('[EX6] pairs inside a note for itself', () => {
    expect(read('[a[^1]\n\n[^1]: b] [c]\n\nd]').pairs).toEqual(['a[^1]\n\n[^1]: b] [c]\n\nd', 'c'])
  })

  it('[EX7] takes brackets of pairs out of the text and keeps their marks and written form', () => {
    const found = paper('*[one* **two]** ［three]')
    expect(outline(found)).toEqual(['paragraph 0| ⟦one two⟧ ⟦three⟧'])
    const glyphs = found.parts[0]?.inline.filter(piece => piece.kind === 'glyph')
    expect(glyphs?.map(({ written, marks }) => [written, marks])).toEqual([
      ['[', { em: '*' }],
      [']', { strong: '**' }],
      ['［', {}],
      [']', {}],
    ])
  })

  it('[EX9] pairs fullwidth brackets with each other and with plain ones, never with a parenthesis', () => {
    expect(read('［a］ ［b] [c］').pairs).toEqual(['a', 'b', 'c'])
    const found = paper('[NZ: competent (x) ...) and')
    expect(found.brackets).toEqual([])
    expect(found.faults.map(({ code, offset }) => `${code} ${offset}`)).toEqual([
      'bracket-unmatched 0',
      'bracket-closed-by-parenthesis 0',
    ])
  })

  it('[EX8] offers to drop an unmatched bracket, to add its partner, or to pair it with another one', () => {
    const source = '## A\n\n[one\n\n## B\n\ntwo]'
    const { faults } = paper(source)
    expect(faults.map(fault => fault.code === 'bracket-unmatched' && fault.repairs)).toEqual([
      [{ kind: 'drop' }, { kind: 'add', offset: 10 }, { kind: 'pair', offset: 21 }],
      [
        { kind: 'drop' },
        { kind: 'add', offset: 18 },
        { kind: 'add', offset: 15 },
        { kind: 'pair', offset: 6 },
      ],
    ])
    expect(joinPaper(paper(source))).toBe(source)
  })

  it.each([
    'plastic[s]',
    '[g][G]uidelines',
    '[2020]',
    'means []',
    'Article [ ]',
    '[x] per cent',
    '[_] meeting [_]',
    '- [ ] Parties',
    '- [x] per cent',
    '[,]',
    'pollution[.]',
    '[x]40-[70]%',
  ])('[EX10] takes the brackets of "%s" for disagreement', source => {
    const { pairs, lookAlikes: found } = read(source)
    expect(pairs.length).toBe(source.split('[').length - 1)
    expect(found).toEqual([])
  })
})

describe('look-alikes', () => {
  it.each([
    ['[Report](https://a.org/x)', ['link 0 7']],
    ['![map](maps/a.png)', ['link 1 5']],
    ['[text][src]\n\n[src]: https://a.org', ['link 0 5', 'link 6 10', 'definition 13 17']],
    ['[src]\n\n[src]: https://a.org', ['link 0 4', 'definition 7 11']],
    ['as [...] and […] and ［….］', ['omission 3 7', 'omission 13 15', 'omission 21 24']],
    ['Agreement [3] and [12, 13]', ['number 10 12', 'number 18 25']],
    ['He said “the [sic] text [T]he end” then', ['quotation 13 17', 'quotation 24 26']],
    ['`a[1]` and', ['code 2 4']],
    ['```\na[1]\n```', ['code 5 7']],
    ['Commented [A28]: why', ['comment 10 14']],
    ['a \\[b\\] c', ['escaped 3', 'escaped 6']],
    ['a[^2] b', ['note 1 4']],
    ['[Log 1998] and [2015]\n\n## References\n\nLog', ['citation 0 9', 'citation 15 20']],
  ])('[EX10] takes no bracket of "%s" for disagreement', (source, found) => {
    expect(lookAlikes(source)).toEqual(found)
  })

  it.each([
    ['paragraph [x](a) above', ['x']],
    ['paragraph [x](2.3) above', ['x']],
    ['[shall][should]', ['shall', 'should']],
    ['[Note]: pending\n\n[Note] x', ['Note', 'Note']],
    ['    [four blanks]', ['four blanks']],
    ['[30] days, [5] per cent, [1][2]', ['30', '5', '1', '2']],
    ['replace by "Parties [shall][should] act"', ['shall', 'should']],
    ['```\n[no end', []],
  ])('[EX10] finds the brackets of "%s" where Markdown would not', (source, pairs) => {
    expect(read(source).pairs).toEqual(pairs)
  })

  it('[EX11] takes escaped brackets for the brackets of the text when nearly all are escaped', () => {
    const source = '\\[should\\]/\\[shall\\] act \\[now\\]'
    const found = paper(source)
    expect(found.brackets.map(({ open, close }) => open.written + close.written)).toEqual([
      '\\[\\]',
      '\\[\\]',
      '\\[\\]',
    ])
    expect(outline(found)).toEqual(['paragraph 0| ⟦should⟧/⟦shall⟧ act ⟦now⟧'])
  })

  it('[EX4] reads none of Markdown in plain text but notes, and its brackets all the same', () => {
    const source = '# *no* heading \\[x\\]\n[a](http://b.c) `[d]` 2 * 3\nline[^1]\n\n[^1]: Note\n'
    expect(outline(paper(source, 'text'))).toEqual([
      'paragraph 0| # *no* heading \\⟦x\\⟧⏎⟦a⟧(http://b.c) `⟦d⟧` 2 * 3⏎line^1',
      'note 1| Note',
    ])
  })
})
