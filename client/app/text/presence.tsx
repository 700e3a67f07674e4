import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Hidden } from '../../ui/hidden.tsx'
import { PopoverButton } from '../../ui/popover-button.tsx'
import { useLanguage, useParties, useWorkspaceState } from '../../workspace/contexts.ts'
import { partyName } from '../../workspace/party.ts'
import { PartyChip } from '../../workspace/party-chip.tsx'
import type { PresentPerson } from '../../workspace/workspace.ts'
import styles from './presence.module.css'
import { presentParties } from './present-parties.ts'

/** Most delegations shown by their initials; the others are counted. */
const mostChips = 5

/** Who else has the text open: initials of delegations, and the people behind a press. */
export function Presence() {
  const { t } = useTranslation()
  const find = useParties()
  const presence = useWorkspaceState(state => state.presence)
  const groups = presentParties(presence)
  if (groups.length === 0) return null
  const trigger = (
    <Button look="quiet">
      <span className={styles.chips}>
        {groups.slice(0, mostChips).map(({ party }) => (
          <PartyChip key={party} party={find(party)} />
        ))}
      </span>
      {groups.length > mostChips && t('presence.more', { count: groups.length - mostChips })}
      <Hidden>{t('presence.people', { count: presence.length })}</Hidden>
    </Button>
  )
  return (
    <PopoverButton trigger={trigger} label={t('presence.label')}>
      <People presence={presence} />
    </PopoverButton>
  )
}

function People({ presence }: { presence: readonly PresentPerson[] }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const find = useParties()
  return (
    <>
      <h2 className={styles.title}>{t('presence.label')}</h2>
      <ul className={styles.list}>
        {presentParties(presence).map(({ party, names }) => (
          <li key={party}>
            <PartyChip party={find(party)} />
            <span>
              <b>{partyName(find(party), language)}</b>
              <span className={styles.names}>{names.join(', ')}</span>
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
