/** What an adoption takes in, and what it hangs on: the same answer for the editor's preview and the server's act. */
import type { HostId, ProposalId } from '../ids.ts'
import type { Anchor } from '../text/anchor.ts'
import { isStanding } from '../text/roots.ts'
import { type Change, maxNesting, type Model } from './model.ts'

export interface Adoption {
  readonly proposals: ReadonlySet<ProposalId>
  /** Only these changes; all when undefined. */
  readonly changes?: ReadonlySet<string> | undefined
}

/** Open proposals that an adoption hangs on and does not contain. Sorted. */
export function dependencies(model: Model, adoption: Adoption): ProposalId[] {
  const found = new Set<ProposalId>()
  for (const change of adoptedChanges(model, adoption))
    for (const host of hostsTouched(model, change)) climb(model, host, adoption, found)
  return [...found].sort()
}

/** The changes of an adoption that take effect, in the order of their ids. */
export function adoptedChanges(model: Model, adoption: Adoption): Change[] {
  return [...model.changes.values()]
    .filter(
      change =>
        adoption.proposals.has(change.pid) &&
        (adoption.changes?.has(change.cid) ?? true) &&
        !model.entryOf(change)?.decided?.includes(change.cid) &&
        model.isOn(change),
    )
    .sort((a, b) => (a.cid < b.cid ? -1 : 1))
}

function hostsTouched(model: Model, change: Change): HostId[] {
  if (change.kind === 'delete' || change.kind === 'format') return [...change.ranges.keys()]
  return [...change.places]
    .map(place => place.replace(/^@/, '') as HostId)
    .filter(host => model.hosts.has(host))
}

/** Climbs from a host to agreed text and notes each open proposal on the way; closed ones are passed through. */
function climb(model: Model, host: HostId, adoption: Adoption, found: Set<ProposalId>): void {
  let at: HostId | undefined = host
  for (let depth = 0; at && depth <= 2 * maxNesting; depth++) {
    const change: Change | null = model.hosts.get(at)?.change ?? null
    if (!change) return
    const inside = adoption.proposals.has(change.pid) && (adoption.changes?.has(change.cid) ?? true)
    if (!inside && isStanding(model.entryOf(change))) found.add(change.pid)
    const anchor = change.map.get(change.kind === 'insert' ? 'at' : 'after') as Anchor | undefined
    at = model.hostAt(anchor) ?? undefined
  }
}

/** A proposal with all open ones it hangs on, directly or through others. */
export function withDependencies(model: Model, proposal: ProposalId): Set<ProposalId> {
  const all = new Set([proposal])
  for (let more = [proposal]; more.length; ) {
    more = dependencies(model, { proposals: all })
    for (const id of more) all.add(id)
  }
  return all
}
