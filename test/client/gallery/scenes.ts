import type { Me } from '../../../shared/api/me.ts'
import type { PersonId } from '../../../shared/ids.ts'
import type { Role } from '../../../shared/rules/roles.ts'
import { roles } from '../../../shared/rules/roles.ts'
import type { WorkspaceState } from '../../../client/workspace/workspace.ts'
import { id, parties, sampleState } from '../sample-state.ts'

export interface Scene {
  readonly me: Me | null
  readonly state: Partial<WorkspaceState>
}

const since = new Date(2026, 10, 21, 14, 31).getTime()

/** What differs from the sample state, by the scene's name. */
const differences: Readonly<Record<string, Partial<WorkspaceState>>> = {
  offline: { saving: 'offline', troubleSince: since, unsent: 12 },
  'not-saved': { saving: 'not-saved', troubleSince: since },
  loading: { saving: 'loading', savedAt: null },
  reading: { saving: 'reading-only' },
  refused: {
    saving: 'refused',
    salvaged: [{ id: 'w1', words: 'nor to goods that are hazardous to the environment', rule: 'GU7' }],
  },
  notice: { notices: [{ id: 'n1', kind: 'words-returned', text: '', rule: 'PR12' }] },
  empty: { proposals: [], brackets: [], strays: [], presence: [] },
  behalf: { speakingFor: id.party('SN') },
  printed: { view: { kind: 'printed', names: 'initials' } },
  outdated: { saving: 'closed', trouble: 'outdated' },
}

const people: Readonly<Record<Role, { name: string; party: number }>> = {
  chair: { name: 'Ingrid Sand', party: 5 },
  secretary: { name: 'Clara Weiss', party: 4 },
  delegate: { name: 'Ana Lima', party: 0 },
  observer: { name: 'Paul Roy', party: 3 },
  reader: { name: 'Rita Noor', party: 3 },
}

/** The scene an address asks for. */
export function sceneOf(query: URLSearchParams): Scene {
  const role = roles.find(item => item === query.get('role')) ?? 'delegate'
  const { name, party: place } = people[role]
  const party = parties[place] ?? parties[0]
  const { nameEn, nameFr, ...rest } = party
  const scene = query.get('scene') ?? ''
  const me: Me = {
    person: 'person1' as PersonId,
    name,
    role,
    party: { ...rest, kind: 'member', name: { en: nameEn, fr: nameFr } },
  }
  const proposals = sampleState.proposals.map(item => ({ ...item, mine: item.holder === party.id }))
  return {
    me: scene === 'sign-in' ? null : me,
    state: { me: { name, role, party: party.id }, proposals, ...differences[scene] },
  }
}
