import { useTranslation } from 'react-i18next'
import { cx } from '../../ui/cx.ts'
import { Icon } from '../../ui/icon.tsx'
import { useLanguage, useWorkspaceState } from '../../workspace/contexts.ts'
import styles from './save-state.module.css'
import { saveIcons, saveWords } from './save-words.ts'

/**
 * Whether the record holds everything. Trouble is read out; the coming and going of "Saving" and "Saved" is not, since
 * it would talk over the writing. Ctrl S says it at any time.
 */
export function SaveState() {
  const { t } = useTranslation()
  const language = useLanguage()
  const state = useWorkspaceState(whole => whole)
  const { saving } = state
  const quiet = saving === 'saved' || saving === 'saving'
  return (
    <span
      className={cx(styles.save, styles[saving])}
      role={saving === 'not-saved' ? 'alert' : 'status'}
      aria-live={saving === 'not-saved' ? 'assertive' : quiet ? 'off' : 'polite'}
      data-saving={saving}
    >
      <Icon name={saveIcons[saving]} />
      <span className={styles.words}>{saveWords(state, t, language)}</span>
    </span>
  )
}
