import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { clean } from '../../shared/compose/view.ts'
import { compose } from '../../shared/compose/compose.ts'
import { Model } from '../../shared/compose/model.ts'
import { wordsOf } from '../../shared/compose/run.ts'
import { newTextDoc } from '../../shared/text/roots.ts'
import { exportText } from '../../server/exchange/export-text.ts'
import { unmatchedInText } from '../../server/exchange/text-faults.ts'
import { cleanExport, type Imported, imported, textOfBlock } from '../builders/imported.ts'
import { blocksOfPaper } from '../../server/exchange/paper.ts'
import { dataFile, dataText, paper } from '../builders/paper.ts'

const papers = ['annex-i.md', 'cover-note.md', 'paris-2015-12-04.md']

describe('an untouched import', () => {
  it.each(papers)('[EX16] gives the bytes of %s again, from a copy of the document alone', name => {
    for (const as of ['markdown', 'text'] as const) {
      const { doc } = imported(dataText(name), as)
      const copy = newTextDoc()
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
      expect(exportText(copy, { as, view: 'clean', names: 'off' })).toEqual(dataFile(name))
    }
  })

  it('[EX16] gives any text again that was read, byte order mark and line ends included', () => {
    const parts = [
      '[',
      ']',
      '\\',
      '*',
      '_',
      '`',
      '(',
      '#',
      '- ',
      '\n',
      '\r\n',
      '\n\n',
      ' ',
      '    ',
      '\uF0B7 ',
      'a',
      'Word',
    ]
    const more = [
      '[^1]',
      '\n[^1]: n',
      '1. ',
      '(a) ',
      '\n## Article 3 ',
      '［',
      '］',
      '[x]',
      '| a |',
      '>',
      '```\n',
      '\n===\n',
      '😀',
      '\n```\n*a*\n```\n',
      '<u>',
    ]
    const source = fc
      .tuple(fc.boolean(), fc.array(fc.constantFrom(...parts, ...more), { maxLength: 40, size: 'max' }))
      .map(([bom, list]) => (bom ? '\uFEFF' : '') + list.join(''))
    fc.assert(
      fc.property(source, text => {
        expect(cleanExport(imported(text, 'markdown'))).toBe(text)
        expect(cleanExport(imported(text, 'text'), 'text')).toBe(text)
      }),
      { numRuns: 600 },
    )
  })

  it('[EX7] draws pairs as glyphs in the order they were written, and keeps none of them as letters', () => {
    const source = 'a [b[]] [c][d] [[e] f][][g]'
    const text = imported(source)
    expect(String(textOfBlock(text, 0))).toBe('a b cd e fg')
    const runs = compose(new Model(text.doc), clean)[0]?.runs ?? []
    expect(runs.map(wordsOf).join('')).toBe(source)
  })
})

interface Word {
  readonly block: number
  /** Where it stands in the block's text, and in the file. */
  readonly at: number
  readonly offset: number
  readonly length: number
}

/** Words of the file that stand in a block's text as they stand in the file. */
function wordsOfFile(source: string, text: Imported): Word[] {
  return blocksOfPaper(paper(source)).flatMap(({ from, to }, block) => {
    const inText = [...String(plainText(textOfBlock(text, block))).matchAll(/[A-Za-z]{4,}/g)]
    const inFile = [...source.slice(from, to).matchAll(/[A-Za-z]{4,}/g)]
    const same = inFile.findIndex((word, i) => word[0] !== inText[i]?.[0])
    return inFile.slice(0, same < 0 ? inFile.length : same).map((word, i) => ({
      block,
      at: (inText[i] as RegExpExecArray).index,
      offset: from + word.index,
      length: word[0].length,
    }))
  })
}

/** The letters of a text, one character for what is no letter. */
function plainText(text: Y.Text): string {
  const delta = text.toDelta() as { insert: unknown }[]
  return delta.map(({ insert }) => (typeof insert === 'string' ? insert : '\uFFFC')).join('')
}

/** Replaces a word as the secretariat does by typing. */
function replaceWord(text: Imported, { block, at, length }: Word, by: string): void {
  const letters = textOfBlock(text, block)
  letters.insert(at + 1, by)
  letters.delete(at + 1 + by.length, length - 1)
  letters.delete(at, 1)
}

describe('an edited import', () => {
  it.each(papers)(
    '[EX17] differs in exactly those bytes after one word is replaced in each of 20 blocks of %s',
    name => {
      const source = dataText(name)
      fc.assert(
        fc.property(fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), picks => {
          const text = imported(source)
          const words = wordsOfFile(source, text)
          const chosen: Word[] = []
          for (const pick of picks) {
            const left = words.filter(word => chosen.every(other => other.block !== word.block))
            chosen.push(left[pick % left.length] as Word)
          }
          let expected = source
          for (const word of chosen.sort((a, b) => b.offset - a.offset)) {
            replaceWord(text, word, 'newly')
            expected = `${expected.slice(0, word.offset)}newly${expected.slice(word.offset + word.length)}`
          }
          expect(cleanExport(text)).toBe(expected)
        }),
        { numRuns: 5 },
      )
    },
  )

  it('[EX17] writes typed signs with a backslash, and leaves imported ones as they were', () => {
    const text = imported('one\n\ntwo * three [x]\n\nfour\n')
    textOfBlock(text, 0).insert(0, '# not a *heading* ')
    textOfBlock(text, 2).insert(0, '1. ')
    expect(cleanExport(text)).toBe('\\# not a \\*heading\\* one\n\ntwo * three [x]\n\n1\\. four\n')
  })
})

describe('faults of a text as it stands', () => {
  it('[EX8] lists the stray brackets of agreed text at their offsets in the export, and no pair or look-alike', () => {
    const text = imported(dataText('annex-i.md'))
    expect(unmatchedInText(text.doc).map(({ char, offset }) => ({ char, offset }))).toEqual([
      { char: ']', offset: 7962 },
      { char: ']', offset: 12996 },
    ])
    textOfBlock(text, 0).insert(0, 'QQ')
    expect(unmatchedInText(text.doc).map(fault => fault.offset)).toEqual([7964, 12998])
    expect(unmatchedInText(imported(dataText('paris-2015-12-04.md')).doc)).toHaveLength(18)
  })
})
