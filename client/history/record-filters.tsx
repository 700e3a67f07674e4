import { useTranslation } from 'react-i18next'
import type { BlockId, PartyId } from '../../shared/ids.ts'
import { SelectField } from '../ui/field.tsx'
import { useLanguage, useWorkspaceState } from '../workspace/contexts.ts'
import { partyName } from '../workspace/party.ts'
import { unitName } from '../workspace/unit-name.ts'
import type { RecordChoice } from './load-older.ts'
import styles from './record-view.module.css'

interface RecordFiltersProps {
  readonly choice: RecordChoice
  readonly onChoice: (choice: RecordChoice) => void
}

/** Choice of a party and a unit. */
export function RecordFilters({ choice, onChoice }: RecordFiltersProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const parties = useWorkspaceState(state => state.parties)
  const units = useWorkspaceState(state => state.outline)
  const top = Math.min(...units.map(unit => unit.level))
  const unitOptions = units.map(unit => ({
    value: unit.block,
    name: `${'\u2003'.repeat(unit.level - top)}${unitName(unit) || t('outline.untitled')}`,
  }))
  return (
    <div className={styles.filters}>
      <SelectField
        label={t('record.party')}
        value={choice.party ?? ''}
        onChange={value => onChoice({ ...choice, party: value === '' ? null : (value as PartyId) })}
        options={[
          { value: '', name: t('record.allParties') },
          ...parties.map(party => ({
            value: party.id,
            name: `${partyName(party, language)} (${party.initials})`,
          })),
        ]}
      />
      <SelectField
        label={t('record.unit')}
        value={choice.unit ?? ''}
        onChange={value => onChoice({ ...choice, unit: value === '' ? null : (value as BlockId) })}
        options={[{ value: '', name: t('record.allUnits') }, ...unitOptions]}
      />
    </div>
  )
}
