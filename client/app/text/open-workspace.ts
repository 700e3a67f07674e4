/** Opens a text: who is signed in, the parties, what the server says of the text; then the workspace on it. */
import 'prosemirror-view/style/prosemirror.css'
import '../../editor/marks.css'
import { ClosedWorkspace } from '../../editor/closed-workspace.ts'
import { TextWorkspace } from '../../editor/text-workspace.ts'
import type { OpenWorkspace, Trouble, Workspace } from '../../workspace/workspace.ts'
import { faultOf, fetchMe, fetchParties, fetchText } from '../api.ts'

/** The workspace of a text. What this person may not open is a closed workspace that says why; rejects when nobody answers. */
export const openWorkspace: OpenWorkspace = async text => {
  try {
    const [person, parties, meta] = await Promise.all([fetchMe(), fetchParties(), fetchText(text)])
    if (person === null) return new ClosedWorkspace('sign-in-needed')
    const socketBase = `${location.origin.replace(/^http/, 'ws')}/collab`
    return new TextWorkspace({ person, parties, meta, socketBase, storage: sessionStorage })
  } catch (error) {
    return closedBy(error)
  }
}

function closedBy(error: unknown): Workspace {
  const trouble = troubleOf(error)
  if (trouble === null) throw error
  return new ClosedWorkspace(trouble)
}

function troubleOf(error: unknown): Trouble | null {
  const fault = faultOf(error)
  if (fault === 'signed-out') return 'sign-in-needed'
  return fault === 'not-found' || fault === 'refused' ? 'not-allowed' : null
}
