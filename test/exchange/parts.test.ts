import { describe, expect, it } from 'vitest'
import type { Inline } from '../../server/exchange/paper.ts'
import { outline, paper } from '../builders/paper.ts'

describe('blocks and labels', () => {
  it.each([
    ['### Standard 13', 'heading 2 Standard 13| '],
    ['## Article 3 bis', 'heading 1 Article 3 bis| '],
    ['## Article QQ.A.2bis Scope', 'heading 1 Article QQ.A.2bis| Scope'],
    ['## SECTION I. IPR REGIME', 'heading 1 SECTION I| IPR REGIME'],
    ['## [Standard 13]', 'heading 1| ⟦Standard 13⟧'],
    ['## Introduction', 'heading 1| Introduction'],
    ['## Standards of 13 States', 'heading 1| Standards of 13 States'],
    ['# Title #', 'heading 0| Title'],
    ['Title\n===', 'heading 0| Title'],
    ['9. Text', 'paragraph 0 9| Text'],
    ['1bis. Text', 'paragraph 0 1bis| Text'],
    ['7.bis [Text]', 'paragraph 0 7.bis| ⟦Text⟧'],
    ['2 bis Text', 'paragraph 0 2 bis| Text'],
    ['1.1 Each Party', 'paragraph 0 1.1| Each Party'],
    ['A. Text', 'paragraph 0 A| Text'],
    ['(a) Text', 'item 0 (a)| Text'],
    ['(ii) Text', 'item 0 (ii)| Text'],
    ['[3. Text]', 'paragraph 0| ⟦3. Text⟧'],
    ['2015 was', 'paragraph 0| 2015 was'],
    ['2.5 per cent', 'paragraph 0| 2.5 per cent'],
    ['(see above) x', 'paragraph 0| (see above) x'],
    ['- Text', 'item 0| Text'],
    ['\uF0B7\tText', 'item 0| Text'],
    ['| a | b |', 'paragraph 0| | a | b |'],
    ['> quoted\n> more', 'paragraph 0| quoted more'],
    ['---', 'paragraph 0| ---'],
  ])('[EX3] reads "%s"', (source, line) => {
    expect(outline(paper(source))).toEqual([line])
  })

  it('[EX3] takes the depth of items and numbered paragraphs from what they are set in under, and corrects no number', () => {
    const source =
      '1. one\n\n    text\n\n    1. deep\n    3. deeper\n\n        - item\n\n1. again\n  - under\n'
    expect(outline(paper(source))).toEqual([
      'paragraph 0 1| one',
      'paragraph 1| text',
      'item 1 1| deep',
      'item 1 3| deeper',
      'item 2| item',
      'paragraph 0 1| again',
      'item 1| under',
    ])
  })

  it('[EX3] joins the lines of a paragraph and breaks it where its author did', () => {
    expect(outline(paper('one\ntwo  \nthree\\\nfour\n\nfive'))).toEqual([
      'paragraph 0| one two⏎three⏎four',
      'paragraph 0| five',
    ])
  })

  it('[EX4] takes one line of plain text for a heading when it is a unit with its number, or capitals', () => {
    const source =
      'PREAMBLE\n\nArticle 3 Scope\n\nSection II\n\nArticle 3 applies.\n\nA NOTE [X]\n\n1. SHORT\n'
    expect(outline(paper(source, 'text'))).toEqual([
      'heading 0| PREAMBLE',
      'heading 1 Article 3| Scope',
      'heading 0 Section II| ',
      'paragraph 0| Article 3 applies.',
      'paragraph 0| A NOTE ⟦X⟧',
      'paragraph 0 1| SHORT',
    ])
  })
})

/** Text stretches with their marks. */
function marked(source: string): [string, object][] {
  const inline = paper(source).parts[0]?.inline ?? []
  return inline
    .filter((piece): piece is Inline & { kind: 'text' } => piece.kind === 'text')
    .map(({ text, marks }) => [text, marks])
}

describe('emphasis and escapes', () => {
  it('[EX5] turns emphasis into marks that keep their sign', () => {
    expect(marked('*a* _b_ **c** __d__')).toEqual([
      ['a', { em: '*' }],
      [' ', {}],
      ['b', { em: '_' }],
      [' ', {}],
      ['c', { strong: '**' }],
      [' ', {}],
      ['d', { strong: '__' }],
    ])
    expect(marked('***a** b*')).toEqual([
      ['a', { strong: '**', em: '*' }],
      [' b', { em: '*' }],
    ])
  })

  it.each(['instrument* and', '2 * 3 * 4', '[NDMC*][INDC] [NDMC*]', 'a_b_c', '[_] and [_]', '*open'])(
    '[EX5] leaves the signs of "%s" as characters',
    source => {
      expect(marked(source).map(([, marks]) => marks)).toEqual(marked(source).map(() => ({})))
    },
  )

  it('[EX5] shows what stands behind a backslash and keeps the backslash as a mark', () => {
    expect(marked('\\* a\\_b')).toEqual([
      ['*', { esc: true }],
      [' a', {}],
      ['_', { esc: true }],
      ['b', {}],
    ])
  })

  it('[EX5] keeps emphasis as characters, and says so, when its signs could not be written again', () => {
    const found = paper('*a *b* c*')
    expect(found.parts[0]?.inline).toEqual([{ kind: 'text', text: '*a *b* c*', marks: {} }])
    expect(found.faults.map(fault => fault.code)).toEqual(['emphasis-kept-as-characters'])
  })
})

describe('notes', () => {
  it('[EX12] reads a mark with a body as a note, its body where it stood', () => {
    expect(outline(paper('One[^a] two[^a].\n\n[^a]: Body [x]\n    more\n\n    end\n\nThree\n'))).toEqual([
      'paragraph 0| One^a two^a.',
      'note a| Body ⟦x⟧ more⏎end',
      'paragraph 0| Three',
    ])
  })

  it('[EX12] keeps a mark without a body, a body without a mark and a second body as text, and says so', () => {
    const found = paper('One[^1] two[^2]\n\n[^2]: Two\n\n[^2]: Again\n\n[^3]: Three\n')
    expect(outline(found)).toEqual([
      'paragraph 0| One[^1] two^2',
      'note 2| Two',
      'paragraph 0| [^2]: Again',
      'paragraph 0| [^3]: Three',
    ])
    expect(found.faults.map(fault => fault.code)).toEqual([
      'note-without-body',
      'note-defined-twice',
      'note-without-mark',
    ])
  })

  it('[EX12] takes a note that only itself or an unseen note names for a paragraph', () => {
    expect(outline(paper('x\n\n[^1]: one[^2]\n\n[^2]: two[^1]\n'))).toEqual([
      'paragraph 0| x',
      'paragraph 0| [^1]: one[^2]',
      'paragraph 0| [^2]: two[^1]',
    ])
  })
})
