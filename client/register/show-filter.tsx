import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import type { ProposalSummary } from '../workspace/workspace.ts'
import styles from './list.module.css'

export const showings = ['all', 'ours', 'others'] as const
export type Shown = (typeof showings)[number]

interface ShowFilterProps {
  readonly proposals: readonly ProposalSummary[]
  readonly shown: Shown
  readonly onShow: (shown: Shown) => void
}

/** All, our own or others' proposals, with their numbers; not there when it would change nothing. */
export function ShowFilter({ proposals, shown, onShow }: ShowFilterProps) {
  const { t } = useTranslation()
  const ours = proposals.filter(proposal => proposal.mine).length
  if (shown === 'all' && (ours === 0 || ours === proposals.length)) return null
  return (
    <div role="group" aria-label={t('panel.show')} className={styles.filter}>
      {showings.map(item => (
        <Button key={item} look="quiet" small aria-pressed={shown === item} onPress={() => onShow(item)}>
          {t(`panel.${item}`)} <b>{shownProposals(proposals, item).length}</b>
        </Button>
      ))}
    </div>
  )
}

/** The proposals that a choice leaves. */
export function shownProposals(
  proposals: readonly ProposalSummary[],
  shown: Shown,
): readonly ProposalSummary[] {
  return shown === 'all' ? proposals : proposals.filter(proposal => proposal.mine === (shown === 'ours'))
}
