import type { PartyId, ProposalId } from '../../../shared/ids.ts'
import type { ProposalSummary } from '../../workspace/workspace.ts'

/** Parties with a standing proposal, one's own first, then in the order of the text. */
export function partiesWithProposals(
  proposals: readonly ProposalSummary[],
  own: PartyId,
): readonly PartyId[] {
  const holders = [...new Set(proposals.map(proposal => proposal.holder))]
  return holders.includes(own) ? [own, ...holders.filter(party => party !== own)] : holders
}

/** Proposals that could be adopted as things stand. */
export function adoptable(proposals: readonly ProposalSummary[]): readonly ProposalSummary[] {
  return proposals.filter(proposal => proposal.state === 'open' && !proposal.placeGone)
}

/** The choice with one proposal put in, or taken out when it was in. */
export function toggleProposal(chosen: readonly ProposalId[], id: ProposalId): readonly ProposalId[] {
  return chosen.includes(id) ? chosen.filter(item => item !== id) : [...chosen, id]
}
