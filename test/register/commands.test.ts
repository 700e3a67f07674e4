import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { rightOfCommand } from '../../server/register/commands.ts'
import { compose } from '../../shared/compose/compose.ts'
import { Model } from '../../shared/compose/model.ts'
import { clean } from '../../shared/compose/view.ts'
import { may } from '../../shared/rules/rights.ts'
import { roles } from '../../shared/rules/roles.ts'
import { meeting } from '../builders/meeting.ts'
import { commands } from '../protocol/builders.ts'

const stale = '0'.repeat(64)

const open = () => {
  const m = meeting('one two', 'three four')
  const a = m.join('A').replace('«one» two', 'ONE')
  m.sync()
  return { m, a, proposal: a.proposal }
}

describe('who may', () => {
  it('[RG1] refuses every command of a role without its right, and changes nothing', () => {
    const { m } = open()
    for (const command of commands)
      for (const role of roles) {
        const { kind } = command
        if (may(role, rightOfCommand[kind])) continue
        const before = Y.encodeStateAsUpdate(m.doc)
        expect(m.act(command, role), `${role} ${kind}`).toMatchObject({ rule: 'RG1', code: 'not-allowed' })
        expect(Y.encodeStateAsUpdate(m.doc)).toEqual(before)
      }
  })

  it('[RG6] lets only the holder withdraw', () => {
    const { m, a, proposal } = open()
    expect(m.act({ kind: 'withdraw', proposal }, 'delegate', 'B')).toMatchObject({
      kind: 'refused',
      rule: 'RG6',
    })
    expect(m.withdraw(a, proposal).kind).toBe('done')
    expect(m.shown()[0]).toBe('one two')
  })
})

describe('decisions', () => {
  it('[RG3] decides on open proposals only', () => {
    const { m, proposal } = open()
    m.notRetain(proposal)
    for (const kind of ['not-retain', 'withdraw'])
      expect(m.act({ kind, proposal }, 'secretary', 'A')).toMatchObject({ rule: 'RG3' })
    const target = { kind: 'proposal', proposal }
    expect(m.act({ kind: 'keep-in-brackets', target })).toMatchObject({ rule: 'RG3' })
  })

  it('[RG11] keeps in the record what was proposed, by whom, and how the words read before and after', () => {
    const { m, proposal } = open()
    expect(m.adopt(proposal).kind).toBe('done')
    expect(m.lastAct).toMatchObject({
      command: 'adopt',
      record: { adopted: [{ proposal, holder: 'A' }], before: ['one two'], after: ['ONE two'] },
    })
    expect(JSON.stringify(m.lastAct)).toContain('"text":"ONE"')
  })

  it('[RG5] adopts words at the very start of a proposed paragraph together with it', () => {
    const m = meeting('one')
    const a = m.join('A').propose('one', ['two'])
    const b = m.join('B')
    m.sync()
    b.type('|two', 'B ')
    m.sync()
    expect(m.adopt(b.proposal)).toMatchObject({ rule: 'RG5', depends: [a.proposal] })
    expect(m.adopt(b.proposal, [a.proposal]).kind).toBe('done')
    expect(m.agreed()).toEqual(['one', 'B two'])
  })

  it('[TX11] joins before it breaks: what is broken off a joined paragraph is of the kind it was joined to', () => {
    const m = meeting('one', 'two three')
    const a = m
      .join('A')
      .type('two |three', [{ kind: 'split' }])
      .change('two', { kind: 'join' })
    const b0 = { block: 'b0', kind: 'heading', level: 1 }
    m.act({ kind: 'structure', breaks: [], joins: [], kinds: [b0] })
    m.sync()
    expect(m.adopt(a.proposal).kind).toBe('done')
    expect(m.agreed()).toEqual(['onetwo ', 'three'])
    expect(compose(new Model(m.doc), clean).map(block => block.kind)).toEqual(['heading', 'heading'])
  })

  it('[RG12] adopts named changes of a proposal and leaves the rest open', () => {
    const m = meeting('one two')
    const a = m.join('A').type('one| two', ' X').type('two|', ' Y')
    m.sync()
    const [first] = [...a.client.live.model.changes.keys()].sort()
    const seen = m.act({ kind: 'adopt', proposal: a.proposal, changes: [first], previewHash: stale }) as {
      previewHash: string
    }
    expect(
      m.act({ kind: 'adopt', proposal: a.proposal, changes: [first], previewHash: seen.previewHash }).kind,
    ).toBe('done')
    m.sync()
    expect(m.shown()).toEqual(['one X two{A+ Y}'])
    expect(m.state(a.proposal)).toBe('open')
  })

  it('[RG12] marks the named changes of every proposal that is adopted together, so that none is adopted twice', () => {
    const m = meeting('one two')
    const a = m.join('A').type('one| two', ' X').type('two|', ' Y')
    const b = m.join('B').type('|one', 'Z ').type('tw|o', '-')
    m.sync()
    const of = (pid: string) => new Model(m.doc).changesOf(pid).map(change => change.cid)
    const changes = [of(a.proposal)[0], of(b.proposal)[0]]
    const together = { kind: 'adopt', proposal: a.proposal, together: [b.proposal], changes }
    const seen = m.act({ ...together, previewHash: stale }) as { previewHash: string }
    expect(m.act({ ...together, previewHash: seen.previewHash }).kind).toBe('done')
    m.sync()
    expect(m.agreed()).toEqual(['Z one X two'])
    m.adopt(b.proposal)
    expect(m.agreed()).toEqual(['Z one X tw-o'])
    expect([m.state(a.proposal), m.state(b.proposal)]).toEqual(['open', 'adopted'])
  })

  it('[RG12] closes a proposal when nothing of it is left, and refuses to adopt none of its changes', () => {
    const { m, proposal } = open()
    const changes = new Model(m.doc).changesOf(proposal).map(change => change.cid)
    for (const none of [[], ['x.y']])
      expect(m.act({ kind: 'adopt', proposal, changes: none, previewHash: stale })).toMatchObject({
        rule: 'RG12',
      })
    const seen = m.act({ kind: 'adopt', proposal, changes, previewHash: stale }) as { previewHash: string }
    m.act({ kind: 'adopt', proposal, changes: [...changes, 'x.y'], previewHash: seen.previewHash })
    expect(m.state(proposal)).toBe('adopted')
  })

  it('[RG12][PP9] marks a proposal as emptied when what was not adopted of it is taken back', () => {
    const m = meeting('one two')
    const a = m.join('A').type('one| two', ' X').type('two|', ' Y')
    m.sync()
    const changes = [new Model(m.doc).changesOf(a.proposal)[0]?.cid]
    const adopt = { kind: 'adopt', proposal: a.proposal, changes }
    const seen = m.act({ ...adopt, previewHash: stale }) as { previewHash: string }
    m.act({ ...adopt, previewHash: seen.previewHash })
    m.sync()
    a.delete('two« Y»')
    m.sync()
    expect(m.state(a.proposal)).toBe('emptied')
  })

  it('[RG13] adopts other words in place of a proposal’s, and links the two', () => {
    const { m, proposal } = open()
    const seen = m.act({ kind: 'adopt', proposal, previewHash: stale }) as { previewHash: string }
    const amend = (previewHash: string) =>
      m.act(
        { kind: 'adopt-as-amended', proposal, previewHash, amendedBy: { kind: 'words', words: 'First' } },
        'chair',
      )
    expect(amend(stale)).toMatchObject({ rule: 'RG4' })
    expect(amend(seen.previewHash).kind).toBe('done')
    m.sync()
    expect(m.agreed()[0]).toBe('First two')
    expect(m.state(proposal)).toBe('adopted-as-amended')
  })

  it('[RG10] asks for a proposal when words cannot stand in for what is proposed', () => {
    const m = meeting('one two')
    const a = m.join('A').type('one| two', ' X').type('two|', ' Y')
    m.sync()
    const seen = m.act({ kind: 'adopt', proposal: a.proposal, previewHash: stale }) as { previewHash: string }
    const before = Y.encodeStateAsUpdate(m.doc)
    const amendedBy = { kind: 'words', words: 'Z' }
    expect(
      m.act({ kind: 'adopt-as-amended', proposal: a.proposal, previewHash: seen.previewHash, amendedBy }),
    ).toMatchObject({ rule: 'RG10' })
    expect(Y.encodeStateAsUpdate(m.doc)).toEqual(before)
  })

  it('[RG14] records that a proposal was looked at and stays', () => {
    const { m, proposal } = open()
    expect(m.act({ kind: 'keep-in-brackets', target: { kind: 'proposal', proposal } }, 'chair').kind).toBe(
      'done',
    )
    expect(m.doc.getMap('register').get(proposal)).toMatchObject({ state: 'open', kept: true })
  })

  it('[RG8] reserves a proposal for a delegation once, with both names', () => {
    const m = meeting('one two')
    expect(m.act({ kind: 'reserve', proposal: 'P1', onBehalfOf: 'JP' }, 'secretary', 'SEC').kind).toBe('done')
    expect(m.doc.getMap('register').get('P1')).toMatchObject({
      holder: 'JP',
      writers: ['JP', 'SEC'],
      enteredBy: 'SEC',
    })
    expect(m.act({ kind: 'reserve', proposal: 'P1', onBehalfOf: 'BR' })).toMatchObject({ rule: 'RG8' })
  })
})

describe('structure of agreed text', () => {
  it('[RG2] refuses an id that is taken and a block that does not stand', () => {
    const { m } = open()
    expect(m.break('one| two', 'b1')).toMatchObject({ rule: 'RG2' })
    expect(m.act({ kind: 'label', block: 'nobody', label: '1' })).toMatchObject({ rule: 'RG2' })
    expect(m.act({ kind: 'move-block', block: 'b0', after: 'nobody' })).toMatchObject({ rule: 'RG2' })
  })

  it('[RG9] leaves out a break whose place is gone, and says so', () => {
    const m = meeting('one', 'two')
    m.act({ kind: 'delete-block', block: 'b1' })
    const breaks = [{ at: { h: 'b1', s: -1 }, id: 'x1', kind: 'paragraph' }]
    expect(m.act({ kind: 'structure', breaks, joins: [], kinds: [] })).toMatchObject({
      kind: 'done',
      made: [],
      leftOut: ['x1'],
    })
  })

  it('[RG15] sets, moves, deletes and revives blocks, each as an act', () => {
    const m = meeting('one', 'two')
    m.act({
      kind: 'new-block',
      block: 'n1',
      after: 'b0',
      blockKind: 'heading',
      level: 1,
      label: '7 bis',
      text: 'New',
    })
    m.act({ kind: 'label', block: 'b0', label: '6' })
    m.act({ kind: 'move-block', block: 'b1', after: null })
    m.act({ kind: 'delete-block', block: 'n1' })
    expect(m.agreed()).toEqual(['two', 'one'])
    m.act({ kind: 'new-block', block: 'n1', after: 'b0', blockKind: 'heading', level: 1, text: '' })
    m.sync()
    expect(m.agreed()).toEqual(['two', 'one', 'New'])
  })

  it('[RG16] wraps agreed words in brackets and lifts them, keeping the words', () => {
    const m = meeting('one two')
    const s = m.join('S', 'secretary')
    const [block] = s.client.live.blocks
    expect(block).toBeDefined()
    const id = { c: 0xffffffff, h: 'b0' }
    m.act({
      kind: 'wrap-bracket',
      bracket: 'k1',
      open: { ...id, k: firstClock(m), s: 1 },
      close: { ...id, k: firstClock(m) + 2, s: -1 },
    })
    m.sync()
    expect(m.shown()).toEqual(['[one] two'])
    expect(m.act({ kind: 'lift-bracket', bracket: 'k1' }, 'chair').kind).toBe('done')
    expect(m.lastAct).toMatchObject({ command: 'lift-bracket', record: { words: ['[one] two'] } })
    m.sync()
    expect(m.shown()).toEqual(['one two'])
  })
})

function firstClock(m: ReturnType<typeof meeting>): number {
  const block = m.doc.getMap<Y.Map<unknown>>('blocks').get('b0')
  const text = block?.get('text')
  if (!(text instanceof Y.Text)) throw new Error('no such block')
  let item = text._start
  while (item && !item.countable) item = item.right
  return item?.id.clock ?? -1
}
