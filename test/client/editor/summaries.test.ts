import { describe, expect, it } from 'vitest'
import { bracketsOf } from '../../../client/editor/summaries/brackets.ts'
import { citationsOf, outlineOf, unitOfBlock } from '../../../client/editor/summaries/outline.ts'
import { previewFor } from '../../../client/editor/summaries/preview.ts'
import { proposalsOf } from '../../../client/editor/summaries/proposals.ts'
import { storeName } from '../../../client/sync/offline-store.ts'
import type { HostId, PartyId } from '../../../shared/ids.ts'
import { meeting, type Person } from '../../builders/meeting.ts'

const listOf = (person: Person, party = 'A') =>
  proposalsOf(person.client.live.model, person.client.live.blocks, {
    party: party as PartyId,
    cite: block => block,
  })

describe('the list of proposals', () => {
  it('[SC80] tells what each brings and strikes, where, and whose it is', () => {
    const m = meeting('The Parties shall report', 'Done at Geneva')
    const a = m.join('A').replace('«shall» report', 'should')
    const b = m.join('B').type('Geneva|', ' in May')
    m.sync()
    expect(listOf(a)).toMatchObject([
      {
        holder: 'A',
        mine: true,
        inserted: 'should',
        deleted: 'shall',
        places: [{ block: 'b0' }],
        placeGone: false,
      },
      { holder: 'B', mine: false, inserted: ' in May', deleted: '', places: [{ block: 'b1' }] },
    ])
    expect(listOf(b)[0]?.kinds.toSorted()).toEqual(['delete', 'insert'])
  })

  it('[SC81] lists proposals whose place is gone at the end', () => {
    const m = meeting('one', 'two')
    const a = m.join('A').type('one|', ' lost')
    m.sync()
    m.act({ kind: 'delete-block', block: 'b0' })
    m.sync()
    expect(listOf(a)).toMatchObject([{ inserted: ' lost', placeGone: true, places: [] }])
  })

  it('[SC80] keeps words inside another’s words apart from them', () => {
    const m = meeting('one two')
    const a = m.join('A').type('one| two', 'aaaa')
    m.sync()
    m.join('B').type('aa|aa', 'bb')
    m.sync()
    expect(listOf(a).map(each => each.inserted)).toEqual(['aa … aa', 'bb'])
  })
})

describe('outline and brackets', () => {
  const paper = () => {
    const m = meeting('preamble', 'one two three', 'four')
    m.act({
      kind: 'new-block',
      block: 'h1',
      after: 'b0',
      blockKind: 'heading',
      level: 1,
      label: 'Standard 1',
      text: '',
    })
    m.act({ kind: 'new-block', block: 'h2', after: 'b1', blockKind: 'heading', level: 2, text: 'Part' })
    const a = m.join('A').bracket('one «two» three').type('four|', ' five')
    m.sync()
    return { m, a }
  }

  it('[SC82] counts open brackets and proposals in each unit with those below it', () => {
    const { a } = paper()
    const units = outlineOf(a.client.live.blocks)
    expect(units.map(({ block, label, title, open }) => [block, label, title, open])).toEqual([
      ['b0', null, '', 0],
      ['h1', 'Standard 1', '', 1],
      ['h2', null, 'Part', 1],
    ])
  })

  it('[SC83] cites a block by its label, its unit’s label or its unit’s title', () => {
    const { a } = paper()
    const { blocks } = a.client.live
    const units = outlineOf(blocks)
    const citations = citationsOf(units, blocks)
    const ids = ['h1', 'b1', 'b2', 'nobody'] as readonly string[] as readonly HostId[]
    expect(ids.map(id => citations.get(id))).toEqual(['Standard 1', 'Standard 1', 'Part', undefined])
    expect(unitOfBlock(units, blocks, 'b2')?.block).toBe('h2')
  })

  it('[SC84] lists brackets with the words between them', () => {
    const { a } = paper()
    const asked = { party: 'A' as PartyId, cite: () => '' }
    expect(bracketsOf(a.client.live.model, a.client.live.blocks, asked)).toMatchObject([
      { holder: 'A', state: 'proposed', block: 'b1', text: 'two' },
    ])
  })
})

describe('the preview of a decision', () => {
  it('[SC85] shows what would be new, with all it hangs on, under the hash that the server takes', () => {
    const m = meeting('one two')
    const a = m.join('A').type('one| two', ' aaaa')
    m.sync()
    const b = m.join('B').type('aa|aa', 'bb')
    m.sync()
    const preview = previewFor(b.client.live.model, b.proposal, undefined)
    expect(preview.together).toEqual([a.proposal])
    expect(
      preview.blocks[0]?.runs
        .filter(run => run.kind === 'new')
        .map(run => run.text)
        .join(''),
    ).toBe(' aabbaa')
    const act = { kind: 'adopt', proposal: b.proposal, previewHash: preview.hash, together: preview.together }
    expect(m.act(act, 'chair').kind).toBe('done')
    m.sync()
    expect(m.agreed()).toEqual(['one aabbaa two'])
  })

  it('[SC85] shows other words in the place of the proposed ones', () => {
    const m = meeting('one two')
    const a = m.join('A').replace('«one» two', 'ONE')
    m.sync()
    const amended = previewFor(a.client.live.model, a.proposal, { kind: 'words', words: 'First' })
    expect(amended.blocks[0]?.runs.map(run => run.text).join('')).toBe('First two')
    const act = {
      kind: 'adopt-as-amended',
      proposal: a.proposal,
      previewHash: amended.hash,
      amendedBy: { kind: 'words', words: 'First' },
    }
    expect(m.act(act, 'chair').kind).toBe('done')
    expect(m.agreed()).toEqual(['First two'])
  })
})

describe('the offline store', () => {
  it('[SY9] is one for each person, party, text and epoch', () => {
    const key = { person: 'p', party: 'A', text: 't', epoch: 'e' }
    const names = [
      key,
      { ...key, person: 'q' },
      { ...key, party: 'B' },
      { ...key, text: 'u' },
      { ...key, epoch: 'f' },
    ].map(storeName)
    expect(new Set(names).size).toBe(5)
    expect(storeName({ ...key, person: 'a/b' })).not.toBe(storeName({ ...key, person: 'a', party: 'b/A' }))
  })
})
