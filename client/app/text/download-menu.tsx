import { useTranslation } from 'react-i18next'
import { type ExportOptions, textFormats } from '../../../shared/api/text.ts'
import type { TextId } from '../../../shared/ids.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton, MenuGroup, MenuItem } from '../../ui/menu.tsx'
import { useWorkspaceState } from '../../workspace/contexts.ts'
import type { ViewChoice } from '../../workspace/workspace.ts'
import { exportAddress } from '../api.ts'
import { viewName } from './view-name.ts'

/** The text as a file, in the view on screen where a file can hold it. */
export function DownloadMenu({ text }: { text: TextId }) {
  const { t } = useTranslation()
  const view = exportedView(useWorkspaceState(state => state.view))
  const title = t('export.view', { view: viewName(view, t) })
  const trigger = (
    <Button look="quiet">
      {t('export.open')} <Icon name="down" />
    </Button>
  )
  return (
    <MenuButton trigger={trigger} aria-label={t('export.open')}>
      <MenuGroup title={title} aria-label={title}>
        {textFormats.map(as => (
          <MenuItem key={as} href={exportAddress(text, { as, ...exportOptions(view) })} download="">
            {t(`export.${as}`)}
          </MenuItem>
        ))}
      </MenuGroup>
    </MenuButton>
  )
}

type ExportedView = Extract<ViewChoice, { kind: 'everything' | 'clean' | 'printed' }>

/** A file holds everything, the clean text or the printed one; other views come as everything. */
function exportedView(view: ViewChoice): ExportedView {
  return view.kind === 'party' || view.kind === 'as-if' ? { kind: 'everything' } : view
}

function exportOptions(view: ExportedView): Omit<ExportOptions, 'as'> {
  return { view: view.kind, names: view.kind === 'printed' ? view.names : 'initials' }
}
