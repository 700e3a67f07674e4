import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { Strip } from '../ui/strip.tsx'
import type { DecisionState } from './use-decision.ts'

/** Why an act did nothing, and what that means. */
export function FailureStrip({ failure }: Pick<DecisionState, 'failure'>) {
  const { t } = useTranslation()
  if (failure === null) return null
  const rule = failure.kind === 'refused' ? failure.rule : null
  return (
    <Strip tone="bad" icon="warn" head={head(failure.kind, t)} small={rule}>
      {lead(failure.kind, t)}
    </Strip>
  )
}

type FailureKind = NonNullable<DecisionState['failure']>['kind']

function head(kind: FailureKind, t: TFunction): string {
  return kind === 'depends' ? t('preview.depends') : t(`result.${kind}`)
}

function lead(kind: FailureKind, t: TFunction): string {
  return kind === 'depends' ? t('preview.dependsLead') : t(`result.${kind}Lead`)
}
