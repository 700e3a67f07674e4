// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { isSafeAddress } from '../../../client/editor/addresses.ts'
import { clipboardParser } from '../../../client/editor/clipboard.ts'
import { drawBlock } from '../../../client/editor/draw.ts'
import { KeptWords } from '../../../client/editor/hold/kept-words.ts'
import { askBeforeLeaving } from '../../../client/editor/leaving.ts'
import { linesOf } from '../../../client/editor/lines.ts'
import { noteLabels } from '../../../client/editor/note-labels.ts'
import { straysOf } from '../../../client/editor/strays.ts'
import { lastOfUnit, unitOf } from '../../../client/editor/units.ts'
import { Voice } from '../../../client/editor/voice.ts'
import { letterEnd, letterStart, wordEnd, wordStart } from '../../../client/editor/word-bounds.ts'
import { compose } from '../../../shared/compose/compose.ts'
import { Model } from '../../../shared/compose/model.ts'
import { everything } from '../../../shared/compose/view.ts'
import type { PartyId, ProposalId } from '../../../shared/ids.ts'
import { editBlock } from '../../../shared/intent/edit-block.ts'
import { insertPoint } from '../../../shared/intent/insert-point.ts'
import { gapGlyphs } from '../../../shared/intent/locate.ts'
import { owns, plainContent, type Writer } from '../../../shared/intent/writer.ts'
import { rootsOf } from '../../../shared/text/roots.ts'
import { testIds } from '../../builders/imported.ts'
import { Delegate } from '../../builders/proposals.ts'
import { bracket, h, note, p, ref, text } from '../../builders/text.ts'

type Text = ReturnType<typeof text>

function composed(doc: Text) {
  const model = new Model(doc)
  return { model, blocks: compose(model, everything) }
}

describe('letters and words at a caret', () => {
  it('[ED5] a letter is an emoji, a flag or one accent', () => {
    const row = 'a👩‍🌾🇧🇷e\u0301'
    const before = (at: number) => row.slice(letterStart(row, at), at)
    expect(before(row.length)).toBe('\u0301')
    expect(before(row.length - 2)).toBe('🇧🇷')
    expect(before(6)).toBe('👩‍🌾')
    expect(row.slice(1, letterEnd(row, 1))).toBe('👩‍🌾')
    expect(row.slice(10, letterEnd(row, 10))).toBe('e\u0301')
  })

  it('[ED5] a word takes the blanks between it and the caret along', () => {
    const row = 'one  two three'
    expect([wordStart(row, 8), wordStart(row, 5), wordEnd(row, 3), wordEnd(row, 0)]).toEqual([5, 0, 8, 3])
  })

  it('[ED42] no word runs over a bracket or a reference', () => {
    const row = 'one \u0000two\uFFFC'
    expect([wordStart(row, 8), wordStart(row, 5), wordEnd(row, 3), wordEnd(row, 5)]).toEqual([5, 4, 4, 8])
  })
})

describe('what is pasted', () => {
  const pasted = (html: string) => {
    const element = document.createElement('div')
    element.append(...new DOMParser().parseFromString(html, 'text/html').body.childNodes)
    return linesOf(clipboardParser.parseSlice(element).content)
  }

  it('[ED10] is paragraphs, headings, items and marks of print', () => {
    expect(pasted('<h2>Head</h2><p>One <b>two</b><br>three</p><ul><li><i>item</i></li></ul>')).toEqual([
      { kind: 'heading', level: 1, content: [{ kind: 'text', text: 'Head', marks: null }] },
      {
        kind: 'paragraph',
        level: 0,
        content: [
          { kind: 'text', text: 'One ', marks: null },
          { kind: 'text', text: 'two', marks: { strong: true } },
          { kind: 'line' },
          { kind: 'text', text: 'three', marks: null },
        ],
      },
      { kind: 'item', level: 0, content: [{ kind: 'text', text: 'item', marks: { em: true } }] },
    ])
  })

  it('[ED10][EC59] holds no ids, no proposals, no programs and no unsafe address', () => {
    const lines = pasted(
      '<p><span class="insertion" data-change="p.c">new</span><span class="glyph" data-bracket="g">[</span>' +
        '<script>alert(1)</script><a href="javascript:alert(1)">bad</a> <a href="https://example.org/x">good</a></p>',
    )
    expect(lines[0]?.content).toEqual([
      { kind: 'text', text: 'new[bad ', marks: null },
      { kind: 'text', text: 'good', marks: { link: 'https://example.org/x' } },
    ])
  })

  it('[ED10] links lead to pages and letters only', () => {
    const addresses = [
      'https://a.org',
      'mailto:a@b.org',
      'javascript:x',
      'data:text/html,x',
      '/path',
      'HTTP://a.org',
    ]
    expect(addresses.map(isSafeAddress)).toEqual([true, true, false, false, false, true])
  })
})

describe('whose words', () => {
  const speaker = { party: 'A' as PartyId, role: 'delegate' } as const

  it('[ED3] a sitting goes on with its proposal where that shows, and begins another elsewhere', () => {
    const doc = text(p('b1', 'one two'), p('b2', 'three'))
    const voice = new Voice(speaker, testIds())
    const write = (index: number) => {
      const { model, blocks } = composed(doc)
      const block = blocks[index] as (typeof blocks)[number]
      const writer = voice.writerFor(model, [block])
      editBlock(model, writer, { block, from: 0, to: 0, content: plainContent('x') })
      return writer.proposal
    }
    const first = write(0)
    expect(write(0)).toBe(first)
    const second = write(1)
    expect(second).not.toBe(first)
    expect([write(0), write(1)]).toEqual([first, second])
    rootsOf(doc).register.set(first, {
      kind: 'proposal',
      holder: speaker.party,
      writers: [speaker.party],
      state: 'not-retained',
    })
    expect(write(0)).not.toBe(first)
  })

  it('[ED17] words for a delegation go into proposals reserved for it, and its own are not the secretary’s', () => {
    const doc = text(p('b1', 'one two'))
    const own = new Delegate(doc, 'A').insertAfter('one', ' mine').writer.proposal
    const voice = new Voice({ party: 'SEC' as PartyId, role: 'secretary' }, testIds())
    voice.speakFor({ party: 'A' as PartyId, proposal: 'R1' as ProposalId })
    const { model, blocks } = composed(doc)
    const writer = voice.writerFor(model, blocks)
    expect(writer).toMatchObject({ party: 'A', hand: 'SEC', direct: false, proposal: 'R1' })
    const change = [...model.changes.values()].find(each => each.pid === own) ?? null
    expect(owns(model, writer, change)).toBe(false)
    expect(owns(model, { ...writer, hand: 'A' as PartyId }, change)).toBe(true)
    voice.speakFor(null)
    expect(voice.isDirect).toBe(true)
  })
})

describe('places beside brackets', () => {
  const sample = () => composed(text(p('b1', 'we agree on'), bracket('g1', ['b1', 3], ['b1', 8])))

  it('[ED40] a bracket further left does not stand at the caret', () => {
    const [block] = sample().blocks
    const count = (at: number) => {
      const { left, right } = gapGlyphs(block?.runs ?? [], at)
      return [left.length, right.length]
    }
    expect([3, 4, 5, 9, 10, 11].map(count)).toEqual([
      [0, 1],
      [1, 0],
      [0, 0],
      [0, 1],
      [1, 0],
      [0, 0],
    ])
  })

  it('[ED40] words behind a bracket of one’s own words go on in them', () => {
    const doc = text(p('b1', 'one two'))
    const delegate = new Delegate(doc, 'A').insertAfter('one', ' mine').bracket('mine')
    const { model, blocks } = composed(doc)
    const [block] = blocks
    const at = 'one [mine]'.length
    const point = block && insertPoint(model, delegate.writer, block, at)
    expect(point).toMatchObject({ kind: 'write', off: 5 })
  })

  it('[ED40] the side is told directly before the words, behind all structure', () => {
    const { model, blocks } = sample()
    const [block] = blocks
    const writer: Writer = {
      party: 'SEC' as PartyId,
      direct: true,
      proposal: 'S1' as ProposalId,
      ids: testIds(),
    }
    const events: string[] = []
    model.doc.on('update', () => void events.push('update'))
    const edit = { block: block as NonNullable<typeof block>, from: 4, to: 4, content: plainContent('x') }
    editBlock(model, writer, edit, ends => void events.push(`${ends[0]?.end} ${ends[0]?.bracket}`))
    expect(events).toEqual(['open g1', 'update'])
  })
})

describe('the page', () => {
  const look = { me: 'A' as PartyId, noteLabel: () => '1' }
  const parties = (id: string) => ({ colour: 3, initials: id, name: `Party ${id}` })

  it('[ED48] as printed: proposals in brackets, with names or without', () => {
    const doc = text(p('b1', 'one two three'))
    new Delegate(doc, 'BR').edit('two', '').insertAfter('three', ' four').add('three', { text: 'New.' })
    const { model, blocks } = composed(doc)
    const printed = (names: 'off' | 'initials' | 'full') => {
      const drawing = { model, look: { ...look, party: parties, print: { names } } }
      return blocks.map(block => drawBlock(drawing, block).textContent)
    }
    expect(printed('off')).toEqual(['one [two] three[ four]', '[New.]'])
    expect(printed('initials')).toEqual(['one [two - BR delete] three[ four - BR]', '[New. - BR]'])
    expect(printed('full')[1]).toBe('[New. - Party BR]')
  })

  it('[ED47] bracket letters without a partner are found, over paragraphs too', () => {
    const doc = text(p('b1', 'a] b [c'), p('b2', 'd] e ] f['), bracket('g1', ['b1', 0], ['b2', 1]))
    const { blocks } = composed(doc)
    expect(straysOf(blocks).map(({ block, char, offset }) => [block.id, char, offset])).toEqual([
      ['b1', ']', 2],
      ['b2', ']', 6],
      ['b2', '[', 9],
    ])
  })

  it('[ED45] notes are numbered by their place where the paper gives no number', () => {
    const doc = text(p('b1', 'one', ref('n1'), ' two', ref('n2')), note('n1', 'First'), note('n2', 'Second'))
    expect([...noteLabels(composed(doc).blocks)]).toEqual([
      ['n1', '1'],
      ['n2', '2'],
    ])
  })

  it('[ED12] a unit ends where a heading of its level or higher stands', () => {
    const doc = text(p('b0', 'x'), h('h1', 'One'), p('b1', 'y'), h('h2', 'Two'), p('b2', 'z'))
    const { blocks } = composed(doc)
    expect(unitOf(blocks, 'b1')?.id).toBe('h1')
    expect(['b0', 'h1', 'b1', 'b2'].map(id => lastOfUnit(blocks, id)?.id)).toEqual(['b0', 'b1', 'b1', 'b2'])
  })
})

describe('leaving', () => {
  it('[ED19] asks while something is not saved, and only then', () => {
    let hasUnsaved = true
    const stop = askBeforeLeaving(window, () => hasUnsaved)
    const leaves = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
    expect(leaves()).toBe(false)
    hasUnsaved = false
    expect(leaves()).toBe(true)
    hasUnsaved = true
    stop()
    expect(leaves()).toBe(true)
  })
})

describe('held words', () => {
  it('[ED30] are taken out once; without a storage nothing is kept', () => {
    const kept = new KeptWords(sessionStorage, 'k')
    kept.save('words')
    expect([new KeptWords(sessionStorage, 'k').take(), kept.take()]).toEqual(['words', ''])
    expect(new KeptWords(null, 'k').take()).toBe('')
  })
})
