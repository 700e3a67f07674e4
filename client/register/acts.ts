/** Which acts a person may be offered on a proposal or a bracket. The server judges again. */
import { may } from '../../shared/rules/rights.ts'
import type { BracketSummary, Me, ProposalSummary } from '../workspace/workspace.ts'

export type ProposalAct = 'adopt' | 'adopt-as-amended' | 'not-retain' | 'keep-in-brackets' | 'withdraw'
export type BracketAct = 'lift-bracket' | 'keep-in-brackets'

/** In the order in which they are shown; the first is the one most asked for. */
export function actsOnProposal(me: Me, proposal: ProposalSummary): readonly ProposalAct[] {
  const acts: ProposalAct[] = []
  const { state, placeGone, kept, mine } = proposal
  if (may(me.role, 'decide') && state === 'open') {
    if (!placeGone) acts.push('adopt', 'adopt-as-amended')
    acts.push('not-retain')
    if (!placeGone && !kept) acts.push('keep-in-brackets')
  }
  if (mine && may(me.role, 'propose')) acts.push('withdraw')
  return acts
}

/** A bracket that a proposal puts around words is decided with the proposal. */
export function actsOnBracket(me: Me, bracket: BracketSummary): readonly BracketAct[] {
  if (!may(me.role, 'decide') || bracket.state === 'proposed') return []
  return bracket.kept ? ['lift-bracket'] : ['lift-bracket', 'keep-in-brackets']
}
