import { describe, expect, it } from 'vitest'
import { anchorOf, findSpot, placeAt } from '../../../client/editor/caret-place.ts'
import { Difference } from '../../../client/editor/hold/difference.ts'
import { deleteLocally, replaceLocally, splitLocally } from '../../../client/editor/hold/local-edits.ts'
import { predict } from '../../../client/editor/hold/prediction.ts'
import type { Token } from '../../../client/editor/hold/tokens.ts'
import { inverseOf } from '../../../client/editor/inverse.ts'
import { line } from '../../../client/editor/lines.ts'
import { Page, positionOf } from '../../../client/editor/page.ts'
import { schema } from '../../../client/editor/schema.ts'
import { runCommand } from '../../../server/register/commands.ts'
import { plainWords } from '../../../shared/compose/canonical.ts'
import { type ComposedBlock, compose } from '../../../shared/compose/compose.ts'
import { Model } from '../../../shared/compose/model.ts'
import { lengthOf } from '../../../shared/compose/run.ts'
import { everything } from '../../../shared/compose/view.ts'
import type { BlockId, CommandId, PartyId, UnixMs } from '../../../shared/ids.ts'
import { editBlock } from '../../../shared/intent/edit-block.ts'
import { plainContent, type Writer } from '../../../shared/intent/writer.ts'
import type { Command, CommandOf } from '../../../shared/protocol/command.ts'
import type * as Y from 'yjs'
import { EditorState } from 'prosemirror-state'
import { testIds } from '../../builders/imported.ts'
import { Delegate } from '../../builders/proposals.ts'
import { pickNumber, seededRandom } from '../../builders/random.ts'
import { bracket, h, p, text } from '../../builders/text.ts'

const secretary = { party: 'SEC' as PartyId, role: 'secretary' } as const
const look = { me: 'SEC' as PartyId, party: () => null, noteLabel: () => '*', print: null }
const ids = testIds()

function composed(doc: Y.Doc): { model: Model; blocks: ComposedBlock[] } {
  const model = new Model(doc)
  return { model, blocks: compose(model, everything) }
}

function run(doc: Y.Doc, command: Command): string {
  return runCommand(doc, secretary, command, { act: `act${command.id}`, at: 1 as UnixMs }).kind
}

/** A text with brackets, insertions and strikes at places that the seed says. */
function sample(random: () => number): Y.Doc {
  const doc = text(
    h('b0', 'Heading of it'),
    p('b1', 'Each Party shall name a contact point'),
    p('b2', 'Fees follow the costs'),
    p('b3', 'Nothing else'),
    bracket('g1', ['b1', 5], ['b1', 10 + pickNumber(random, 8)]),
    bracket('g2', ['b2', pickNumber(random, 8)], ['b3', 3]),
  )
  for (const party of ['A', 'B', 'A']) editSomewhere(doc, new Delegate(doc, party).writer, random)
  return doc
}

/** Some words inserted, and some struck, anywhere. */
function editSomewhere(doc: Y.Doc, writer: Writer, random: () => number): void {
  for (const words of ['new', '']) {
    const { model, blocks } = composed(doc)
    const block = blocks[pickNumber(random, blocks.length)] as ComposedBlock
    const from = pickNumber(random, lengthOf(block.runs) + 1)
    const to = words ? from : Math.min(lengthOf(block.runs), from + 4)
    editBlock(model, writer, { block, from, to, content: plainContent(words) })
  }
}

/** Up to three breaks at places of agreed blocks, and perhaps a join. */
function structureFor(blocks: readonly ComposedBlock[], random: () => number): CommandOf<'structure'> {
  const agreed = blocks.filter(block => !block.proposed && block.kind !== 'note')
  const breaks = Array.from({ length: pickNumber(random, 4) }, () => {
    const block = agreed[pickNumber(random, agreed.length)] as ComposedBlock
    const at = anchorOf(placeAt(block, pickNumber(random, lengthOf(block.runs) + 1)))
    return { at, id: ids.next() as BlockId, kind: 'paragraph' as const }
  })
  const joined = random() < 0.5 ? agreed[1 + pickNumber(random, agreed.length - 1)] : undefined
  const joins = joined ? [joined.id as string as BlockId] : []
  return { kind: 'structure', id: ids.next() as CommandId, breaks, joins, kinds: [] }
}

describe('the page ahead of a command', () => {
  it('[ED20] is the page that the command makes, over two hundred random commands', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = seededRandom(seed)
      const doc = sample(random)
      const { model, blocks } = composed(doc)
      const command = structureFor(blocks, random)
      const ahead = predict(model, blocks, command)
      expect(run(doc, command)).toBe('done')
      expect({ seed, words: plainWords(ahead.blocks) }).toEqual({
        seed,
        words: plainWords(composed(doc).blocks),
      })
    }
  })

  it('[ED32] a command and its inverse leave the words and the blocks as they were', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const random = seededRandom(seed)
      const doc = sample(random)
      const { model, blocks } = composed(doc)
      const command = structureFor(blocks, random)
      const inverse = inverseOf(model, ids, command)
      run(doc, command)
      expect(inverse && run(doc, inverse)).toBe('done')
      const after = composed(doc).blocks
      expect({ seed, words: plainWords(after) }).toEqual({ seed, words: plainWords(blocks) })
      expect(after.map(block => block.id)).toEqual(blocks.map(block => block.id))
    }
  })
})

describe('places', () => {
  it('[ED14] every place of a page is found where it was taken', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const doc = sample(seededRandom(seed))
      const { model, blocks } = composed(doc)
      const page = Page.draw({ model, look }, blocks)
      blocks.forEach((block, index) => {
        for (let offset = 0; offset <= lengthOf(block.runs); offset++)
          expect({ seed, ...findSpot(model, page, placeAt(block, offset)) }).toEqual({ seed, index, offset })
      })
    }
  })

  it('[ED14] a place whose letter is gone stays between its neighbours', () => {
    const doc = text(p('b1', 'one two three'))
    const before = composed(doc)
    const place = placeAt(before.blocks[0] as ComposedBlock, 7)
    new Delegate(doc, 'A').insertAfter('one', ' more')
    doc.getMap<Y.Map<unknown>>('blocks').get('b1')
    const target = before.model.hosts.get('b1')?.text
    target?.delete(4, 4)
    const { model, blocks } = composed(doc)
    expect(plainWords(blocks)).toEqual(['one more three'])
    expect(findSpot(model, Page.draw({ model, look }, blocks), place)).toEqual({ index: 0, offset: 9 })
  })
})

describe('what was typed while something was held', () => {
  const page = () => {
    const { model, blocks } = composed(
      text(p('b1', 'Hello brave world'), p('b2', 'Second'), p('b3', 'Third')),
    )
    return Page.draw({ model, look }, blocks)
  }
  const words = (tokens: readonly Token[]) =>
    tokens.map(token => (token.kind === 'unit' ? token.text : token.kind === 'break' ? '/' : '|')).join('')
  const edits = (from: Page, tr: { doc: Page['doc']; selection: { from: number } }) => {
    const $head = tr.doc.resolve(tr.selection.from)
    const caret = { index: $head.index(0), offset: $head.parentOffset }
    return new Difference(from.doc, tr.doc, caret).edits.map(edit => [
      words(edit.removed),
      words(edit.inserted),
    ])
  }
  const transaction = (of: Page) => EditorState.create({ doc: of.doc, schema }).tr

  it('[ED21] edits in several blocks are as many edits, whatever lies between', () => {
    const before = page()
    const tr = transaction(before)
    const type = (index: number, offset: number, typed: string) => {
      const at = positionOf(tr.doc, { index, offset })
      replaceLocally(
        tr,
        { from: at, to: at },
        [line([{ kind: 'text', text: typed, marks: null }])],
        () => 'n',
      )
    }
    type(2, 5, '!')
    type(0, 6, 'bar')
    expect(edits(before, tr)).toEqual([
      ['', 'bar'],
      ['', '!'],
    ])
  })

  it('[ED21] words like those behind them are told from them by their mark', () => {
    const before = page()
    const tr = transaction(before)
    const at = positionOf(tr.doc, { index: 0, offset: 6 })
    replaceLocally(tr, { from: at, to: at }, [line([{ kind: 'text', text: 'br', marks: null }])], () => 'n')
    const [edit] = new Difference(before.doc, tr.doc, { index: 0, offset: 8 }).edits
    expect(edit?.after).toMatchObject({ kind: 'unit', offset: 5, text: ' ' })
  })

  it('[ED33] composed words bear no mark and end at the caret', () => {
    const before = page()
    const tr = transaction(before)
    const at = positionOf(tr.doc, { index: 0, offset: 11 })
    tr.insertText('e', at)
    const [edit] = new Difference(before.doc, tr.doc, { index: 0, offset: 11 }).edits
    expect(edit?.after).toMatchObject({ offset: 9 })
    const [later] = new Difference(before.doc, tr.doc, { index: 0, offset: 12 }).edits
    expect(later?.after).toMatchObject({ offset: 10 })
  })

  it('[ED23] deletions over blocks are letters and breaks', () => {
    const before = page()
    const tr = transaction(before)
    deleteLocally(
      tr,
      positionOf(tr.doc, { index: 0, offset: 11 }),
      positionOf(tr.doc, { index: 2, offset: 2 }),
    )
    expect(edits(before, tr)).toEqual([[' world/Second/Th', '']])
    expect(tr.doc.childCount).toBe(1)
  })

  it('[ED23] proposed blocks and notes lose words, never their breaks', () => {
    const before = page()
    const tr = transaction(before)
    tr.setNodeAttribute(positionOf(tr.doc, { index: 1, offset: 0 }) - 1, 'proposed', '3')
    deleteLocally(
      tr,
      positionOf(tr.doc, { index: 0, offset: 5 }),
      positionOf(tr.doc, { index: 2, offset: 2 }),
    )
    expect(tr.doc.childCount).toBe(3)
    expect(tr.doc.child(1).content.size).toBe(0)
  })

  it('[ED22] the end of a heading opens a paragraph', () => {
    const { model, blocks } = composed(text(h('b0', 'Head'), p('b1', 'x')))
    const tr = transaction(Page.draw({ model, look }, blocks))
    splitLocally(tr, positionOf(tr.doc, { index: 0, offset: 4 }), { id: 'n1' })
    splitLocally(tr, positionOf(tr.doc, { index: 0, offset: 2 }), { id: 'n2' })
    expect([0, 1, 2, 3].map(i => tr.doc.child(i).attrs['kind'])).toEqual([
      'heading',
      'heading',
      'paragraph',
      'paragraph',
    ])
  })
})
