import { describe, expect, it } from 'vitest'
import { asIfAdopted, onlyParty } from '../../shared/compose/view.ts'
import type { ChangeId, PartyId, ProposalId } from '../../shared/ids.ts'
import { addChange, changesOf } from '../../shared/proposal/change.ts'
import { anchorAfter } from '../../shared/text/items.ts'
import { keyBetween } from '../../shared/text/order.ts'
import { rootsOf, textOf } from '../../shared/text/roots.ts'
import { exported, imported, textOfBlock } from '../builders/imported.ts'
import { Delegate, orderOf } from '../builders/proposals.ts'
import { dataText } from '../builders/paper.ts'

const paper =
  '## Article 1 Scope\n\n1. The Parties should act [soon].\n\n2. Each Party reports *yearly* to all.\n'
const named = { parties: [{ id: 'BR' as PartyId, initials: 'BR', nameEn: 'Brazil' }] }

function proposed() {
  const text = imported(paper)
  new Delegate(text.doc, 'BR').edit('should', 'shall').insertAfter('Parties', ' to this Agreement')
  new Delegate(text.doc, 'SN').edit(' to all', '')
  return text
}

describe('everything', () => {
  it('[EX18] writes insertions and deletions in their signs, and nothing else changes', () => {
    expect(exported(proposed(), {})).toBe(
      paper
        .replace('Parties should', 'Parties{++ to this Agreement++} {--should--}{++shall++}')
        .replace(' to all', '{-- to all--}'),
    )
  })

  it('[EX18] names holders behind the signs', () => {
    const text = exported(proposed(), { ...named, names: 'full' })
    expect(text).toContain('{--should--}{>>Brazil<<}{++shall++}{>>Brazil<<}')
    expect(text).toContain('{-- to all--}{>>SN<<}')
  })
})

describe('what is shown', () => {
  it('[EX18] shows the proposals of one party alone, or the text as if some were adopted', () => {
    const text = proposed()
    const view = onlyParty('SN' as PartyId)
    expect(exported(text, { shown: view })).toBe(paper.replace(' to all', '{-- to all--}'))
    const proposals = new Set([...rootsOf(text.doc).proposals.keys()] as ProposalId[])
    expect(exported(text, { shown: asIfAdopted(proposals) })).toBe(
      paper.replace('Parties should', 'Parties to this Agreement shall').replace(' to all', ''),
    )
  })
})

describe('printed', () => {
  it('[EX19] puts new and old words in brackets, a replacement old words first', () => {
    expect(exported(proposed(), { view: 'printed' })).toBe(
      paper
        .replace('Parties should', 'Parties[ to this Agreement] [should][shall]')
        .replace(' to all', '[ to all]'),
    )
  })

  it('[EX19] names holders as asked: initials, full, or off', () => {
    const printed = (names: 'initials' | 'full' | 'off') =>
      exported(proposed(), { ...named, view: 'printed', names })
    expect(printed('initials')).toContain('[should - BR delete][shall - BR] act')
    expect(printed('full')).toContain('[should - Brazil delete][shall - Brazil] act')
    expect(printed('off')).toContain('[should][shall] act')
  })

  it('[EX19] nests proposals inside proposals, and names all who strike the same words', () => {
    const text = proposed()
    new Delegate(text.doc, 'JP').insertAfter('this', ' new').edit('yearly', '')
    new Delegate(text.doc, 'BR').edit('yearly', '')
    const printed = exported(text, { view: 'printed', names: 'initials' })
    expect(printed).toContain('[ to this[ new - JP] Agreement - BR]')
    expect(printed).toContain('Party reports [*yearly* - BR, JP delete][ to all - SN delete].')
  })

  it('[EX19] brackets new and struck paragraphs behind the signs of Markdown, number included', () => {
    const text = imported(paper)
    new Delegate(text.doc, 'BR').add(
      'to all',
      { kind: 'heading', level: 1, label: 'Article 1 bis' },
      { label: '3', text: 'New.' },
    )
    new Delegate(text.doc, 'SN').change('act', block => ({ kind: 'deleteBlock', block }))
    const printed = exported(text, { view: 'printed', names: 'initials' })
    expect(printed).toContain('## [Article 1 bis - BR]\n\n[3. New. - BR]\n')
    expect(printed).toContain('\n\n[1. The Parties should act [soon]. - SN delete]\n')
    expect(exported(text, { view: 'clean' })).toBe(paper)
  })

  it('[EX19] keeps an agreed bracket as it was written, and draws a proposed one', () => {
    const text = imported('The ［Parties] act \\[now\\].\n')
    new Delegate(text.doc, 'BR').bracket('act')
    expect(exported(text, { view: 'printed' })).toBe('The ［Parties] [act] \\[now\\].\n')
    expect(exported(text, { view: 'printed', names: 'initials' })).toBe(
      'The ［Parties] [act - BR] \\[now\\].\n',
    )
    expect(exported(text, {})).toBe('The ［Parties] {++[++}act{++]++} \\[now\\].\n')
  })

  it('[EX19] writes the old words of a replacement first, also where the new ones stand before them', () => {
    const text = imported('Parties should act.\n')
    const delegate = new Delegate(text.doc, 'BR').edit('should', '')
    const [strike] = changesOf(rootsOf(text.doc).proposals.get(delegate.writer.proposal)).values()
    strike?.set('g', 'one')
    const at = anchorAfter(text.built.blocks[0] as string, textOfBlock(text, 0), 'Parties '.length)
    const fields = { kind: 'insert', at, ord: 'a0', g: 'one' } as const
    const insert = addChange(
      text.doc,
      delegate.writer.proposal,
      `${delegate.writer.proposal}.x` as ChangeId,
      fields,
    )
    textOf(insert)?.insert(0, 'shall')
    expect(exported(text, { view: 'printed' })).toBe('Parties [should][shall] act.\n')
    expect(exported(text, {})).toBe('Parties {--should--}{++shall++} act.\n')
  })

  it('[EX20] tells moves, numbers, kinds, joins, formats and breaks in a legend only', () => {
    const text = imported(paper)
    const end = keyBetween(orderOf(text.doc, 'to all'), null)
    new Delegate(text.doc, 'BR')
      .change('act', block => ({ kind: 'moveBlock', block, order: end }))
      .change('act', block => ({ kind: 'relabel', block, label: '2 bis' }))
      .change('to all', block => ({ kind: 'retype', block, blockKind: 'heading', level: 1 }))
      .change('to all', block => ({ kind: 'join', block }))
      .format('Each', 'strong')
      .insertAfter('yearly', [{ kind: 'split' }])
    const printed = exported(text, { view: 'printed', names: 'initials' })
    expect(printed).toBe(
      `${paper}
Proposed, not shown in the text:

- BR: move “1” after “2”
- BR: number “1” as 2 bis
- BR: make “2” a heading of level 2
- BR: join “2” to “1”
- BR: break “2” after “Each Party reports yearly”
- BR: strong for “Each”
`,
    )
    expect(exported(text, { view: 'printed' })).toContain('\n- move “1” after “2”\n')
  })

  it('[EX19] writes proposed footnotes with the next free number, their bodies at the end', () => {
    const text = imported('One.[^1]\n\nTwo.\n\n[^1]: First note.\n')
    new Delegate(text.doc, 'BR').insertAfter('Two.', [{ kind: 'note', body: 'Second note.' }])
    expect(exported(text, { view: 'printed', names: 'initials' })).toBe(
      'One.[^1]\n\nTwo.[[^2] - BR]\n\n[^1]: First note.\n\n[^2]: Second note.\n',
    )
    expect(exported(text, { view: 'clean' })).toBe('One.[^1]\n\nTwo.\n\n[^1]: First note.\n')
  })

  it('[EX18][EX19] leaves the text of a paper without proposals as it is', () => {
    for (const name of ['annex-i.md', 'paris-2015-12-04.md'])
      for (const view of ['everything', 'printed'] as const)
        expect(exported(imported(dataText(name)), { view })).toBe(dataText(name))
  })
})

describe('plain text of a Markdown paper', () => {
  it('[EX21] drops the signs of headings, emphasis and escapes, and keeps numbers, bullets, brackets and notes', () => {
    const source =
      '# Title #\n\n## SECTION I. Scope\n\n1. *One* \\* **[two]**\\\nthree\n\n    - item \\[x\\][^1]\n\nUnder\n===\n\n[^1]: Note.\n'
    expect(exported(imported(source), { as: 'text', view: 'clean' })).toBe(
      'Title\n\nSECTION I. Scope\n\n1. One * [two]\nthree\n\n    - item [x][^1]\n\nUnder\n\n[^1]: Note.\n',
    )
  })

  it('[EX21] loses no word and no bracket of a real paper', () => {
    for (const name of ['annex-i.md', 'cover-note.md', 'paris-2015-12-04.md']) {
      const text = exported(imported(dataText(name)), { as: 'text', view: 'clean' })
      expect(text.match(/[\p{L}\p{N}]+|[[\]]/gu)).toEqual(dataText(name).match(/[\p{L}\p{N}]+|[[\]]/gu))
    }
  })

  it('[EX21] writes a plain text as Markdown that reads back as the same words, headings with their signs', () => {
    const source = 'ARTICLE 3\n\n1. A *star* and [one].\n\n# no heading\n'
    const markdown = exported(imported(source, 'text'), { as: 'markdown', view: 'clean' })
    expect(markdown).toBe('# ARTICLE 3\n\n1. A \\*star\\* and [one].\n\n\\# no heading\n')
    expect(exported(imported(markdown), { as: 'text', view: 'clean' })).toBe(source)
  })
})
