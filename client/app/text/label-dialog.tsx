import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { may } from '../../../shared/rules/rights.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { useWorkspace, useWorkspaceState } from '../../workspace/contexts.ts'
import type { CurrentBlock } from '../../workspace/workspace.ts'

interface LabelDialogProps {
  readonly current: CurrentBlock
  readonly onClose: () => void
}

/** Asks for the printed number of a block. */
export function LabelDialog({ current, onClose }: LabelDialogProps) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const [label, setLabel] = useState(current.label ?? '')
  const ownHand = useWorkspaceState(state => may(state.me.role, 'editAgreed') && state.speakingFor === null)
  const submit = () => {
    const trimmed = label.trim()
    void workspace.act({ kind: 'label', block: current.block, label: trimmed === '' ? null : trimmed })
    onClose()
  }
  const actions = (
    <>
      <Button look="primary" onPress={submit}>
        {t(ownHand ? 'label.change' : 'label.propose')}
      </Button>
      <Button onPress={onClose}>{t('act.cancel')}</Button>
    </>
  )
  return (
    <Dialog title={t('label.title')} onClose={onClose} actions={actions}>
      <TextField
        label={t('label.field')}
        value={label}
        onChange={setLabel}
        hint={t('label.hint')}
        onEnter={submit}
        autoFocus
      />
    </Dialog>
  )
}
