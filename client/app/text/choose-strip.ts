import type { Notice, Salvaged, WorkspaceState } from '../../workspace/workspace.ts'

/** The one message that stands over the page. */
export type StripChoice =
  | { readonly kind: 'not-saved'; readonly since: number | null }
  | { readonly kind: 'salvaged'; readonly first: Salvaged; readonly more: number }
  | { readonly kind: 'offline'; readonly since: number | null; readonly unsent: number }
  | { readonly kind: 'notice'; readonly notice: Notice; readonly more: number }
  | { readonly kind: 'reading'; readonly role: 'reader' | 'observer' }

/** The worst of what is to be said, or null: words at risk first, then words to take back, then the line, then news. */
export function chooseStrip(state: WorkspaceState): StripChoice | null {
  const { saving, salvaged, notices, me } = state
  if (saving === 'not-saved') return { kind: 'not-saved', since: state.troubleSince }
  const [first] = salvaged
  if (first) return { kind: 'salvaged', first, more: salvaged.length - 1 }
  if (saving === 'offline') return { kind: 'offline', since: state.troubleSince, unsent: state.unsent }
  const [notice] = notices
  if (notice) return { kind: 'notice', notice, more: notices.length - 1 }
  if (saving === 'reading-only' && (me.role === 'reader' || me.role === 'observer'))
    return { kind: 'reading', role: me.role }
  return null
}
