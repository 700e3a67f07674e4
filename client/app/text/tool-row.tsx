import { useTranslation } from 'react-i18next'
import { Toolbar } from 'react-aria-components/Toolbar'
import { may } from '../../../shared/rules/rights.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useWorkspace, useWorkspaceState } from '../../workspace/contexts.ts'
import { countOpenPoints } from '../../workspace/open-points.ts'
import type { InsertKind } from '../../workspace/workspace.ts'
import { BlockMenu } from './block-menu.tsx'
import type { Pane } from './panes.ts'
import styles from './tool-row.module.css'
import { ViewSwitch } from './view-switch.tsx'
import { Voice } from './voice.tsx'

interface ToolRowProps {
  readonly outline: Pane
  readonly panel: Pane
  /** True when the views fit as buttons in a row. */
  readonly roomy: boolean
}

/** Party speaking, what can be put in, and the view. One tab stop; arrows go along. */
export function ToolRow({ outline, panel, roomy }: ToolRowProps) {
  const { t } = useTranslation()
  const writes = useWorkspaceState(state => may(state.me.role, 'propose'))
  return (
    <Toolbar aria-label={t('tools.label')} className={styles.row ?? ''} data-region="tools">
      {!outline.docks && (
        <Button look="quiet" aria-label={t('tools.outline')} onPress={outline.toggle}>
          <Icon name="list" />
        </Button>
      )}
      <Voice />
      {writes && <Inserts />}
      <span className={styles.spring} />
      <ViewSwitch roomy={roomy} />
      {!panel.docks && !outline.docks && <PanelButton panel={panel} />}
    </Toolbar>
  )
}

/** Inserts leave the focus in the text, where they act. Words go in only where everything is shown. */
function Inserts() {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const view = useWorkspaceState(state => state.view.kind)
  const hasCaret = useWorkspaceState(state => state.current !== null)
  const off = view !== 'everything' || !hasCaret
  const insert = (kind: InsertKind) => ({
    look: 'quiet' as const,
    isDisabled: off,
    preventFocusOnPress: true,
    onPress: () => workspace.insert(kind),
  })
  return (
    <div className={styles.inserts}>
      <Button {...insert('bracket')}>
        <b aria-hidden="true">[ ]</b> {t('tools.bracket')}
      </Button>
      <Button {...insert('note')}>{t('tools.note')}</Button>
      <Button {...insert('unit')}>{t('tools.unit')}</Button>
      <BlockMenu isDisabled={off} />
    </div>
  )
}

function PanelButton({ panel }: { panel: Pane }) {
  const { t } = useTranslation()
  const open = useWorkspaceState(countOpenPoints)
  return (
    <Button look="quiet" onPress={panel.toggle}>
      {t('tools.panel')} <b className={styles.count}>{open}</b>
    </Button>
  )
}
