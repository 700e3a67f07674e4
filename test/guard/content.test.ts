import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { Limits } from '../../shared/rules/limits.ts'
import { isMarkValue } from '../../shared/rules/mark-values.ts'
import { insertEmbed } from '../../shared/text/items.ts'
import { addBlock, addNote, type Embed, rootsOf } from '../../shared/text/roots.ts'
import { type Attack, byBrazil, bySecretary, refuses } from './cases.ts'
import { rawItem, rawUpdate, unitOf } from './raw.ts'
import { agreed, change, newChange, ownText, pBrazil, propose } from './table.ts'

const rationale = (doc: Y.Doc) => rootsOf(doc).proposals.get(pBrazil)?.get('rationale') as Y.Text
const hosts = (doc: Y.Doc, name: string, key: string) =>
  change(doc, pBrazil, name).get(key) as Y.Map<Y.Map<unknown>>
const sign = (embed: unknown) => embed as Embed

const onText: Attack[] = [
  byBrazil('[GU44] an attribute on own words', doc => ownText(doc, pBrazil).setAttribute('x', 'y')),
  byBrazil('[GU44] an attribute on the words of a new proposal', doc => {
    propose(doc, 'PNEW' as never, 'b1', 'x')
    ownText(doc, 'PNEW' as never).setAttribute('x', 'y')
  }),
  byBrazil('[GU45] a map among own words', doc => ownText(doc, pBrazil).insertEmbed(0, new Y.Map())),
  bySecretary('[GU45] a text among agreed words', doc => agreed(doc, 'b1').insertEmbed(0, new Y.Text('x'))),
  {
    name: '[GU45] plain values among own words',
    act: ({ table, brazil }) => {
      const origin = unitOf(ownText(table.doc, pBrazil), 0)
      return brazil.sendBytes(rawUpdate([[rawItem(7, 0, { origin, content: new Y.ContentAny(['x']) })]]))
    },
  },
  byBrazil('[GU46] a mark that runs a program', doc => ownText(doc, pBrazil).format(0, 2, { onclick: 'x' })),
  byBrazil('[GU46][RL38] a mark named __proto__', doc =>
    ownText(doc, pBrazil).format(0, 2, { ['__proto__']: true }),
  ),
  bySecretary('[GU46] an unknown mark on agreed words', doc =>
    agreed(doc, 'b1').format(0, 2, { blink: true }),
  ),
  byBrazil('[GU47] a mark that holds an object', doc =>
    ownText(doc, pBrazil).format(0, 2, { strong: { x: 1 } }),
  ),
  byBrazil('[GU47] a mark that holds a word', doc =>
    ownText(doc, pBrazil).format(0, 2, { strong: '<script>' }),
  ),
  byBrazil('[GU47] a link that runs a program', doc =>
    ownText(doc, pBrazil).format(0, 2, { link: 'javascript:alert(1)' }),
  ),
  bySecretary('[GU47] a link to data on agreed words', doc =>
    agreed(doc, 'b1').format(0, 2, { link: 'data:text/html,x' }),
  ),
  byBrazil('[GU49] a picture among own words', doc =>
    insertEmbed(ownText(doc, pBrazil), 0, sign({ img: 'http://x' })),
  ),
  byBrazil('[GU49] a sign with a further key', doc =>
    insertEmbed(ownText(doc, pBrazil), 0, sign({ br: 1, x: 1 })),
  ),
  byBrazil('[GU49] a sign with another value', doc =>
    insertEmbed(ownText(doc, pBrazil), 0, sign({ split: 2 })),
  ),
  byBrazil('[GU49] a sign that is a plain value', doc => insertEmbed(ownText(doc, pBrazil), 0, sign('br'))),
  byBrazil('[GU49][RL38] a sign that brings a prototype', doc =>
    insertEmbed(ownText(doc, pBrazil), 0, sign(JSON.parse('{"__proto__":{"br":1}}'))),
  ),
  byBrazil('[GU49] a break of paragraphs in a rationale', doc =>
    insertEmbed(rationale(doc), 0, { split: 1 }),
  ),
  byBrazil('[GU49] a reference to a note in a rationale', doc =>
    insertEmbed(rationale(doc), 0, { footnote: `${pBrazil}.ins.n` as never }),
  ),
  byBrazil('[GU49] a break of paragraphs in a note', doc => {
    const map = addNote(hosts(doc, 'ins', 'notes'), `${pBrazil}.ins.n`)
    insertEmbed(map.get('text') as Y.Text, 0, { split: 1 })
  }),
  byBrazil('[GU50] a reference to an agreed note in own words', doc =>
    insertEmbed(ownText(doc, pBrazil), 0, { footnote: 'n1' as never }),
  ),
  byBrazil('[GU50] a reference to a note of another change', doc => {
    const other = newChange(doc, pBrazil, 'new', {
      kind: 'insert',
      at: { h: 'b1' as never, s: -1 },
      ord: 'a0',
    })
    addNote(other.get('notes') as Y.Map<Y.Map<unknown>>, `${pBrazil}.new.n`)
    insertEmbed(ownText(doc, pBrazil), 0, { footnote: `${pBrazil}.new.n` as never })
  }),
  byBrazil('[GU50][RL38] a reference to a note named like a part of every object', doc =>
    insertEmbed(ownText(doc, pBrazil), 0, { footnote: 'constructor' as never }),
  ),
  {
    name: '[GU43] a format among the keys of a change',
    act: ({ table, brazil }) => {
      const holder = change(table.doc, pBrazil, 'sw')._item as Y.Item
      const format = rawItem(7, 0, { parent: holder.id, key: 'on', content: new Y.ContentFormat('em', true) })
      return brazil.sendBytes(rawUpdate([[format]]))
    },
  },
  {
    name: '[GU19] words between the halves of an own character beyond U+FFFF',
    act: ({ brazil }) => brazil.send(doc => ownText(doc, pBrazil).insert(8, 'x')),
  },
  {
    name: '[GU19] words between the halves of an agreed character beyond U+FFFF',
    act: ({ secretary }) => secretary.send(doc => agreed(doc, 'b1').insert(19, 'x')),
  },
  {
    name: '[GU19] half a character beyond U+FFFF deleted',
    act: ({ table, secretary }) => {
      const { client, clock } = unitOf(agreed(table.doc, 'b1'), 19)
      return secretary.sendBytes(rawUpdate([], [[client, [[clock, 2]]]]))
    },
  },
  {
    name: '[GU19] words right of the first half of a character beyond U+FFFF',
    act: ({ table, brazil }) => {
      const rightOrigin = unitOf(ownText(table.doc, pBrazil), 8)
      const origin = unitOf(ownText(table.doc, pBrazil), 6)
      return brazil.sendBytes(
        rawUpdate([[rawItem(7, 0, { origin, rightOrigin, content: new Y.ContentString('x') })]]),
      )
    },
  },
  {
    name: '[GU22] half an agreed character deleted by somebody who may not even write there',
    act: ({ table, brazil }) => {
      const { client, clock } = unitOf(agreed(table.doc, 'b1'), 18)
      return brazil.sendBytes(rawUpdate([], [[client, [[clock, 1]]]]))
    },
  },
]

/** An attack on a table with a limit that is easier to reach. */
function beyond(name: string, limit: Partial<Limits>, act: (doc: Y.Doc) => void): Attack {
  return {
    name,
    act: ({ table, brazil }) => {
      const before = table.limits
      table.limits = { ...before, ...limit }
      const verdict = brazil.send(act)
      table.limits = before
      return verdict
    },
  }
}

const onSizes: Attack[] = [
  byBrazil('[GU1][RL28] two million letters', doc => ownText(doc, pBrazil).insert(0, 'x'.repeat(2e6))),
  byBrazil('[GU56] three hundred thousand letters in one text', doc =>
    ownText(doc, pBrazil).insert(0, 'x'.repeat(3e5)),
  ),
  byBrazil('[GU56] a new proposal with a text too long', doc =>
    propose(doc, 'PNEW' as never, 'b1', 'x'.repeat(3e5)),
  ),
  beyond('[GU56] a text that grows too long', { maxTextLength: 20 }, doc =>
    ownText(doc, pBrazil).insert(0, 'x'.repeat(11)),
  ),
  byBrazil('[GU54] strikes over three million letters', doc => {
    const ids = change(doc, pBrazil, 'del').get('ids') as Y.Map<number>
    for (let i = 0; i < 3; i++) ids.set(`b1|${i}:1`, 1_000_000)
  }),
  beyond('[GU53] too many ranges', { maxIdEntries: 3 }, doc => {
    const ids = change(doc, pBrazil, 'del').get('ids') as Y.Map<number>
    for (let i = 0; i < 3; i++) ids.set(`b1|${i}:1`, 1)
  }),
  beyond('[GU55] too many changes', { maxChanges: 4 }, doc => {
    for (let i = 0; i < 2; i++) newChange(doc, pBrazil, `n${i}`, { kind: 'join', block: 'b2' as never })
  }),
  beyond('[GU55] a new proposal with too many changes', { maxChanges: 2 }, doc =>
    propose(doc, 'PNEW' as never, 'b1', 'x'),
  ),
  beyond('[GU52] too many notes of one change', { maxHostsOfChange: 2 }, doc => {
    for (let i = 0; i < 3; i++) addNote(hosts(doc, 'ins', 'notes'), `${pBrazil}.ins.n${i}`)
  }),
  beyond('[GU52] a new change with too many blocks', { maxHostsOfChange: 2 }, doc => {
    const fresh = newChange(doc, pBrazil, 'new', {
      kind: 'newBlock',
      after: { h: 'b1' as never, s: -1 },
      ord: 'a0',
    })
    for (let i = 0; i < 3; i++)
      addBlock(fresh.get('blocks') as Y.Map<Y.Map<unknown>>, `${pBrazil}.new.${i}`, {
        order: `a${i}`,
        kind: 'paragraph',
        level: 0,
        label: null,
      })
  }),
]

describe('running text', () => {
  refuses(onText)
})
describe('sizes', () => {
  refuses(onSizes)
})

describe('links', () => {
  const bad = [
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,<script>',
    'vbscript:x',
    'file:///etc/passwd',
    '//evil.example',
    '/path',
    'http:evil.example',
    'https://good.example@evil.example',
    'https://a.example/"onmouseover="x',
    'https://a.example/<x>',
    'https://a.example\\@evil.example',
    'https://a.example/\u202emoc',
    'https://',
    'mailto:',
    `https://a.example/${'x'.repeat(3000)}`,
    '',
  ]

  it('[GU47][RL38] lead nowhere but to addresses of the web and of mail', () => {
    expect(bad.filter(value => isMarkValue('link', value))).toEqual([])
    const good = [
      'https://a.example',
      'http://a.example/@x?y=1#z',
      "https://a.example/it's",
      'mailto:a@b.example',
    ]
    expect(good.filter(value => !isMarkValue('link', value))).toEqual([])
    expect(isMarkValue('link', true)).toBe(false)
  })

  it('[GU47] and other marks hold how they were written', () => {
    const good = [
      isMarkValue('strong', '__'),
      isMarkValue('em', '*'),
      isMarkValue('esc', '  \\\r\n> '),
      isMarkValue('code', true),
    ]
    expect(good).toEqual([true, true, true, true])
    expect([
      isMarkValue('strong', '*'),
      isMarkValue('esc', 'x'),
      isMarkValue('em', 1),
      isMarkValue('sup', null),
    ]).toEqual([false, false, false, false])
  })
})
