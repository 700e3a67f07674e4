import { useTranslation } from 'react-i18next'
import type { ProposalId } from '../../shared/ids.ts'
import { Button } from '../ui/button.tsx'
import { Strip } from '../ui/strip.tsx'
import { useParties, useWorkspaceState } from '../workspace/contexts.ts'
import { describeProposal } from '../workspace/describe-proposal.ts'
import { PartyChip } from '../workspace/party-chip.tsx'
import styles from './decision-parts.module.css'
import { Outcome } from './outcome.tsx'
import type { DecisionState } from './use-decision.ts'
import type { ShownPreview } from './use-preview.ts'

interface PreviewPartProps {
  readonly preview: ShownPreview
  readonly failure: DecisionState['failure']
  readonly onRefresh: () => void
}

/** The outcome, what is adopted along with it, and a word when the text has moved on since. */
export function PreviewPart({ preview, failure, onRefresh }: PreviewPartProps) {
  const { t } = useTranslation()
  const asks = preview.isOld || failure?.kind === 'changed' || failure?.kind === 'depends'
  return (
    <>
      {asks && (
        <Strip
          tone="warn"
          icon="warn"
          head={t('preview.changed')}
          actions={
            <Button small onPress={onRefresh}>
              {t('preview.showChanged')}
            </Button>
          }
        >
          {t('preview.changedLead')}
        </Strip>
      )}
      <Outcome blocks={preview.shown.blocks} />
      <Together ids={preview.shown.together} />
    </>
  )
}

function Together({ ids }: { ids: readonly ProposalId[] }) {
  const { t } = useTranslation()
  const find = useParties()
  const lang = useWorkspaceState(state => state.language)
  const proposals = useWorkspaceState(state => state.proposals)
  const along = proposals.filter(proposal => ids.includes(proposal.id))
  if (along.length === 0) return null
  return (
    <section className={styles.together}>
      <h3>{t('preview.together', { count: along.length })}</h3>
      <ul>
        {along.map(proposal => (
          <li key={proposal.id}>
            <PartyChip party={find(proposal.holder)} /> {describeProposal(proposal, t, lang)}
          </li>
        ))}
      </ul>
    </section>
  )
}
