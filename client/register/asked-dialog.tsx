import { may } from '../../shared/rules/rights.ts'
import { useWorkspace, useWorkspaceState } from '../workspace/contexts.ts'
import { DecisionDialog } from './decision-dialog.tsx'

/** A key at a bracket asked for an act: the same window as from the panel, for those who decide. */
export function AskedDialog() {
  const workspace = useWorkspace()
  const asked = useWorkspaceState(state => state.asked)
  const decides = useWorkspaceState(state => may(state.me.role, 'decide'))
  if (asked === null || !decides) return null
  const close = () => {
    workspace.answerAsked()
    workspace.focus()
  }
  return <DecisionDialog decision={{ kind: 'lift-bracket', bracket: asked.bracket }} onClose={close} />
}
