import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/dialog.tsx'
import { useLanguage, useParties } from '../workspace/contexts.ts'
import { partyName } from '../workspace/party.ts'
import type { ActRequest, ProposalSummary } from '../workspace/workspace.ts'
import { DecisionActions, ReasonField, withReason } from './decision-parts.tsx'
import styles from './decision-parts.module.css'
import { FailureStrip } from './failure-strip.tsx'
import { ProposalWords } from './proposal-words.tsx'
import { useDecision } from './use-decision.ts'

type ClosingAct = 'not-retain' | 'withdraw' | 'keep-in-brackets'

interface CloseDialogProps {
  readonly act: ClosingAct
  readonly proposal: ProposalSummary
  readonly onClose: () => void
}

const words = {
  'not-retain': { title: 'preview.notRetain', lead: 'preview.notRetainLead', confirm: 'act.notRetain' },
  withdraw: { title: 'preview.withdraw', lead: 'preview.withdrawLead', confirm: 'act.confirmWithdraw' },
  'keep-in-brackets': { title: 'preview.keep', lead: 'preview.keepLead', confirm: 'act.keepInBrackets' },
} as const

/** Not retaining, withdrawing, keeping in brackets: no word of agreed text changes; the proposal's words are shown. */
export function CloseDialog({ act, proposal, onClose }: CloseDialogProps) {
  const { t } = useTranslation()
  const find = useParties()
  const language = useLanguage()
  const { working, failure, decide } = useDecision(onClose)
  const [reason, setReason] = useState('')
  const { title, lead, confirm } = words[act]
  const actions = (
    <DecisionActions
      confirm={t(confirm)}
      working={working}
      onConfirm={() => decide(requestOf(act, proposal, reason))}
      onClose={onClose}
    />
  )
  return (
    <Dialog
      title={t(title, { party: partyName(find(proposal.holder), language) })}
      onClose={onClose}
      actions={actions}
      wide
    >
      <FailureStrip failure={failure} />
      <p className={styles.lead}>{t(lead)}</p>
      <ProposalWords proposal={proposal} />
      <ReasonField value={reason} onChange={setReason} />
    </Dialog>
  )
}

function requestOf(act: ClosingAct, { id }: ProposalSummary, reason: string): ActRequest {
  if (act === 'keep-in-brackets')
    return { kind: act, target: { kind: 'proposal', proposal: id }, ...withReason(reason) }
  return { kind: act, proposal: id, ...withReason(reason) }
}
