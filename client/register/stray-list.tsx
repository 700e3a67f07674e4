import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/icon.tsx'
import { useWorkspace, useWorkspaceState } from '../workspace/contexts.ts'
import type { StrayBracket } from '../workspace/workspace.ts'
import styles from './card.module.css'
import list from './list.module.css'

/** Bracket characters without a partner, each at its place. */
export function StrayList() {
  const { t } = useTranslation()
  const strays = useWorkspaceState(state => state.strays)
  return (
    <>
      <p className={list.note}>{t('panel.strayLead')}</p>
      <ol className={list.list}>
        {strays.map((stray, place) => (
          <StrayCard key={`${stray.block}-${place}`} stray={stray} />
        ))}
      </ol>
    </>
  )
}

function StrayCard({ stray }: { stray: StrayBracket }) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const lang = useWorkspaceState(state => state.language)
  return (
    <li className={styles.card}>
      <button type="button" className={styles.head} onClick={() => workspace.goTo({ block: stray.block })}>
        <Icon name="warn" />
        <span className={styles.what}>{t('panel.stray', { char: stray.char })}</span>
      </button>
      <p className={styles.meta}>{workspace.cite(stray.block)}</p>
      <p className={styles.quote} lang={lang}>
        {stray.context}
      </p>
    </li>
  )
}
