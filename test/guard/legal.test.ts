import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { Verdict } from '../../server/guard/verdict.ts'
import { type ComposedBlock, compose } from '../../shared/compose/compose.ts'
import { Model } from '../../shared/compose/model.ts'
import { wordsOf } from '../../shared/compose/run.ts'
import { everything } from '../../shared/compose/view.ts'
import type { HostId, ProposalId } from '../../shared/ids.ts'
import { changeBlock, proposeBlocks, switchOff } from '../../shared/intent/blocks.ts'
import { proposeBracket } from '../../shared/intent/brackets.ts'
import { editBlock } from '../../shared/intent/edit-block.ts'
import { formatBlock } from '../../shared/intent/formats.ts'
import { type Content, contentOrigin, plainContent, type Writer } from '../../shared/intent/writer.ts'
import { proposalEntry, rootsOf } from '../../shared/text/roots.ts'
import { testIds } from '../builders/imported.ts'
import {
  agreed,
  change,
  composed,
  newChange,
  ownText,
  pBrazil,
  pJapan,
  pSenegal,
  type Peer,
} from './table.ts'
import { seat, type Seated } from './table.ts'

const ids = testIds()
const block = (id: string): HostId => id as HostId

/** What a person does in the editor; every update it makes is judged at once. */
class Hand {
  readonly verdicts: Verdict[] = []
  readonly writer: Writer
  private readonly peer: Peer

  constructor(peer: Peer, proposal: string) {
    this.peer = peer
    const { party, role } = peer.sender
    this.writer = { party, direct: role === 'secretary', proposal: proposal as ProposalId, ids }
  }

  get model(): Model {
    return new Model(this.peer.doc)
  }

  act(deed: (model: Model) => void): this {
    const updates: Uint8Array[] = []
    const collect = (update: Uint8Array): void => void updates.push(update)
    this.peer.doc.on('update', collect)
    deed(this.model)
    this.peer.doc.off('update', collect)
    for (const update of updates) this.verdicts.push(this.peer.sendBytes(update))
    this.peer.pull()
    return this
  }

  block(n: number): ComposedBlock {
    return compose(this.model, everything)[n] as ComposedBlock
  }

  /** Shown offset of a word in the nth block. */
  find(n: number, words: string): number {
    return this.block(n).runs.map(wordsOf).join('').indexOf(words)
  }

  /** Puts content in the place of the shown words. */
  replace(n: number, words: string, content: string | readonly Content[]): this {
    const from = this.find(n, words)
    const given = typeof content === 'string' ? plainContent(content) : content
    const edit = { block: this.block(n), from, to: from + words.length, content: given }
    return this.act(model => editBlock(model, this.writer, edit))
  }

  /** Types directly after the shown words. */
  type(n: number, words: string, content: string | readonly Content[]): this {
    const at = this.find(n, words) + words.length
    const given = typeof content === 'string' ? plainContent(content) : content
    return this.act(model =>
      editBlock(model, this.writer, { block: this.block(n), from: at, to: at, content: given }),
    )
  }
}

interface Flow {
  readonly name: string
  readonly act: (s: Seated) => Hand
}

const brazil = (s: Seated, proposal: string = pBrazil) => new Hand(s.brazil, proposal)
const secretary = (s: Seated) => new Hand(s.secretary, 'PSEC')
const paragraph = {
  kind: 'paragraph',
  level: 0,
  label: null,
  words: [{ text: 'New.', marks: null }],
} as const

const flows: Flow[] = [
  { name: 'words typed into agreed text', act: s => brazil(s).type(0, 'shall', ' x') },
  {
    name: 'words typed on in an own insertion',
    act: s => brazil(s, 'PB2').type(0, 'take', ' x').type(0, 'take x', 'yz'),
  },
  { name: 'agreed words struck', act: s => brazil(s).replace(0, 'take', '') },
  {
    name: 'a strike that grows on both sides',
    act: s => brazil(s).replace(0, 'take', '').replace(0, ' ', '').replace(0, 'shall', ''),
  },
  { name: 'part of an own insertion deleted', act: s => brazil(s).replace(0, 'hou', '') },
  { name: 'the whole of an own insertion deleted', act: s => brazil(s).replace(0, 'should 😀 ', '') },
  { name: 'words typed into another party’s insertion', act: s => brazil(s).type(1, 'mu', 'x') },
  { name: 'another party’s words struck', act: s => brazil(s).replace(1, 'ust', '') },
  {
    name: 'a replacement across own, agreed and foreign words',
    act: s => brazil(s).replace(1, 'must Each', 'q'),
  },
  { name: 'words typed beside a bracket', act: s => brazil(s).type(0, '[', 'x') },
  {
    name: 'words typed into a heading and a note',
    act: s => brazil(s).type(2, 'Art', 'x').type(3, 'See', ' y'),
  },
  { name: 'bold put on own words', act: s => format(brazil(s), 0, 'should') },
  { name: 'bold proposed for agreed words', act: s => format(brazil(s), 0, 'take') },
  { name: 'bold taken off agreed words', act: s => format(brazil(s), 1, 'Party', null) },
  { name: 'a proposed break in agreed text', act: s => brazil(s).type(0, 'shall', [{ kind: 'split' }]) },
  {
    name: 'a proposed break and a line break in own words',
    act: s => brazil(s).type(0, 'sho', [{ kind: 'split' }, { kind: 'line' }]),
  },
  { name: 'a proposed footnote', act: s => brazil(s).type(0, 'take', [{ kind: 'note', body: 'Why?' }]) },
  {
    name: 'words typed into the body of a proposed footnote',
    act: s =>
      brazil(s)
        .type(0, 'take', [{ kind: 'note', body: 'Why?' }])
        .type(3, 'Why', ' not'),
  },
  {
    name: 'blocks proposed, and typed in',
    act: s => {
      const hand = brazil(s)
      hand.act(
        model =>
          void proposeBlocks(model, hand.writer, block('b1'), [
            paragraph,
            { ...paragraph, kind: 'heading', label: '14' },
          ]),
      )
      return hand.type(1, 'New', ' words')
    },
  },
  {
    name: 'a block proposed before all others, and taken back',
    act: s => {
      const hand = brazil(s)
      hand.act(model => void proposeBlocks(model, hand.writer, block('start'), [paragraph]))
      return hand.act(model => {
        const own = model.changesOf(pBrazil).find(({ kind }) => kind === 'newBlock')
        if (own) switchOff(model, own)
      })
    },
  },
  {
    name: 'a block struck, moved, relabelled, retyped and joined',
    act: s => changeBlockInEveryWay(brazil(s)),
  },
  {
    name: 'a bracket over two blocks',
    act: s => {
      const hand = brazil(s)
      const [from, to] = [hand.block(0), hand.block(1)]
      return hand.act(
        model => void proposeBracket(model, hand.writer, { block: from, pos: 2 }, { block: to, pos: 4 }),
      )
    },
  },
  {
    name: 'a rationale',
    act: s =>
      brazil(s).act(({ roots }) => {
        const rationale = roots.proposals.get(pBrazil)?.get('rationale')
        if (rationale instanceof Y.Text) rationale.insert(0, 'Because.')
      }),
  },
  { name: 'a new proposal by the chair', act: s => new Hand(s.chair, 'PCH').replace(0, 'take', 'adopt') },
  {
    name: 'a proposal entered on behalf of a delegation',
    act: s => {
      const entry = {
        holder: 'SN' as never,
        writers: ['SN' as never, 'SEC' as never],
        enteredBy: 'SEC' as never,
      }
      s.table.enter('RES', entry)
      s.secretary.pull()
      const hand = new Hand(s.secretary, 'RES')
      return hand.act(model =>
        editBlock(
          model,
          { ...hand.writer, party: 'SN' as never, direct: false },
          {
            block: hand.block(0),
            from: 3,
            to: 3,
            content: plainContent('for Senegal'),
          },
        ),
      )
    },
  },
  {
    name: 'agreed text typed and deleted by the secretary',
    act: s => secretary(s).type(0, 'take', 'n').replace(0, 'taken', 'took'),
  },
  {
    name: 'bold put on and off agreed words by the secretary',
    act: s => format(format(secretary(s), 0, 'take'), 1, 'Party', null),
  },
  {
    name: 'a line break in agreed text by the secretary',
    act: s => secretary(s).type(0, 'shall', [{ kind: 'line' }]),
  },
  { name: 'a note’s body written by the secretary', act: s => secretary(s).type(3, 'See', ' also') },
  { name: 'agreed words beyond U+FFFF deleted whole', act: s => secretary(s).replace(0, '😀', '') },
  { name: 'a second person of the party', act: s => new Hand(s.brazil2, pBrazil).type(0, 'shou', 'x') },
  {
    name: 'words pasted with marks',
    act: s =>
      brazil(s).type(0, 'take', [
        { kind: 'text', text: 'x', marks: { link: 'https://a.example/@x', strong: true } },
      ]),
  },
]

function format(hand: Hand, n: number, words: string, value: true | null = true): Hand {
  const from = hand.find(n, words)
  const range = { from, to: from + words.length }
  return hand.act(model => formatBlock(model, hand.writer, hand.block(n), range, { key: 'strong', value }))
}

function changeBlockInEveryWay(hand: Hand): Hand {
  const of = { block: 'b2' as never }
  const all = [
    { kind: 'deleteBlock', ...of },
    { kind: 'moveBlock', ...of, order: 'a9' },
    { kind: 'relabel', ...of, label: '7 bis' },
    { kind: 'relabel', ...of, label: null },
    { kind: 'retype', ...of, blockKind: 'item', level: 2 },
    { kind: 'join', ...of },
  ] as const
  for (const fields of all) hand.act(model => void changeBlock(model, hand.writer, fields))
  return hand
}

describe('honest work', () => {
  it.each(flows)('[GU73] is accepted: $name', ({ act }) => {
    const { verdicts } = act(seat())
    expect(verdicts.length).toBeGreaterThan(0)
    expect(verdicts.filter(({ kind }) => kind !== 'accepted')).toEqual([])
  })

  it('[GU73][RL31] is accepted: undo and redo of own words, strikes and switches', () => {
    const s = seat()
    const hand = brazil(s)
    const undo = new Y.UndoManager(rootsOf(s.brazil.doc).proposals, {
      trackedOrigins: new Set([contentOrigin]),
      captureTimeout: 0,
    })
    hand.replace(0, 'take', 'adopt').replace(0, 'measures', '')
    changeBlockInEveryWay(hand)
    for (let i = 0; i < 8; i++) hand.act(() => void undo.undo())
    for (let i = 0; i < 8; i++) hand.act(() => void undo.redo())
    expect(hand.verdicts.length).toBeGreaterThan(20)
    expect(hand.verdicts.filter(({ kind }) => kind === 'refused')).toEqual([])
    expect(composed(s.brazil.doc)).toBe(composed(s.table.doc))
  })

  it('[GU73][RL31] is accepted: another party’s words copied into the own proposal', () => {
    const s = seat()
    const words = ownText(s.brazil.doc, pJapan).toString()
    expect(
      brazil(s)
        .type(0, 'take', words)
        .verdicts.map(({ kind }) => kind),
    ).not.toContain('refused')
  })

  it('[GU73][EC30] is accepted: a day’s work offline, sent as one whole state after a reconnect', () => {
    const s = seat()
    s.brazil.write(doc => ownText(doc, pBrazil).insert(0, 'one '))
    s.brazil.write(doc => ownText(doc, pBrazil).delete(0, 2))
    s.brazil.write(doc => (change(doc, pBrazil, 'del').get('ids') as Y.Map<number>).set('b1|9:9', 1))
    s.brazil.write(doc => (change(doc, pBrazil, 'del').get('ids') as Y.Map<number>).set('b1|9:9', 2))
    s.brazil.write(doc => (change(doc, pBrazil, 'del').get('ids') as Y.Map<number>).delete('b1|9:9'))
    s.brazil.write(doc => void newChange(doc, pBrazil, 'off', { kind: 'join', block: 'b2' as never }))
    s.secretary.send(doc => agreed(doc, 'b1').insert(0, 'meanwhile '))
    s.brazil.pull()
    expect(s.brazil.sendBytes(Y.encodeStateAsUpdate(s.brazil.doc))).toMatchObject({ kind: 'accepted' })
    expect(composed(s.brazil.doc)).toBe(composed(s.table.doc))
  })

  it('[GU73] is accepted: two people of one party format one insertion at once', () => {
    const s = seat()
    const one = s.brazil.write(doc => ownText(doc, pBrazil).format(0, 4, { strong: true }))
    const two = s.brazil2.write(doc => ownText(doc, pBrazil).format(2, 4, { strong: true }))
    const three = s.brazil2.write(doc => ownText(doc, pBrazil).format(0, 6, { strong: null }))
    const kinds = [
      s.brazil.sendBytes(one).kind,
      s.brazil2.sendBytes(two).kind,
      s.brazil2.sendBytes(three).kind,
    ]
    expect(kinds).toEqual(['accepted', 'accepted', 'accepted'])
    const cleanUps: Uint8Array[] = []
    for (const peer of [s.brazil, s.brazil2, s.japan, s.reader]) {
      peer.doc.on('update', update => void cleanUps.push(update))
      peer.pull()
      expect(composed(peer.doc)).toBe(composed(s.table.doc))
    }
    for (const update of cleanUps)
      for (const peer of [s.japan, s.reader]) expect(peer.sendBytes(update).kind).toBe('no-op')
  })

  it('[GU67] is accepted, as late: words typed into a proposal that was closed meanwhile', () => {
    const s = seat()
    const verdict = s.senegal.send(doc => ownText(doc, pSenegal).insert(0, 'x'))
    expect(verdict).toMatchObject({ kind: 'accepted', late: [`${pSenegal}.ins`] })
    expect(proposalEntry(rootsOf(s.table.doc), pSenegal)?.state).toBe('not-retained')
  })
})
