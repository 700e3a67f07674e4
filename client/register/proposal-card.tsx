import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { useLanguage, useParties, useWorkspace, useWorkspaceState } from '../workspace/contexts.ts'
import { describeProposal } from '../workspace/describe-proposal.ts'
import { partyName } from '../workspace/party.ts'
import { PartyChip } from '../workspace/party-chip.tsx'
import type { Place, ProposalSummary } from '../workspace/workspace.ts'
import { actsOnProposal, type ProposalAct } from './acts.ts'
import styles from './card.module.css'
import type { Decision } from './decision.ts'

interface ProposalCardProps {
  readonly proposal: ProposalSummary
  readonly isOpen: boolean
  readonly onToggle: () => void
  readonly onDecide: (decision: Decision) => void
}

/** One proposal: a line with whose it is, what it does and where; opened, its words and the acts. */
export function ProposalCard({ proposal, isOpen, onToggle, onDecide }: ProposalCardProps) {
  const { t } = useTranslation()
  const find = useParties()
  const language = useLanguage()
  const textLanguage = useWorkspaceState(state => state.language)
  const party = find(proposal.holder)
  const body = useId()
  return (
    <li
      className={cx(styles.card, isOpen && styles.open)}
      data-party={party.colour}
      data-proposal={proposal.id}
    >
      <button
        type="button"
        className={styles.head}
        aria-expanded={isOpen}
        aria-controls={body}
        onClick={onToggle}
      >
        <PartyChip party={party} />
        <span className={styles.what}>
          {isOpen && <b>{partyName(party, language)} </b>}
          {describeProposal(proposal, t, textLanguage)}
        </span>
        {proposal.kept && <span className={styles.tag}>{t('proposal.kept')}</span>}
      </button>
      <p className={styles.meta}>
        <Places proposal={proposal} />
        {proposal.enteredBy !== null && (
          <span>{t('proposal.enteredBy', { party: partyName(find(proposal.enteredBy), language) })}</span>
        )}
      </p>
      <div id={body} hidden={!isOpen}>
        {isOpen && (
          <>
            <Words proposal={proposal} />
            <Acts proposal={proposal} onDecide={onDecide} />
          </>
        )}
      </div>
    </li>
  )
}

/** Most places named; the others are counted. */
const mostPlaces = 3

function Places({ proposal }: { proposal: ProposalSummary }) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const places = byLabel(proposal.places)
  if (proposal.placeGone || places.length === 0) return null
  if (places.length > mostPlaces)
    return (
      <button type="button" className={styles.link} onClick={() => workspace.goTo({ proposal: proposal.id })}>
        {t('panel.places', { count: places.length })}
      </button>
    )
  return places.map(place => (
    <button
      key={place.block}
      type="button"
      className={styles.link}
      onClick={() => workspace.goTo({ block: place.block })}
    >
      {place.label}
    </button>
  ))
}

/** Places that people cite by one name stand once. */
function byLabel(places: readonly Place[]): readonly Place[] {
  return places.filter((place, at) => places.findIndex(other => other.label === place.label) === at)
}

function Words({ proposal }: { proposal: ProposalSummary }) {
  const { t } = useTranslation()
  const lang = useWorkspaceState(state => state.language)
  const { inserted, deleted } = proposal
  if (inserted === '' && deleted === '') return null
  return (
    <dl className={styles.words}>
      {deleted !== '' && (
        <>
          <dt>{t('proposal.deletes')}</dt>
          <dd lang={lang}>
            <del>{deleted}</del>
          </dd>
        </>
      )}
      {inserted !== '' && (
        <>
          <dt>{t('proposal.adds')}</dt>
          <dd lang={lang}>
            <ins>{inserted}</ins>
          </dd>
        </>
      )}
    </dl>
  )
}

const actWords = {
  adopt: 'act.adopt',
  'adopt-as-amended': 'act.adoptAsAmended',
  'not-retain': 'act.notRetain',
  'keep-in-brackets': 'act.keepInBrackets',
  withdraw: 'act.withdraw',
} as const satisfies Record<ProposalAct, string>

/** Acts are armed here and confirmed in a window that shows the outcome; none can be taken without the line. */
function Acts({ proposal, onDecide }: { proposal: ProposalSummary; onDecide: (decision: Decision) => void }) {
  const { t } = useTranslation()
  const me = useWorkspaceState(state => state.me)
  const offline = useWorkspaceState(state => state.saving === 'offline' || state.saving === 'not-saved')
  const acts = actsOnProposal(me, proposal)
  if (acts.length === 0) return null
  return (
    <div className={styles.acts}>
      {acts.map(act => (
        <Button
          key={act}
          small
          look={act === 'adopt' ? 'primary' : 'plain'}
          isDisabled={offline}
          onPress={() => onDecide({ kind: act, proposal: proposal.id })}
        >
          {t(actWords[act])}
        </Button>
      ))}
    </div>
  )
}
