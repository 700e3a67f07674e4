import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BracketId } from '../../shared/ids.ts'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { useParties, useWorkspace, useWorkspaceState } from '../workspace/contexts.ts'
import { PartyChip } from '../workspace/party-chip.tsx'
import type { BracketSummary } from '../workspace/workspace.ts'
import { actsOnBracket } from './acts.ts'
import styles from './card.module.css'
import type { Decision } from './decision.ts'
import { Empty } from './empty.tsx'
import list from './list.module.css'

/** Standing brackets in the order of the text. */
export function BracketList({ onDecide }: { onDecide: (decision: Decision) => void }) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const brackets = useWorkspaceState(state => state.brackets)
  const [open, setOpen] = useState<BracketId | null>(null)
  if (brackets.length === 0) return <Empty head={t('panel.noBrackets')}>{t('panel.noBracketsLead')}</Empty>
  const toggle = (id: BracketId) => {
    setOpen(open === id ? null : id)
    if (open !== id) workspace.goTo({ bracket: id })
  }
  return (
    <ol className={list.list}>
      {brackets.map(bracket => (
        <BracketCard
          key={bracket.id}
          bracket={bracket}
          isOpen={open === bracket.id}
          onToggle={() => toggle(bracket.id)}
          onDecide={onDecide}
        />
      ))}
    </ol>
  )
}

interface BracketCardProps {
  readonly bracket: BracketSummary
  readonly isOpen: boolean
  readonly onToggle: () => void
  readonly onDecide: (decision: Decision) => void
}

function BracketCard({ bracket, isOpen, onToggle, onDecide }: BracketCardProps) {
  const { t } = useTranslation()
  const find = useParties()
  const lang = useWorkspaceState(state => state.language)
  const party = bracket.holder === null ? null : find(bracket.holder)
  return (
    <li
      className={cx(styles.card, isOpen && styles.open)}
      data-party={party?.colour}
      data-bracket={bracket.id}
    >
      <button type="button" className={styles.head} aria-expanded={isOpen} onClick={onToggle}>
        {party && <PartyChip party={party} />}
        <span className={styles.what}>{bracket.label}</span>
        {bracket.kept && <span className={styles.tag}>{t('proposal.kept')}</span>}
      </button>
      {party === null && <p className={styles.meta}>{t('panel.notAttributed')}</p>}
      <p className={cx(styles.quote, !isOpen && styles.cut)} lang={lang}>
        [{bracket.text}]
      </p>
      {isOpen && <BracketActs bracket={bracket} onDecide={onDecide} />}
    </li>
  )
}

function BracketActs({
  bracket,
  onDecide,
}: {
  bracket: BracketSummary
  onDecide: (decision: Decision) => void
}) {
  const { t } = useTranslation()
  const me = useWorkspaceState(state => state.me)
  const offline = useWorkspaceState(state => state.saving === 'offline' || state.saving === 'not-saved')
  const acts = actsOnBracket(me, bracket)
  if (acts.length === 0) return null
  return (
    <div className={styles.acts}>
      {acts.map(act => (
        <Button
          key={act}
          small
          look={act === 'lift-bracket' ? 'primary' : 'plain'}
          isDisabled={offline}
          onPress={() =>
            onDecide({ kind: act === 'lift-bracket' ? act : 'keep-bracket', bracket: bracket.id })
          }
        >
          {t(act === 'lift-bracket' ? 'act.liftBracket' : 'act.keepInBrackets')}
        </Button>
      ))}
    </div>
  )
}
