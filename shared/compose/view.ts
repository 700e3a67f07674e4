/** Views: which changes are shown as proposals, and which as if they were adopted. */
import type { PartyId, ProposalId } from '../ids.ts'
import { isStanding } from '../text/roots.ts'
import type { Change, Model } from './model.ts'

export interface ComposeView {
  /** True when an open change is shown as a proposal. */
  readonly shows: (change: Change, model: Model) => boolean
  /** True when a change is shown as if adopted; null when none is. */
  readonly adopts: ((change: Change) => boolean) | null
  /** Keeps what an adopted deletion strikes; used while a preview is made the text. */
  readonly keepsStruck: boolean
}

/** How a change comes out: drawn as a proposal, as if it were agreed, or not at all (its text is still walked for what hangs in it). */
export type Visibility = 'shown' | 'plain' | 'hidden'

/** Agreed text and every open proposal. */
export const everything: ComposeView = { shows: () => true, adopts: null, keepsStruck: false }

/** Agreed text with its brackets, no proposal. */
export const clean: ComposeView = { shows: () => false, adopts: null, keepsStruck: false }

/** Agreed text and the proposals of one party. */
export function onlyParty(party: PartyId): ComposeView {
  return { ...everything, shows: (change, model) => model.entryOf(change)?.holder === party }
}

/** Agreed text as it would read if these proposals were adopted; with `changes`, only those changes of them. */
export function asIfAdopted(
  proposals: ReadonlySet<ProposalId>,
  options: { keepsStruck?: boolean; changes?: ReadonlySet<string> | undefined; others?: boolean } = {},
): ComposeView {
  return {
    shows: () => options.others ?? false,
    adopts: change => proposals.has(change.pid) && (options.changes?.has(change.cid) ?? true),
    keepsStruck: options.keepsStruck ?? false,
  }
}

/** How a change comes out in a view. */
export function visibilityOf(model: Model, view: ComposeView, change: Change): Visibility {
  if (!model.isOn(change)) return 'hidden'
  const entry = model.entryOf(change)
  if (entry?.decided?.includes(change.cid)) return 'hidden'
  if (view.adopts?.(change)) return 'plain'
  if (!isStanding(entry)) return 'hidden'
  return view.shows(change, model) ? 'shown' : 'hidden'
}
