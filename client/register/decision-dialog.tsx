import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { useWorkspaceState } from '../workspace/contexts.ts'
import { AdoptDialog } from './adopt-dialog.tsx'
import { AmendDialog } from './amend-dialog.tsx'
import { BracketDialog } from './bracket-dialog.tsx'
import { CloseDialog } from './close-dialog.tsx'
import type { Decision } from './decision.ts'

export interface DecisionDialogProps {
  readonly decision: Decision
  readonly onClose: () => void
}

/** The window of an armed decision: its outcome first, then the button that takes it. */
export function DecisionDialog({ decision, onClose }: DecisionDialogProps) {
  if ('bracket' in decision) return <OnBracket decision={decision} onClose={onClose} />
  return <OnProposal decision={decision} onClose={onClose} />
}

interface OnProposalProps extends DecisionDialogProps {
  readonly decision: Extract<Decision, { readonly proposal: unknown }>
}

function OnProposal({ decision, onClose }: OnProposalProps) {
  const proposal = useWorkspaceState(state => state.proposals.find(item => item.id === decision.proposal))
  if (!proposal) return <Settled onClose={onClose} />
  switch (decision.kind) {
    case 'adopt':
      return <AdoptDialog proposal={proposal} onClose={onClose} />
    case 'adopt-as-amended':
      return <AmendDialog proposal={proposal} onClose={onClose} />
    default:
      return <CloseDialog act={decision.kind} proposal={proposal} onClose={onClose} />
  }
}

interface OnBracketProps extends DecisionDialogProps {
  readonly decision: Extract<Decision, { readonly bracket: unknown }>
}

function OnBracket({ decision, onClose }: OnBracketProps) {
  const bracket = useWorkspaceState(state => state.brackets.find(item => item.id === decision.bracket))
  if (!bracket) return <Settled onClose={onClose} />
  return <BracketDialog lifts={decision.kind === 'lift-bracket'} bracket={bracket} onClose={onClose} />
}

/** Somebody decided, or withdrew, while the window stood open. */
function Settled({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const actions = (
    <Button look="primary" onPress={onClose}>
      {t('panel.collapse')}
    </Button>
  )
  return (
    <Dialog title={t('preview.stale')} onClose={onClose} actions={actions}>
      {null}
    </Dialog>
  )
}
