import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PartyId, ProposalId } from '../../../shared/ids.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton, MenuGroup, MenuItem } from '../../ui/menu.tsx'
import { useLanguage, useParties, useWorkspace, useWorkspaceState } from '../../workspace/contexts.ts'
import { partyName } from '../../workspace/party.ts'
import { PartyChip } from '../../workspace/party-chip.tsx'
import type { ViewChoice } from '../../workspace/workspace.ts'
import { describeProposal } from '../../workspace/describe-proposal.ts'
import styles from './tool-row.module.css'
import { adoptable, partiesWithProposals, toggleProposal } from './view-choices.ts'
import { printedKeys, viewName } from './view-name.ts'

const namings = ['off', 'initials', 'full'] as const

/** Everything, clean, as printed, one party, as if adopted: a row of buttons, or one menu where there is no room. */
export function ViewSwitch({ roomy }: { roomy: boolean }) {
  const { t } = useTranslation()
  const view = useWorkspaceState(state => state.view)
  const name = viewName(view, t, usePartyOfView(view))
  if (!roomy)
    return (
      <MenuButton
        trigger={
          <Button>
            {t('view.choose', { view: name })} <Icon name="down" />
          </Button>
        }
        aria-label={t('view.label')}
      >
        <PlainGroup />
        <PrintedGroup />
        <OnlyGroup />
        <AsIfGroup />
      </MenuButton>
    )
  return (
    <div role="group" aria-label={t('view.label')} className={styles.views}>
      <PlainButton kind="everything" />
      <PlainButton kind="clean" />
      <GroupButton on={view.kind === 'printed'} name={t('view.printed')}>
        <PrintedGroup />
      </GroupButton>
      <GroupButton on={view.kind === 'party'} name={view.kind === 'party' ? name : t('view.only')}>
        <OnlyGroup />
      </GroupButton>
      <GroupButton on={view.kind === 'as-if'} name={view.kind === 'as-if' ? name : t('view.asIf')}>
        <AsIfGroup />
      </GroupButton>
    </div>
  )
}

function usePartyOfView(view: ViewChoice): string {
  const find = useParties()
  return view.kind === 'party' ? find(view.party).initials : ''
}

function PlainButton({ kind }: { kind: 'everything' | 'clean' }) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const on = useWorkspaceState(state => state.view.kind === kind)
  return (
    <Button aria-pressed={on} onPress={() => workspace.setView({ kind })}>
      {t(`view.${kind}`)}
    </Button>
  )
}

function GroupButton({ on, name, children }: { on: boolean; name: string; children: ReactNode }) {
  const trigger = (
    <Button aria-pressed={on}>
      {name} <Icon name="down" />
    </Button>
  )
  return (
    <MenuButton trigger={trigger} aria-label={name}>
      {children}
    </MenuButton>
  )
}

function PlainGroup() {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const kind = useWorkspaceState(state => state.view.kind)
  return (
    <MenuGroup title={t('view.label')} selectionMode="single" selectedKeys={[kind]}>
      <MenuItem id="everything" onAction={() => workspace.setView({ kind: 'everything' })}>
        {t('view.everything')}
      </MenuItem>
      <MenuItem id="clean" onAction={() => workspace.setView({ kind: 'clean' })}>
        {t('view.clean')}
      </MenuItem>
    </MenuGroup>
  )
}

function PrintedGroup() {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const view = useWorkspaceState(state => state.view)
  return (
    <MenuGroup
      title={t('view.printed')}
      selectionMode="single"
      selectedKeys={view.kind === 'printed' ? [view.names] : []}
    >
      {namings.map(names => (
        <MenuItem key={names} id={names} onAction={() => workspace.setView({ kind: 'printed', names })}>
          {t(`view.printed${printedKeys[names]}`)}
        </MenuItem>
      ))}
    </MenuGroup>
  )
}

function OnlyGroup() {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const language = useLanguage()
  const find = useParties()
  const view = useWorkspaceState(state => state.view)
  const own = useWorkspaceState(state => state.me.party)
  const holders = partiesWithProposals(
    useWorkspaceState(state => state.proposals),
    own,
  )
  return (
    <MenuGroup
      title={t('view.only')}
      selectionMode="single"
      selectedKeys={view.kind === 'party' ? [`party:${view.party}`] : []}
    >
      {holders.length === 0 && <MenuItem isDisabled>{t('view.noProposals')}</MenuItem>}
      {holders.map((party: PartyId) => (
        <MenuItem
          key={party}
          id={`party:${party}`}
          textValue={partyName(find(party), language)}
          onAction={() => workspace.setView({ kind: 'party', party })}
        >
          <PartyChip party={find(party)} named />
        </MenuItem>
      ))}
    </MenuGroup>
  )
}

function AsIfGroup() {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const proposals = adoptable(useWorkspaceState(state => state.proposals))
  const view = useWorkspaceState(state => state.view)
  const chosen = view.kind === 'as-if' ? view.proposals : []
  const choose = (ids: readonly ProposalId[]) => {
    workspace.setView(ids.length === 0 ? { kind: 'everything' } : { kind: 'as-if', proposals: ids })
  }
  return (
    <MenuGroup title={t('view.asIfTitle')} selectionMode="multiple" selectedKeys={chosen}>
      {proposals.length === 0 && <MenuItem isDisabled>{t('view.noProposals')}</MenuItem>}
      {proposals.length > 1 && (
        <MenuItem onAction={() => choose(proposals.map(proposal => proposal.id))}>
          {t('view.asIfAll')}
        </MenuItem>
      )}
      {proposals.map(proposal => (
        <AsIfItem
          key={proposal.id}
          id={proposal.id}
          onChoose={() => choose(toggleProposal(chosen, proposal.id))}
        />
      ))}
    </MenuGroup>
  )
}

function AsIfItem({ id, onChoose }: { id: ProposalId; onChoose: () => void }) {
  const { t } = useTranslation()
  const find = useParties()
  const proposal = useWorkspaceState(state => state.proposals.find(item => item.id === id))
  const textLanguage = useWorkspaceState(state => state.language)
  if (!proposal) return null
  const what = describeProposal(proposal, t, textLanguage)
  return (
    <MenuItem id={id} textValue={what} onAction={onChoose}>
      <PartyChip party={find(proposal.holder)} /> {what}
      <span className={styles.place}> · {proposal.places.map(place => place.label).join(', ')}</span>
    </MenuItem>
  )
}
