import type { TouchedPlace } from '../../shared/api/record.ts'
import type { HostId } from '../../shared/ids.ts'
import type { ProposalSummary } from '../workspace/workspace.ts'

/** Where a row wrote, as people cite it: each place once; places that no longer stand are left out. */
export function placeNames(
  row: { readonly places: readonly TouchedPlace[] },
  proposals: readonly ProposalSummary[],
  cite: (block: HostId) => string | null,
): readonly string[] {
  const names = row.places.flatMap(place => {
    const host = place.block ?? place.note
    const cited = host === null ? null : cite(host as string as HostId)
    if (cited !== null) return [cited]
    const proposal = proposals.find(item => item.id === place.proposal)
    return proposal?.places.map(item => item.label) ?? []
  })
  return [...new Set(names)]
}
