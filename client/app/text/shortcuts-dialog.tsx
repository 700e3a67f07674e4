import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useWorkspace } from '../../workspace/contexts.ts'
import { editorKeyName, isMac, screenKeys } from './shortcuts.ts'
import styles from './shortcuts-dialog.module.css'

/** Every key that does something here, and nothing else. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { keys } = useWorkspace()
  const actions = <Button onPress={onClose}>{t('panel.collapse')}</Button>
  return (
    <Dialog title={t('shortcuts.title')} onClose={onClose} actions={actions} wide>
      <div className={styles.columns}>
        <section>
          <h3>{t('shortcuts.anywhere')}</h3>
          <dl className={styles.list}>
            {screenKeys(isMac).map(([id, name]) => (
              <Line key={id} name={name} what={t(`shortcuts.${id}`)} />
            ))}
          </dl>
        </section>
        {keys.length > 0 && (
          <section>
            <h3>{t('shortcuts.text')}</h3>
            <dl className={styles.list}>
              {keys.map(id => (
                <Line key={id} name={editorKeyName(id, isMac)} what={t(`shortcuts.${id}`)} />
              ))}
            </dl>
          </section>
        )}
      </div>
    </Dialog>
  )
}

function Line({ name, what }: { name: string; what: string }) {
  return (
    <div>
      <dt>
        <kbd>{name}</kbd>
      </dt>
      <dd>{what}</dd>
    </div>
  )
}
