import { useTranslation } from 'react-i18next'
import type { PartyId } from '../../../shared/ids.ts'
import { may } from '../../../shared/rules/rights.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton, MenuGroup, MenuItem } from '../../ui/menu.tsx'
import { useLanguage, useParties, useWorkspace, useWorkspaceState } from '../../workspace/contexts.ts'
import { partyName } from '../../workspace/party.ts'
import { PartyChip } from '../../workspace/party-chip.tsx'
import styles from './tool-row.module.css'

/** For whom the next words go in: never hidden. The secretary chooses it here. */
export function Voice() {
  const onBehalf = useWorkspaceState(state => may(state.me.role, 'enterOnBehalf'))
  return <div className={styles.voice}>{onBehalf ? <VoiceMenu /> : <VoiceLine />}</div>
}

function VoiceLine() {
  const { t } = useTranslation()
  const find = useParties()
  const speakingFor = useWorkspaceState(state => state.speakingFor)
  const me = useWorkspaceState(state => state.me)
  if (speakingFor !== null) return <OnBehalf speakingFor={speakingFor} me={me.party} />
  const does = may(me.role, 'propose') ? voiceOf(may(me.role, 'editAgreed')) : 'reading'
  return (
    <>
      <PartyChip party={find(me.party)} named />
      <span className={styles.does}>{t(`tools.${does}`)}</span>
    </>
  )
}

/** Two names: whose proposal it is, and whose hand. */
function OnBehalf({ speakingFor, me }: { speakingFor: PartyId; me: PartyId }) {
  const { t } = useTranslation()
  const find = useParties()
  return (
    <>
      <PartyChip party={find(speakingFor)} named />
      <span className={styles.by}>{t('tools.by')}</span>
      <PartyChip party={find(me)} />
    </>
  )
}

function voiceOf(ownHand: boolean): 'agreedText' | 'proposing' {
  return ownHand ? 'agreedText' : 'proposing'
}

const ownHand = 'own-hand'

function VoiceMenu() {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const language = useLanguage()
  const me = useWorkspaceState(state => state.me)
  const speakingFor = useWorkspaceState(state => state.speakingFor)
  const parties = useWorkspaceState(state => state.parties)
  const others = parties.filter(party => party.id !== me.party)
  const trigger = (
    <Button look="quiet">
      <VoiceLine /> <Icon name="down" />
    </Button>
  )
  return (
    <MenuButton
      trigger={trigger}
      aria-label={t('tools.speakFor')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[speakingFor ?? ownHand]}
      onAction={key =>
        void workspace.act({ kind: 'speak-for', party: key === ownHand ? null : (key as PartyId) })
      }
    >
      <MenuItem id={ownHand}>{t('tools.ownHand')}</MenuItem>
      <MenuGroup title={t('tools.speakFor')} aria-label={t('tools.speakFor')}>
        {others.map(party => (
          <MenuItem key={party.id} id={party.id} textValue={partyName(party, language)}>
            <PartyChip party={party} named />
          </MenuItem>
        ))}
      </MenuGroup>
    </MenuButton>
  )
}
