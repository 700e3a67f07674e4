/** What a server would say to the screens' requests, answered in the page itself. */
import type { Me } from '../../../shared/api/me.ts'

const started = new Date(2026, 10, 21, 9, 0).getTime()

function recordEntries() {
  const people = [
    { id: 'person1', name: 'Ana Lima', party: 'BR', onBehalfOf: null },
    { id: 'person2', name: 'Kenji Mori', party: 'JP', onBehalfOf: null },
    { id: 'person3', name: 'Clara Weiss', party: 'SEC', onBehalfOf: 'SN' },
  ]
  const acts = [null, null, null, 'adopt', null, 'lift-bracket', 'keep-in-brackets']
  const words = ['registered ', 'in the ', 'country ', '', 'of import', '', '']
  return Array.from({ length: 240 }, (_, i) => {
    const { id, name, party, onBehalfOf } = people[Math.floor(i / 7) % 3] as (typeof people)[0]
    const act = acts[i % 7] ?? null
    return {
      seq: i + 1,
      at: started + i * 20_000,
      kind: i === 0 ? 'import' : act === null ? 'edit' : 'act',
      person: i === 0 ? null : { id, name },
      party: i === 0 ? null : party,
      onBehalfOf: i === 0 ? null : onBehalfOf,
      act: i === 0 ? null : act,
      places: [
        { block: ['s1', 's2', 's3'][Math.floor(i / 7) % 3], note: null, proposal: null, bracket: null },
      ],
      inserted: i === 0 ? '' : words[i % 7],
      deleted: i % 7 === 2 ? 4 : 0,
      reason: act === 'keep-in-brackets' ? 'No consensus in plenary' : null,
      words: null,
    }
  })
}

function answer(url: URL, me: Me | null): { status: number; body: unknown } {
  const { pathname, searchParams } = url
  if (pathname === '/api/me') return me ? { status: 200, body: me } : { status: 401, body: {} }
  if (me === null) return { status: 422, body: {} }
  if (pathname === '/api/texts') return { status: 200, body: { texts } }
  if (pathname.endsWith('/record')) return { status: 200, body: recordPage(searchParams) }
  if (pathname.startsWith('/api/texts/'))
    return { status: 200, body: { ...texts[0], schema: 1, epoch: 'e', seq: 240, head: 'ab' } }
  return { status: 404, body: {} }
}

const texts = [
  { id: 'T1', title: 'Annex I, Provisional SECURE Standards', language: 'en', createdAt: started },
  { id: 'T2', title: 'Note de couverture', language: 'fr', createdAt: started - 86_400_000 * 200 },
]

function recordPage(query: URLSearchParams) {
  const after = Number(query.get('after'))
  const limit = Number(query.get('limit'))
  const party = query.get('party')
  const entries = recordEntries().filter(
    entry => entry.seq > after && (party === null || entry.party === party || entry.onBehalfOf === party),
  )
  return { entries: entries.slice(0, limit), next: null }
}

/** From now on every request of the page is answered here. */
export function answerRequests(me: Me | null): void {
  window.fetch = input => {
    const { status, body } = answer(new URL(String(input), location.href), me)
    return Promise.resolve(Response.json(body, { status }))
  }
}
