import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProposalId } from '../../shared/ids.ts'
import { useWorkspace, useWorkspaceState } from '../workspace/contexts.ts'
import type { ProposalSummary } from '../workspace/workspace.ts'
import type { Decision } from './decision.ts'
import styles from './list.module.css'
import { ProposalCard } from './proposal-card.tsx'
import { Empty } from './empty.tsx'
import { ShowFilter, type Shown, shownProposals } from './show-filter.tsx'

/** Standing proposals in the order of the text; those without a place come last. */
export function ProposalList({ onDecide }: { onDecide: (decision: Decision) => void }) {
  const { t } = useTranslation()
  const proposals = useWorkspaceState(state => state.proposals)
  const [show, setShow] = useState<Shown>('all')
  const [open, setOpen] = useState<ProposalId | null>(null)
  const workspace = useWorkspace()
  if (proposals.length === 0) return <Empty head={t('panel.noProposals')}>{t('panel.noProposalsLead')}</Empty>
  const shown = shownProposals(proposals, show)
  const placed = shown.filter(proposal => !proposal.placeGone)
  const placeless = shown.filter(proposal => proposal.placeGone)
  const toggle = (proposal: ProposalSummary) => {
    const opens = open !== proposal.id
    setOpen(opens ? proposal.id : null)
    if (opens && !proposal.placeGone) workspace.goTo({ proposal: proposal.id })
  }
  const card = (proposal: ProposalSummary) => (
    <ProposalCard
      key={proposal.id}
      proposal={proposal}
      isOpen={open === proposal.id}
      onToggle={() => toggle(proposal)}
      onDecide={onDecide}
    />
  )
  return (
    <>
      <ShowFilter proposals={proposals} shown={show} onShow={setShow} />
      {shown.length === 0 && <Empty head={t('panel.noOurs')} />}
      <ol className={styles.list}>{placed.map(card)}</ol>
      {placeless.length > 0 && (
        <section>
          <h3 className={styles.heading}>{t('panel.placeless')}</h3>
          <p className={styles.lead}>{t('panel.placelessLead')}</p>
          <ol className={styles.list}>{placeless.map(card)}</ol>
        </section>
      )}
    </>
  )
}
