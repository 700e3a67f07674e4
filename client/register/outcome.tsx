import { useTranslation } from 'react-i18next'
import { cx } from '../ui/cx.ts'
import { Hidden } from '../ui/hidden.tsx'
import { useWorkspaceState } from '../workspace/contexts.ts'
import type { PreviewBlock, PreviewRun } from '../workspace/workspace.ts'
import styles from './outcome.module.css'

/** The touched blocks as they would read: the words the record will hold. */
export function Outcome({ blocks }: { blocks: readonly PreviewBlock[] }) {
  const { t } = useTranslation()
  const lang = useWorkspaceState(state => state.language)
  return (
    <section aria-label={t('preview.becomes')} className={styles.outcome}>
      <h3 className={styles.head}>{t('preview.becomes')}</h3>
      {blocks.length === 0 ? (
        <p className={styles.none}>{t('preview.unchanged')}</p>
      ) : (
        <div className={styles.paper} lang={lang} data-outcome="">
          {blocks.map(block => (
            <Block key={block.block} block={block} />
          ))}
        </div>
      )}
    </section>
  )
}

function Block({ block }: { block: PreviewBlock }) {
  const { t } = useTranslation()
  return (
    <div className={cx(styles.block, styles[block.kind], styles[block.state])}>
      {block.state !== 'changed' && (
        <span className={styles.tag}>{t(block.state === 'gone' ? 'preview.goes' : 'preview.comes')}</span>
      )}
      {block.label !== null && <span className={styles.label}>{block.label} </span>}
      {block.runs.map((run, place) => (
        <Run key={`${place}`} run={run} />
      ))}
    </div>
  )
}

function Run({ run }: { run: PreviewRun }) {
  const { t } = useTranslation()
  switch (run.kind) {
    case 'plain':
      return run.text
    case 'new':
      return <ins className={styles.run}>{run.text}</ins>
    case 'bracket':
      return <b>{run.text}</b>
    case 'note':
      return (
        <sup>
          <Hidden>{t('tools.note')} </Hidden>
          {run.text}
        </sup>
      )
  }
}
