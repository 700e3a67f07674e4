import { useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from '../../ui/cx.ts'
import { useWorkspace, useWorkspaceState } from '../../workspace/contexts.ts'
import styles from './page.module.css'
import { Skeleton } from './skeleton.tsx'

/** The paper: where the editor is put in. Grey lines stand there until the words have come. */
export function Page() {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const place = useRef<HTMLDivElement>(null)
  const view = useWorkspaceState(state => state.view)
  const language = useWorkspaceState(state => state.language)
  const title = useWorkspaceState(state => state.title)
  const loading = useWorkspaceState(state => state.saving === 'loading')
  useLayoutEffect(() => {
    if (place.current) return workspace.mount(place.current)
  }, [workspace])
  return (
    <div className={styles.sheet}>
      {loading && <Skeleton label={title === '' ? t('page.openingText') : t('page.opening', { title })} />}
      <div
        className={cx('page-frame', styles.frame)}
        data-view={view.kind}
        data-names={view.kind === 'printed' ? view.names : undefined}
        lang={language}
        hidden={loading}
      >
        <div className={cx('page-rule', styles.rule)} />
        <div ref={place} className={styles.place} />
      </div>
    </div>
  )
}
