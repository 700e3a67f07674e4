/** What screens inside a text may ask for: its workspace, a part of its state, a party. */
import { createContext, useContext, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { PartyId } from '../../shared/ids.ts'
import type { Language } from './language.ts'
import { unknownParty } from './party.ts'
import type { PartySummary, Workspace, WorkspaceState } from './workspace.ts'

export const WorkspaceContext = createContext<Workspace | null>(null)

/** The language of the interface. */
export function useLanguage(): Language {
  return useTranslation().i18n.language as Language
}

/** The open text. */
export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext)
  if (workspace === null) throw new Error('No text is open here')
  return workspace
}

/** One part of the open text's state; renders again when that part is another object. */
export function useWorkspaceState<T>(select: (state: WorkspaceState) => T): T {
  const workspace = useWorkspace()
  return useSyncExternalStore(
    listener => workspace.subscribe(listener),
    () => select(workspace.state()),
  )
}

/** A party by its id; one that the body does not list shows its id. */
export function useParties(): (id: PartyId) => PartySummary {
  const parties = useWorkspaceState(state => state.parties)
  return id => parties.find(party => party.id === id) ?? unknownParty(id)
}
