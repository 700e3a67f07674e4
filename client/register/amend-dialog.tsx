import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProposalId } from '../../shared/ids.ts'
import { Dialog } from '../ui/dialog.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { useLanguage, useParties, useWorkspaceState } from '../workspace/contexts.ts'
import { describeProposal } from '../workspace/describe-proposal.ts'
import { partyName } from '../workspace/party.ts'
import type { Amendment, ProposalSummary } from '../workspace/workspace.ts'
import { DecisionActions, ReasonField, withReason } from './decision-parts.tsx'
import styles from './decision-parts.module.css'
import { FailureStrip } from './failure-strip.tsx'
import { PreviewPart } from './preview-part.tsx'
import { useDecision } from './use-decision.ts'
import { usePreview } from './use-preview.ts'

interface AmendDialogProps {
  readonly proposal: ProposalSummary
  readonly onClose: () => void
}

/** Adopts a proposal with other words: written here, or those of another open proposal. */
export function AmendDialog({ proposal, onClose }: AmendDialogProps) {
  const { t } = useTranslation()
  const find = useParties()
  const language = useLanguage()
  const choice = useAmendment(proposal)
  const preview = usePreview(proposal.id, choice.amendedBy ?? undefined)
  const { working, failure, decide, reset } = useDecision(onClose)
  const [reason, setReason] = useState('')
  const { amendedBy } = choice
  const { hash, together } = preview.shown
  const refresh = () => {
    preview.refresh()
    reset()
  }
  const adopt = () => {
    if (amendedBy === null) return
    decide({
      kind: 'adopt-as-amended',
      proposal: proposal.id,
      amendedBy,
      hash,
      together,
      ...withReason(reason),
    })
  }
  const actions = (
    <DecisionActions
      confirm={t('act.confirmAdopt')}
      working={working}
      isDisabled={amendedBy === null || preview.isOld}
      onConfirm={adopt}
      onClose={onClose}
    />
  )
  const title = t('preview.amended', { party: partyName(find(proposal.holder), language) })
  return (
    <Dialog title={title} onClose={onClose} actions={actions} wide>
      <FailureStrip failure={failure} />
      <AmendmentFields choice={choice} />
      {amendedBy !== null && <PreviewPart preview={preview} failure={failure} onRefresh={refresh} />}
      <ReasonField value={reason} onChange={setReason} />
    </Dialog>
  )
}

interface AmendmentChoice {
  readonly way: Amendment['kind']
  readonly setWay: (way: Amendment['kind']) => void
  readonly words: string
  readonly setWords: (words: string) => void
  readonly others: readonly ProposalSummary[]
  readonly other: ProposalId | null
  readonly setOther: (other: ProposalId) => void
  /** null: nothing to adopt yet. */
  readonly amendedBy: Amendment | null
}

function useAmendment(proposal: ProposalSummary): AmendmentChoice {
  const all = useWorkspaceState(state => state.proposals)
  const others = all.filter(item => item.id !== proposal.id && item.state === 'open' && !item.placeGone)
  const [way, setWay] = useState<Amendment['kind']>(proposal.inserted === '' ? 'proposal' : 'words')
  const [words, setWords] = useState(proposal.inserted)
  const [picked, setOther] = useState<ProposalId | null>(null)
  const other =
    others.find(item => item.id === picked)?.id ?? others.find(item => item.mine)?.id ?? others[0]?.id ?? null
  return { way, setWay, words, setWords, others, other, setOther, amendedBy: amendmentOf(way, words, other) }
}

function amendmentOf(way: Amendment['kind'], words: string, other: ProposalId | null): Amendment | null {
  if (way === 'words') return words.trim() === '' ? null : { kind: 'words', words }
  return other === null ? null : { kind: 'proposal', proposal: other }
}

function AmendmentFields({ choice }: { choice: AmendmentChoice }) {
  const { t } = useTranslation()
  const { way, setWay, words, setWords, others } = choice
  const group = useId()
  return (
    <>
      <fieldset className={styles.how}>
        <legend className={styles.legend}>{t('preview.how')}</legend>
        <Way
          group={group}
          name={t('preview.byWords')}
          isChosen={way === 'words'}
          onChoose={() => setWay('words')}
        />
        <Way
          group={group}
          name={t('preview.byProposal')}
          isChosen={way === 'proposal'}
          onChoose={() => setWay('proposal')}
        />
      </fieldset>
      {way === 'words' && (
        <TextField label={t('preview.amendedWords')} value={words} onChange={setWords} rows={4} />
      )}
      {way === 'proposal' && others.length === 0 && <p className={styles.lead}>{t('preview.noOwn')}</p>}
      {way === 'proposal' && others.length > 0 && <OtherField choice={choice} />}
    </>
  )
}

interface WayProps {
  readonly group: string
  readonly name: string
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function Way({ group, name, isChosen, onChoose }: WayProps) {
  return (
    <label className={styles.choice}>
      <input type="radio" name={group} checked={isChosen} onChange={onChoose} /> {name}
    </label>
  )
}

function OtherField({ choice }: { choice: AmendmentChoice }) {
  const { t } = useTranslation()
  const find = useParties()
  const lang = useWorkspaceState(state => state.language)
  const { others, other, setOther } = choice
  const nameOf = (proposal: ProposalSummary) =>
    t('proposal.of', { party: find(proposal.holder).initials, what: describeProposal(proposal, t, lang) })
  return (
    <SelectField
      label={t('preview.which')}
      value={other ?? ''}
      onChange={value => setOther(value as ProposalId)}
      options={others.map(item => ({ value: item.id, name: nameOf(item) }))}
    />
  )
}
