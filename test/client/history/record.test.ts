import { describe, expect, it } from 'vitest'
import { startI18n } from '../../../client/app/i18n/i18n.ts'
import { describeRow } from '../../../client/history/describe-row.ts'
import { loadOlder, type RecordChoice, type RecordSource } from '../../../client/history/load-older.ts'
import { placeNames } from '../../../client/history/place-names.ts'
import { recordRows } from '../../../client/history/record-rows.ts'
import type { RecordEntry } from '../../../shared/api/record.ts'
import type { BlockId, PartyId, PersonId, ProposalId } from '../../../shared/ids.ts'
import { commandKinds } from '../../../shared/protocol/command.ts'
import { proposals } from '../sample-state.ts'

function entry(seq: number, part: Partial<RecordEntry> = {}): RecordEntry {
  return {
    seq,
    at: seq * 1000,
    kind: 'edit',
    person: { id: 'ana' as PersonId, name: 'Ana Lima' },
    party: 'BR' as PartyId,
    onBehalfOf: null,
    act: null,
    places: [{ block: 's2' as BlockId, note: null, proposal: null, bracket: null }],
    inserted: '',
    deleted: 0,
    reason: null,
    words: null,
    ...part,
  }
}

/** A record of `count` entries of which `choice` leaves those that `meets` says. */
function source(count: number, meets: (seq: number) => boolean = () => true) {
  const asked: { after: number; limit: number }[] = []
  const record: RecordSource = {
    head: () => Promise.resolve(count),
    page: (choice, { after, limit }) => {
      asked.push({ after, limit })
      const all = Array.from({ length: count }, (_, i) => entry(i + 1))
      const isChosen = choice.party !== null || choice.unit !== null
      const left = all.filter(item => item.seq > after && (!isChosen || meets(item.seq)))
      return Promise.resolve({ entries: left.slice(0, limit), next: null })
    },
  }
  return { record, asked }
}

const all: RecordChoice = { party: null, unit: null }
const brazil: RecordChoice = { party: 'BR' as PartyId, unit: null }
const seqs = (entries: readonly RecordEntry[]) => entries.map(item => item.seq)

describe('record', () => {
  it('[SC26] comes newest first, page by page, each entry once', async () => {
    const { record } = source(250)
    const seen: number[] = []
    let before: number | null = null
    do {
      const page = await loadOlder(record, all, before)
      seen.push(...seqs(page.entries))
      before = page.before
    } while (before !== null)
    expect(seen).toEqual(Array.from({ length: 250 }, (_, i) => 250 - i))
  })

  it('[SC26] looks further back when a choice leaves nothing near', async () => {
    const { record, asked } = source(3000, seq => seq === 700)
    const page = await loadOlder(record, brazil, null)
    expect(seqs(page.entries)).toEqual([700])
    expect(asked.length).toBeLessThan(7)
    expect(await loadOlder(record, brazil, page.before)).toEqual({ entries: [], before: null })
  })

  it('[SC26] stops after a bounded look and says where to go on', async () => {
    const { record, asked } = source(20_000, () => false)
    const page = await loadOlder(record, brazil, null)
    expect(page).toEqual({ entries: [], before: 10_001 })
    expect(asked).toHaveLength(20)
  })

  it('[SC26] is empty for a text without an entry', async () => {
    const { record, asked } = source(0)
    expect(await loadOlder(record, all, null)).toEqual({ entries: [], before: null })
    expect(asked).toEqual([])
  })
})

describe('rows of the record', () => {
  it('[SC26] makes one row of letters written in one go', () => {
    const rows = recordRows([
      entry(3, { inserted: 'c' }),
      entry(2, { inserted: 'b' }),
      entry(1, { inserted: 'a', deleted: 2 }),
    ])
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ inserted: 'abc', deleted: 2 })
    expect(seqs(rows[0]?.entries ?? [])).toEqual([3, 2, 1])
  })

  it('[SC26] keeps apart other people, parties, places, acts, and what a pause parts', () => {
    const other = { id: 'kenji' as PersonId, name: 'Kenji Mori' }
    const elsewhere = [{ block: 's3' as BlockId, note: null, proposal: null, bracket: null }]
    const differences: Partial<RecordEntry>[] = [
      { person: other },
      { party: 'JP' as PartyId },
      { onBehalfOf: 'SN' as PartyId },
      { places: elsewhere },
      { act: 'adopt', kind: 'act' },
      { reason: 'why' },
      { at: 100_000 },
      { person: null },
    ]
    for (const difference of differences)
      expect(recordRows([entry(2, difference), entry(1)]), JSON.stringify(difference)).toHaveLength(2)
  })

  it('[SC26] makes one row of letters between which others typed elsewhere', () => {
    const kenji = { id: 'kenji' as PersonId, name: 'Kenji Mori' }
    const elsewhere = [{ block: 's3' as BlockId, note: null, proposal: null, bracket: null }]
    const theirs = { person: kenji, places: elsewhere }
    const reserve = { kind: 'act', act: 'reserve', places: [] }
    const rows = recordRows([
      entry(6, { inserted: 'c' }),
      entry(5, { ...theirs, inserted: 'y' }),
      entry(4, reserve),
      entry(3, { inserted: 'b' }),
      entry(2, { ...theirs, inserted: 'x' }),
      entry(1, { inserted: 'a' }),
    ])
    expect(rows.map(row => [seqs(row.entries), row.inserted])).toEqual([
      [[6, 3, 1], 'abc'],
      [[5, 2], 'xy'],
      [[4], ''],
    ])
  })

  it('[SC26] parts letters between which somebody wrote at the same place, decided, or the person wrote elsewhere', () => {
    const elsewhere = [{ block: 's3' as BlockId, note: null, proposal: null, bracket: null }]
    const between: Partial<RecordEntry>[] = [
      { person: { id: 'kenji' as PersonId, name: 'Kenji Mori' } },
      { act: 'adopt', kind: 'act', places: elsewhere },
      { places: elsewhere },
    ]
    for (const part of between)
      expect(recordRows([entry(3), entry(2, part), entry(1)]), JSON.stringify(part)).toHaveLength(3)
  })

  it('[SC26] names every kind of command by its fixed verb', () => {
    const { t } = startI18n('en')
    for (const act of commandKinds) {
      const [row] = recordRows([entry(1, { kind: 'act', act })])
      expect(row && describeRow(row, t), act).not.toBe(act)
    }
  })

  it('[SC26] says what an edit did', () => {
    const { t } = startI18n('en')
    const say = (part: Partial<RecordEntry>) => describeRow(recordRows([entry(1, part)])[0] as never, t)
    expect(say({ inserted: 'words' })).toBe('writes')
    expect(say({ deleted: 1 })).toBe('deletes 1 letter')
    expect(say({ inserted: 'x', deleted: 3 })).toBe('deletes 3 letters and writes')
    expect(say({})).toBe('edits')
    expect(say({ struck: 1, changes: ['delete'] })).toBe('proposes to delete 1 letter')
    expect(say({ struck: 9, changes: ['delete', 'join'] })).toBe(
      'proposes to delete 9 letters, joins paragraphs',
    )
    expect(say({ inserted: 'x', struck: 2, changes: ['insert', 'delete'] })).toBe(
      'proposes to delete 2 letters, writes',
    )
    expect(say({ inserted: 'New one.', changes: ['newBlock'] })).toBe('adds a paragraph')
    expect(say({ changes: ['bracket'] })).toBe('places words in brackets')
    expect(say({ kind: 'import', person: null })).toBe('brings in the paper')
    expect(say({ kind: 'act', act: 'something-new' })).toBe('something-new')
  })

  it('[SC26] cites places, by the proposal where the block is not told', () => {
    const cite = (block: string) => (block === 's2' ? 'Standard 2' : null)
    const by = (proposal: string) => ({
      block: null,
      note: null,
      proposal: proposal as ProposalId,
      bracket: null,
    })
    expect(placeNames(entry(1), proposals, cite)).toEqual(['Standard 2'])
    expect(placeNames({ places: [by('p2'), by('gone')] }, proposals, cite)).toEqual(['Standard 3'])
  })
})
