import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/dialog.tsx'
import { useWorkspaceState } from '../workspace/contexts.ts'
import type { BracketSummary } from '../workspace/workspace.ts'
import { DecisionActions, ReasonField, withReason } from './decision-parts.tsx'
import styles from './decision-parts.module.css'
import { FailureStrip } from './failure-strip.tsx'
import { useDecision } from './use-decision.ts'

interface BracketDialogProps {
  readonly lifts: boolean
  readonly bracket: BracketSummary
  readonly onClose: () => void
}

/** Lifting a bracket, or keeping it: the words between stay in either case. */
export function BracketDialog({ lifts, bracket, onClose }: BracketDialogProps) {
  const { t } = useTranslation()
  const lang = useWorkspaceState(state => state.language)
  const { working, failure, decide } = useDecision(onClose)
  const [reason, setReason] = useState('')
  const confirm = () =>
    decide(
      lifts
        ? { kind: 'lift-bracket', bracket: bracket.id, ...withReason(reason) }
        : {
            kind: 'keep-in-brackets',
            target: { kind: 'bracket', bracket: bracket.id },
            ...withReason(reason),
          },
    )
  const actions = (
    <DecisionActions
      confirm={t(lifts ? 'act.liftBracket' : 'act.keepInBrackets')}
      working={working}
      onConfirm={confirm}
      onClose={onClose}
    />
  )
  const title = `${t(lifts ? 'preview.lift' : 'preview.keep')}: ${bracket.label}`
  return (
    <Dialog title={title} onClose={onClose} actions={actions} wide>
      <FailureStrip failure={failure} />
      <p className={styles.lead}>{t(lifts ? 'preview.liftLead' : 'preview.keepLead')}</p>
      <p className={styles.quote} lang={lang}>
        {lifts ? bracket.text : `[${bracket.text}]`}
      </p>
      <ReasonField value={reason} onChange={setReason} />
    </Dialog>
  )
}
