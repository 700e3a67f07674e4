/** The state of a text before anything of it is known. */
import type { PartyId } from '../../shared/ids.ts'
import type { WorkspaceState } from '../workspace/workspace.ts'

export const emptyState: WorkspaceState = {
  saving: 'loading',
  savedAt: null,
  troubleSince: null,
  unsent: 0,
  trouble: null,
  title: '',
  language: 'en',
  me: { name: '', party: '' as PartyId, role: 'reader' },
  speakingFor: null,
  parties: [],
  presence: [],
  outline: [],
  proposals: [],
  brackets: [],
  strays: [],
  notices: [],
  salvaged: [],
  view: { kind: 'everything' },
  current: null,
  asked: null,
}
