import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Tabs } from '../ui/tabs.tsx'
import { useWorkspaceState } from '../workspace/contexts.ts'
import { BracketList } from './bracket-list.tsx'
import type { Decision } from './decision.ts'
import { DecisionDialog } from './decision-dialog.tsx'
import { ProposalList } from './proposal-list.tsx'
import styles from './register-panel.module.css'
import { StrayList } from './stray-list.tsx'

type PanelTab = 'proposals' | 'brackets' | 'faults'

/** What stands open in the text, and what may be done about it. */
export function RegisterPanel() {
  const { t } = useTranslation()
  const [tab, setTab] = useState<PanelTab>('proposals')
  const [decision, setDecision] = useState<Decision | null>(null)
  const counts = usePanelCounts()
  const shown = tab === 'faults' && counts.faults === 0 ? 'proposals' : tab
  const tabs = [
    {
      id: 'proposals',
      title: t('panel.proposals'),
      count: counts.proposals,
      content: <ProposalList onDecide={setDecision} />,
    },
    {
      id: 'brackets',
      title: t('panel.brackets'),
      count: counts.brackets,
      content: <BracketList onDecide={setDecision} />,
    },
    { id: 'faults', title: t('panel.faults'), count: counts.faults, content: <StrayList /> },
  ]
  return (
    <>
      <h2 className={styles.title}>{t('panel.label')}</h2>
      <Tabs
        label={t('panel.label')}
        tabs={counts.faults > 0 ? tabs : tabs.slice(0, 2)}
        chosen={shown}
        onChoose={id => setTab(id as PanelTab)}
      />
      {decision && <DecisionDialog decision={decision} onClose={() => setDecision(null)} />}
    </>
  )
}

function usePanelCounts(): Readonly<Record<PanelTab, number>> {
  const proposals = useWorkspaceState(state => state.proposals.length)
  const brackets = useWorkspaceState(state => state.brackets.length)
  const faults = useWorkspaceState(state => state.strays.length)
  return { proposals, brackets, faults }
}
