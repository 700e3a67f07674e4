import { describe, expect, it } from 'vitest'
import { startI18n } from '../../../client/app/i18n/i18n.ts'
import { actsOnBracket, actsOnProposal } from '../../../client/register/acts.ts'
import { withReason } from '../../../client/register/decision-parts.tsx'
import { shownProposals } from '../../../client/register/show-filter.tsx'
import { describeProposal } from '../../../client/workspace/describe-proposal.ts'
import type { Me, ProposalSummary } from '../../../client/workspace/workspace.ts'
import type { Role } from '../../../shared/rules/roles.ts'
import { brackets, id, proposals } from '../sample-state.ts'

const [theirs, ours] = proposals as [ProposalSummary, ProposalSummary]
const as = (role: Role): Me => ({ name: 'x', party: id.party('BR'), role })

describe('acts offered', () => {
  it('[SC17] offers decisions to chair and secretary', () => {
    const all = ['adopt', 'adopt-as-amended', 'not-retain', 'keep-in-brackets']
    expect(actsOnProposal(as('chair'), theirs)).toEqual(all)
    expect(actsOnProposal(as('secretary'), theirs)).toEqual(all)
    expect(actsOnProposal(as('chair'), { ...theirs, mine: true })).toEqual([...all, 'withdraw'])
  })

  it('[SC17] offers a delegate to withdraw its own, and readers and observers nothing', () => {
    expect(actsOnProposal(as('delegate'), ours)).toEqual(['withdraw'])
    expect(actsOnProposal(as('delegate'), theirs)).toEqual([])
    for (const role of ['reader', 'observer'] as const) {
      expect(actsOnProposal(as(role), { ...ours, mine: true })).toEqual([])
      expect(actsOnBracket(as(role), brackets[0] as never)).toEqual([])
    }
  })

  it('[SC17] does not adopt what has no place or no words, nor keep twice', () => {
    expect(actsOnProposal(as('chair'), { ...theirs, placeGone: true })).toEqual(['not-retain'])
    expect(actsOnProposal(as('chair'), { ...theirs, state: 'emptied' })).toEqual([])
    expect(actsOnProposal(as('chair'), { ...theirs, kept: true })).not.toContain('keep-in-brackets')
  })

  it('[SC17] lifts and keeps agreed brackets; a proposed one is decided with its proposal', () => {
    const [bracket] = brackets
    if (!bracket) throw new Error('no sample')
    expect(actsOnBracket(as('chair'), bracket)).toEqual(['lift-bracket', 'keep-in-brackets'])
    expect(actsOnBracket(as('chair'), { ...bracket, kept: true })).toEqual(['lift-bracket'])
    expect(actsOnBracket(as('chair'), { ...bracket, state: 'proposed' })).toEqual([])
    expect(actsOnBracket(as('delegate'), bracket)).toEqual([])
  })

  it('[SC21] carries a reason when there is one', () => {
    expect(withReason('  because ')).toEqual({ reason: 'because' })
    expect(withReason('  ')).toEqual({})
  })
})

describe('what a proposal does', () => {
  const { t } = startI18n('en')
  const say = (part: Partial<ProposalSummary>) => describeProposal({ ...theirs, ...part }, t, 'en')

  it('[SC16] says it in a few words', () => {
    expect(say({})).toBe('adds 6 words')
    expect(say({ kinds: ['delete'], deleted: 'Transit;' })).toBe('would delete 1 word')
    expect(say({ kinds: ['insert', 'delete'], deleted: 'should', inserted: 'shall' })).toBe('replaces 1 word')
    expect(say({ kinds: ['newBlock'] })).toBe('adds a paragraph')
    expect(say({ kinds: ['insert', 'split'] })).toBe('divides a paragraph')
    expect(say({ kinds: ['insert', 'bracket', 'moveBlock'] })).toBe('several changes')
    expect(say({ state: 'emptied', kinds: [] })).toBe('emptied')
  })

  it('[SC16] leaves all, ours, or others', () => {
    const ids = (shown: 'all' | 'ours' | 'others') => shownProposals(proposals, shown).map(item => item.id)
    expect(ids('all')).toEqual(['p1', 'p2', 'p3', 'p4', 'p5'])
    expect(ids('ours')).toEqual(['p2', 'p4'])
    expect(ids('others')).toEqual(['p1', 'p3', 'p5'])
  })
})
