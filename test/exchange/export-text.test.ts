import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { BlockId } from '../../shared/ids.ts'
import { clean } from '../../shared/compose/view.ts'
import { compose } from '../../shared/compose/compose.ts'
import { Model } from '../../shared/compose/model.ts'
import { wordsOf } from '../../shared/compose/run.ts'
import { keyBetween } from '../../shared/text/order.ts'
import { addBlock, type BlockFields, newTextDoc, rootsOf, textOf } from '../../shared/text/roots.ts'
import { exportText } from '../../server/exchange/export-text.ts'
import { faultsOfText } from '../../server/exchange/text-faults.ts'
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
      '- \n',
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
      { numRuns: 300 },
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
        { numRuns: 3 },
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

/** A block of agreed text after the nth, as the server makes it; gives its text. */
function addAfter(text: Imported, n: number, fields: Pick<BlockFields, 'kind' | 'level' | 'label'>): Y.Text {
  const { blocks } = rootsOf(text.doc)
  const orderOf = (i: number) =>
    (blocks.get(text.built.blocks[i] ?? '')?.get('order') ?? null) as string | null
  const id = `new${blocks.size}`
  return textOf(addBlock(blocks, id, { order: keyBetween(orderOf(n), orderOf(n + 1)), ...fields })) as Y.Text
}

/** Sets fields of the nth block, as a command does. */
function setBlock(text: Imported, n: number, fields: Record<string, unknown>): void {
  const block = rootsOf(text.doc).blocks.get(text.built.blocks[n] as string)
  for (const [key, value] of Object.entries(fields)) block?.set(key, value)
}

describe('what was not imported', () => {
  it('[EX22] writes new blocks in the usual form, apart from their neighbours', () => {
    const text = imported('## Article 1\nOne.\n\n* a\n* b')
    addAfter(text, 1, { kind: 'paragraph', level: 0, label: '7 bis' }).insert(0, 'Seven.')
    addAfter(text, 0, { kind: 'paragraph', level: 0, label: null }).insert(0, 'New.')
    addAfter(text, 2, { kind: 'item', level: 0, label: null }).insert(0, 'a2')
    addAfter(text, 3, { kind: 'heading', level: 2, label: 'Standard 14' })
    const expected = '## Article 1\n\nNew.\n\nOne.\n\n7 bis. Seven.\n\n* a\n* a2\n* b\n\n### Standard 14\n'
    expect(cleanExport(text)).toBe(expected)
    expect(cleanExport(imported(cleanExport(text)))).toBe(cleanExport(text))
  })

  it('[EX22] writes a block anew where its number, kind or level no longer fit the form it was imported in', () => {
    const text = imported('## One\n\n3. Three\n\n- item\n\n### Standard 1\n\nlast\n')
    setBlock(text, 0, { kind: 'paragraph', level: 0 })
    setBlock(text, 1, { label: '3 bis' })
    setBlock(text, 2, { label: '(a)' })
    textOfBlock(text, 3).insert(0, 'Title')
    setBlock(text, 4, { kind: 'heading', level: 0, label: 'Part I' })
    expect(cleanExport(text)).toBe(
      'One\n\n3 bis. Three\n\n(a) item\n\n### Standard 1 Title\n\n# Part I last\n',
    )
    setBlock(text, 1, { label: null })
    expect(cleanExport(text)).toContain('One\n\nThree\n\n')
  })

  it('[EX22] writes no line break at the edge of a block that was broken there', () => {
    const text = imported('- one\n  two\n- three\n')
    textOfBlock(text, 0).delete(4, 3)
    const tail = addAfter(text, 0, { kind: 'item', level: 0, label: null })
    tail.insert(0, ' ', { esc: '\n  ' })
    tail.insert(1, 'two', { esc: null })
    expect(cleanExport(text)).toBe('- one\n- two\n- three\n')
  })

  it('[EX22] writes marks set here in their usual signs, blanks outside', () => {
    const text = imported('one two three\n')
    textOfBlock(text, 0).format(0, 4, { strong: true })
    textOfBlock(text, 0).format(4, 3, { em: true })
    textOfBlock(text, 0).format(8, 5, { underline: true })
    expect(cleanExport(text)).toBe('**one** *two* <u>three</u>\n')
  })

  it('[EX22] writes the texts of a document that came from no file', () => {
    const doc = newTextDoc()
    const { blocks } = rootsOf(doc)
    textOf(addBlock(blocks, 'a', { order: 'a0', kind: 'heading', level: 0, label: null }))?.insert(0, 'Title')
    textOf(addBlock(blocks, 'b', { order: 'a1', kind: 'paragraph', level: 0, label: '1' }))?.insert(0, 'One.')
    expect(cleanExport({ doc })).toBe('# Title\n\n1. One.\n')
    expect(cleanExport({ doc }, 'text')).toBe('Title\n\n1. One.\n')
  })
})

describe('faults of a text as it stands', () => {
  const unmatched = (text: Imported) =>
    faultsOfText(text.doc).filter(({ fault }) => fault.code === 'bracket-unmatched')

  it('[EX8] lists the stray brackets of agreed text with their blocks, at their offsets in the export', () => {
    const text = imported(dataText('annex-i.md'))
    expect(unmatched(text).map(({ fault }) => fault.offset)).toEqual([7962, 12996])
    textOfBlock(text, 0).insert(0, 'QQ')
    const found = unmatched(text)
    expect(found.map(({ fault }) => fault.offset)).toEqual([7964, 12998])
    expect(found.map(({ block }) => text.built.blocks.indexOf(block as BlockId))).toEqual([28, 56])
    expect(unmatched(imported(dataText('paris-2015-12-04.md')))).toHaveLength(18)
  })

  it('[EX8] lists letters that look like a pair, and keeps the pairs of the text apart from them', () => {
    const text = imported('\uFEFFone [two] three\n')
    textOfBlock(text, 0).insert(5, '[x')
    expect(cleanExport(text)).toBe('\uFEFFone [t[xwo] three\n')
    expect(unmatched(text).map(({ fault }) => fault.offset)).toEqual([7])
    textOfBlock(text, 0).insert(textOfBlock(text, 0).length, ' [y]')
    expect(unmatched(text)).toHaveLength(3)
  })
})
