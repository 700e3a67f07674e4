// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { afterEach, describe, expect, it } from 'vitest'
import type { RecordChoice, RecordSource } from '../../../client/history/load-older.ts'
import { RecordView } from '../../../client/history/record-view.tsx'
import type { RecordEntry } from '../../../shared/api/record.ts'
import type { BlockId, PartyId, PersonId } from '../../../shared/ids.ts'
import { choose, clearScreens, find, isThere, press, sees, showInText, words } from '../render.tsx'

const at = new Date(2026, 10, 21, 9, 0).getTime()

function entry(seq: number, part: Partial<RecordEntry> = {}): RecordEntry {
  return {
    seq,
    at: at + seq * 1000,
    kind: 'edit',
    person: { id: 'ana' as PersonId, name: 'Ana Lima' },
    party: 'BR' as PartyId,
    onBehalfOf: null,
    act: null,
    places: [{ block: 's2' as BlockId, note: null, proposal: null, bracket: null }],
    inserted: 'word ',
    deleted: 0,
    reason: null,
    words: null,
    ...part,
  }
}

function record(entries: readonly RecordEntry[]) {
  const choices: RecordChoice[] = []
  const source: RecordSource = {
    head: () => Promise.resolve(entries.at(-1)?.seq ?? 0),
    page: (choice, { after, limit }) => {
      choices.push(choice)
      const left = entries.filter(
        item => item.seq > after && (choice.party === null || item.party === choice.party),
      )
      return Promise.resolve({ entries: left.slice(0, limit), next: null })
    },
  }
  return { source, choices }
}

const view = (source: RecordSource) => (
  <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
    <RecordView text="T1" source={source} onError={error => <p>went wrong: {String(error)}</p>} />
  </QueryClientProvider>
)

afterEach(clearScreens)

describe('record on screen', () => {
  const acts = [
    entry(1, { kind: 'import', person: null, party: null, places: [], inserted: '' }),
    entry(2),
    entry(3),
    entry(4, {
      kind: 'act',
      act: 'keep-in-brackets',
      inserted: '',
      person: { id: 'clara' as PersonId, name: 'Clara Weiss' },
      party: 'SEC' as PartyId,
      onBehalfOf: 'SN' as PartyId,
      reason: 'No consensus',
    }),
  ]

  it('[SC26] shows time, person, party, on behalf of, what and where', async () => {
    await showInText(view(record(acts).source))
    await sees('4 entries shown')
    const rows = [...document.querySelectorAll('tbody tr')].map(row =>
      [...row.children].map(cell => cell.textContent).join(' | '),
    )
    expect(rows[0]).toMatch(
      /^4 \| Sat 21 Nov( 2026)? 09:00 \| SECClara Weisson behalf of Senegal \| keeps in bracketsNo consensus \| Standard 2$/,
    )
    expect(rows[1]).toContain('2–3')
    expect(rows[1]).toContain('BRAna Lima | writesword word')
    expect(rows[2]).toContain('The program | brings in the paper')
  })

  it('[SC26] asks by party and by unit', async () => {
    const { source, choices } = record(acts)
    await showInText(view(source))
    await sees('4 entries shown')
    const [party, unit] = [...document.querySelectorAll('select')]
    if (!party || !unit) throw new Error('no filters')
    await choose(`#${CSS.escape(party.id)}`, 'SEC')
    await sees('1 entry shown')
    await choose(`#${CSS.escape(unit.id)}`, 's1')
    await sees('1 entry shown')
    expect(choices.at(-1)).toEqual({ party: 'SEC', unit: 's1' })
    expect(unit.textContent).toContain('Standard 13')
  })

  it('[SC26] goes further back on a press', async () => {
    const many = Array.from({ length: 150 }, (_, i) => entry(i + 1))
    await showInText(view(record(many).source))
    await sees('100 entries shown')
    await press('Older entries')
    await sees('150 entries shown')
    expect(isThere('Older entries')).toBe(false)
  })

  it('[SC26] says when nothing meets the choice, and when the record cannot be read', async () => {
    await showInText(view(record([]).source))
    await sees('Nothing in the record meets this choice.')
    await clearScreens()
    const broken: RecordSource = {
      head: () => Promise.reject(new Error('no line')),
      page: record([]).source.page,
    }
    await showInText(view(broken))
    await sees('went wrong: Error: no line')
  })

  it('[SC6] is in French too', async () => {
    await showInText(view(record(acts).source), {}, { language: 'fr' })
    await sees('4 inscriptions affichées')
    expect(words()).toContain('au nom de : Sénégal')
    expect(find('th').textContent).toBe('Inscription')
  })
})
