import { useTranslation } from 'react-i18next'
import { useWorkspaceState } from '../workspace/contexts.ts'
import { describeProposal } from '../workspace/describe-proposal.ts'
import type { ProposalSummary } from '../workspace/workspace.ts'
import styles from './decision-parts.module.css'

/** What a proposal adds and strikes, word for word, and where. */
export function ProposalWords({ proposal }: { proposal: ProposalSummary }) {
  const { t } = useTranslation()
  const lang = useWorkspaceState(state => state.language)
  const where = proposal.places.map(place => place.label).join(', ')
  return (
    <>
      <p className={styles.lead}>
        {describeProposal(proposal, t, lang)} {where !== '' && `· ${where}`}
      </p>
      {proposal.deleted !== '' && (
        <p className={styles.quote} lang={lang}>
          <del>{proposal.deleted}</del>
        </p>
      )}
      {proposal.inserted !== '' && (
        <p className={styles.quote} lang={lang}>
          {proposal.inserted}
        </p>
      )}
    </>
  )
}
