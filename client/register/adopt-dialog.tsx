import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/dialog.tsx'
import { useLanguage, useParties } from '../workspace/contexts.ts'
import { partyName } from '../workspace/party.ts'
import type { ProposalSummary } from '../workspace/workspace.ts'
import { DecisionActions, ReasonField, withReason } from './decision-parts.tsx'
import { FailureStrip } from './failure-strip.tsx'
import { PreviewPart } from './preview-part.tsx'
import { useDecision } from './use-decision.ts'
import { usePreview } from './use-preview.ts'

interface AdoptDialogProps {
  readonly proposal: ProposalSummary
  readonly onClose: () => void
}

/** Shows what the text becomes, word for word, and adopts exactly that. */
export function AdoptDialog({ proposal, onClose }: AdoptDialogProps) {
  const { t } = useTranslation()
  const find = useParties()
  const language = useLanguage()
  const preview = usePreview(proposal.id)
  const { working, failure, decide, reset } = useDecision(onClose)
  const [reason, setReason] = useState('')
  const refresh = () => {
    preview.refresh()
    reset()
  }
  const { hash, together } = preview.shown
  const adopt = () => decide({ kind: 'adopt', proposal: proposal.id, hash, together, ...withReason(reason) })
  const actions = (
    <DecisionActions
      confirm={t('act.confirmAdopt')}
      working={working}
      isDisabled={preview.isOld}
      onConfirm={adopt}
      onClose={onClose}
    />
  )
  const title = t('preview.adopt', { party: partyName(find(proposal.holder), language) })
  return (
    <Dialog title={title} onClose={onClose} actions={actions} wide>
      <FailureStrip failure={failure} />
      <PreviewPart preview={preview} failure={failure} onRefresh={refresh} />
      <ReasonField value={reason} onChange={setReason} />
    </Dialog>
  )
}
