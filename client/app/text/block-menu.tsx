import { useState } from 'react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton, MenuGroup, MenuItem } from '../../ui/menu.tsx'
import { useWorkspace, useWorkspaceState } from '../../workspace/contexts.ts'
import { type BlockForm, blockForms, formKey, parseFormKey } from './block-forms.ts'
import { LabelDialog } from './label-dialog.tsx'

/** What the block with the caret is, its label, and new blocks of other kinds. */
export function BlockMenu({ isDisabled }: { isDisabled: boolean }) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const current = useWorkspaceState(state => state.current)
  const [labelling, setLabelling] = useState(false)
  const trigger = (
    <Button look="quiet" isDisabled={isDisabled || current === null || current.kind === 'note'}>
      {t('tools.block')} <Icon name="down" />
    </Button>
  )
  const retype = (key: string) => {
    const form = parseFormKey(key)
    if (current && form) void workspace.act({ kind: 'retype', block: current.block, ...form })
  }
  return (
    <>
      <MenuButton trigger={trigger} aria-label={t('tools.block')}>
        <MenuItem onAction={() => workspace.insert('heading')}>{t('tools.insertHeading')}</MenuItem>
        <MenuItem onAction={() => workspace.insert('item')}>{t('tools.insertItem')}</MenuItem>
        <MenuItem onAction={() => setLabelling(true)}>{t('tools.changeLabel')}</MenuItem>
        <MenuGroup
          title={t('tools.thisBlock')}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={
            current && current.kind !== 'note' ? [formKey({ ...current, blockKind: current.kind })] : []
          }
          onSelectionChange={keys => keys !== 'all' && [...keys].forEach(key => retype(String(key)))}
        >
          {blockForms.map(form => (
            <MenuItem key={formKey(form)} id={formKey(form)}>
              {formName(form, t)}
            </MenuItem>
          ))}
        </MenuGroup>
      </MenuButton>
      {labelling && current && <LabelDialog current={current} onClose={() => setLabelling(false)} />}
    </>
  )
}

function formName({ blockKind, level }: BlockForm, t: TFunction): string {
  if (blockKind === 'paragraph') return t('tools.paragraph')
  return blockKind === 'heading'
    ? t('tools.heading', { level: level + 1 })
    : t('tools.item', { level: level + 1 })
}
