import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import styles from './decision-parts.module.css'

interface DecisionActionsProps {
  readonly confirm: string
  readonly working: boolean
  readonly isDisabled?: boolean
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** The button that takes the decision, and the way out. */
export function DecisionActions({
  confirm,
  working,
  isDisabled = false,
  onConfirm,
  onClose,
}: DecisionActionsProps) {
  const { t } = useTranslation()
  return (
    <>
      <Button look="primary" isDisabled={isDisabled || working} onPress={onConfirm}>
        {working ? t('act.working') : confirm}
      </Button>
      <Button onPress={onClose}>{t('act.cancel')}</Button>
    </>
  )
}

interface ReasonFieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
}

/** Why, in the decider's words. */
export function ReasonField({ value, onChange }: ReasonFieldProps) {
  const { t } = useTranslation()
  return (
    <div className={styles.reason}>
      <TextField
        label={t('act.reason')}
        hint={t('act.reasonHint')}
        value={value}
        onChange={onChange}
        rows={2}
      />
    </div>
  )
}

/** The field of an act that carries a reason; none when it is empty. */
export function withReason(reason: string): { readonly reason?: string } {
  const trimmed = reason.trim()
  return trimmed === '' ? {} : { reason: trimmed }
}
