import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinPaper, parsePaper, parseSource } from '../../server/exchange/parse-paper.ts'
import type { Paper, PaperKind } from '../../server/exchange/paper.ts'
import { dataFile, dataText, outline, pairWords, paper } from '../builders/paper.ts'

/** How many bracket characters a paper accounts for. */
function accounted(read: Paper): number {
  const lookAlikes = read.lookAlikes.reduce((sum, look) => sum + look.offsets.length, 0)
  return read.brackets.length * 2 + read.unmatched.length + lookAlikes
}

function bracketsIn(source: string): number {
  return source.match(/[[\]［］]/g)?.length ?? 0
}

describe('bytes of a file', () => {
  it('[EX1] reads UTF-8 with and without byte order mark, and counts the mark in offsets', () => {
    expect(paper('a ]').unmatched).toEqual([{ offset: 2, char: ']' }])
    const marked = paper('\uFEFFa ]')
    expect(marked.source.bom).toBe(true)
    expect(marked.unmatched).toEqual([{ offset: 3, char: ']' }])
    expect(joinPaper(marked)).toBe('\uFEFFa ]')
  })

  it.each([
    ['Latin-1', [0x61, 0xe9, 0x61], 'not-utf8', 1],
    ['a cut sequence', [0x61, 0xe2, 0x82], 'not-utf8', 1],
    ['an overlong form', [0xc0, 0xaf], 'not-utf8', 0],
    ['a surrogate', [0x61, 0xed, 0xa0, 0x80], 'not-utf8', 1],
    ['a value past U+10FFFF', [0xf4, 0x90, 0x80, 0x80], 'not-utf8', 0],
    ['UTF-16', [0xff, 0xfe, 0x61, 0x00], 'utf16', 0],
    ['NUL', [0x61, 0x62, 0x00], 'nul', 2],
  ])('[EX1] refuses %s and names the byte', (_, bytes, code, byte) => {
    const read = parsePaper(Uint8Array.from(bytes), 'text')
    expect(read).toMatchObject({ ok: false, fault: { code, byte } })
  })

  it('[EX1] agrees with the strict decoder of the platform on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), bytes => {
        const strict = () => new TextDecoder('utf-8', { fatal: true }).decode(bytes)
        const read = parsePaper(bytes, 'text')
        if (read.ok || read.fault.code === 'not-utf8') expect(read.ok).toBe(!throws(strict))
      }),
      { numRuns: 2000 },
    )
  })
})

function throws(act: () => unknown): boolean {
  try {
    act()
    return false
  } catch {
    return true
  }
}

describe('no character lost', () => {
  const signs = [
    ...[
      '[',
      ']',
      '［',
      '］',
      '\\',
      '*',
      '**',
      '_',
      '`',
      '(',
      ')',
      '"',
      ':',
      '^',
      '#',
      '-',
      '.',
      '>',
      '{',
      '}',
    ],
    ...['\n', '\n\n', '\r\n', '\r', '\t', ' ', '    ', '\u00A0', '\uF0B7', '\f', '\uFEFF', '\u2028'],
    ...[
      'a',
      'Word',
      'é',
      '😀',
      '1',
      '1. ',
      '- ',
      '## ',
      '[^1]',
      '[^1]: ',
      '[^2]',
      '\n[^1]: ',
      '[x](http://a.b)',
    ],
    ...[
      '[x]: http://a.b',
      '```\n',
      'Article 3 bis',
      '(a) ',
      '|',
      '===',
      '\n---\n',
      '[shall][should]',
      '\n### Standard 1\n',
    ],
  ]
  const source = fc
    .array(fc.constantFrom(...signs), { maxLength: 40, size: 'max' })
    .map(parts => parts.join(''))

  it.each<PaperKind>(['markdown', 'text'])(
    '[EX2] joins any %s to the same file and accounts for every bracket',
    kind => {
      fc.assert(
        fc.property(source, text => {
          const read = parseSource(text, kind)
          expect(joinPaper(read)).toBe(text)
          expect(accounted(read)).toBe(bracketsIn(text))
        }),
        { numRuns: 1500 },
      )
    },
  )

  it('[EX2] joins any characters at all to the same file', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), text => {
        expect(joinPaper(parseSource(text, 'markdown'))).toBe(text)
      }),
      { numRuns: 1000 },
    )
  })

  it.each(['annex-i.md', 'cover-note.md', 'paris-2015-12-04.md'])(
    '[EX2] joins %s to the same bytes, read either way',
    name => {
      for (const kind of ['markdown', 'text'] as const) {
        const read = parsePaper(dataFile(name), kind)
        expect(read.ok && joinPaper(read.value)).toBe(dataText(name))
      }
    },
  )

  it('[EX2] accounts for a fullwidth bracket in what would be a note mark', () => {
    const read = paper('[^］] [^a］]')
    expect(accounted(read)).toBe(6)
  })

  it('[EX2] keeps CR LF, tabs, form feeds and private-use bullets where they stood', () => {
    const text = '# A\r\n\r\n\uF0B7\tone [two\r\nthree]  \r\n\f\r\n\u00A0 four\r\n'
    const read = paper(text)
    expect(joinPaper(read)).toBe(text)
    expect(outline(read)).toEqual(['heading 0| A', 'item 0| one ⟦two three⟧', 'paragraph 1| four'])
  })
})

describe('long and strange files', () => {
  const times = (unit: string, count = 40_000) => unit.repeat(count)
  it.each([
    ['open brackets', times('[')],
    ['pairs inside each other', times('[') + times(']')],
    ['unmatched brackets in lines', times('[\n\n')],
    ['brackets answered by parentheses', times('[ (x))')],
    ['brackets below headings', times('# a\n\n[\n\n', 15_000)],
    ['blanks', times(' ') + 'x' + times('\t') + '\n' + times('\n')],
    ['a heading of blanks', `# a${times(' ')}b`],
    ['signs that open nothing', times('*a') + times('b_ ')],
    ['signs that close nothing', times('a* ')],
    ['backticks', times('`a``b```c', 20_000)],
    ['fences that nothing closes', times('```a\n')],
    ['note marks', times('[^a]') + times('\n[^b]: x[^c]', 10_000)],
    ['editor’s words', `“${times('[he] ', 30_000)}”`],
    ['neighbours inside neighbours', times('[[x][y]]/', 10_000) + times('[x]/[') + times(']')],
    ['links', times('[x](http://a.b)', 20_000)],
    ['escapes', times('\\[x\\]', 50_000)],
  ])('[EX2] reads %s in time that grows with the file', (_, text) => {
    expect(joinPaper(parseSource(text, 'markdown'))).toBe(text)
  })
})

describe('real papers', () => {
  it('[EX13] finds in SECURE Annex I five pairs, one in its one note, and two stray brackets', () => {
    const source = dataText('annex-i.md')
    const read = paper(source)
    expect(read.brackets).toHaveLength(5)
    expect(read.unmatched).toEqual([
      { offset: 7962, char: ']' },
      { offset: 12996, char: ']' },
    ])
    expect(read.parts.filter(part => part.kind === 'note').map(note => note.label)).toEqual(['1'])
    expect(read.brackets.map(pair => pair.open.offset)).toEqual([2428, 7576, 7965, 8496, 20710])
    expect(read.parts[read.brackets[4]?.open.part ?? 0]?.kind).toBe('note')
    expect(pairWords(read, source)[4]).toBe('and the WIPO Development Agenda')
  })

  it('[EX13] finds in the cover note six pairs, one over nine blocks, and one stray bracket', () => {
    const read = paper(dataText('cover-note.md'))
    expect(read.brackets.map(pair => pair.close.part - pair.open.part + 1)).toEqual([9, 1, 1, 1, 1, 1])
    expect(read.unmatched).toEqual([{ offset: 4272, char: ']' }])
    expect(read.brackets.map(({ open, close }) => [open.offset, close.offset])).toEqual(
      expectedPairs('cover-note.md'),
    )
  })

  it('[EX13] accounts for all 1,376 brackets of the Paris draft, and one missing bracket shifts no later pair', () => {
    const read = paper(dataText('paris-2015-12-04.md'))
    expect(accounted(read)).toBe(1376)
    expect(read.brackets).toHaveLength(661)
    expect(Math.max(...read.brackets.map(pair => pair.close.part - pair.open.part + 1))).toBe(5)
    expect(read.unmatched).toHaveLength(18)
  })
})

function expectedPairs(document: string): [number, number][] {
  const facts = JSON.parse(dataText('secure-brackets.json')) as {
    documents: { document: string; pairs: { open_offset: number; close_offset: number }[] }[]
  }
  const found = facts.documents.find(candidate => candidate.document === document)
  return (found?.pairs ?? []).map(pair => [pair.open_offset, pair.close_offset])
}
