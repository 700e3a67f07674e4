/** What goes into the guard beside the update, and what comes out. */
import type { ChangeId, PartyId, PersonId, ProposalId } from '../../shared/ids.ts'
import type { Role } from '../../shared/rules/roles.ts'

/** Who sends an update, from the connection that is signed in; never from the update. */
export interface Sender {
  readonly person: PersonId
  readonly party: PartyId
  readonly role: Role
  /** A program that is not ours: it may not write agreed text, whatever its role (it does not know what was relocated). */
  readonly stock: boolean
}

/** Whose Yjs client ids are; kept for good, rebuilt from the log. */
export interface Bindings {
  /** The person a client id belongs to, or null while it is nobody's. */
  personOf(client: number): PersonId | null
  bind(client: number, person: PersonId): void
}

/** Units [clock, clock + len) of one client. */
export interface Units {
  readonly client: number
  readonly clock: number
  readonly len: number
}

/** What the guard saw of an accepted update, for the server's own additions. */
export interface Findings {
  /** Proposals that came with the update and have no entry in the register yet. */
  readonly newProposals: readonly ProposalId[]
  /** All proposals written in, new ones too. */
  readonly touched: readonly ProposalId[]
  /** Client ids with structs in the update; bound to the sender now. */
  readonly clients: readonly number[]
  /** Changes of closed proposals that were written in: kept, shown as late. */
  readonly late: readonly ChangeId[]
  /** Own proposals in which something was deleted, overwritten or switched off, so that perhaps nothing is left of them; and emptied ones that were written in. */
  readonly emptiedCandidates: readonly ProposalId[]
  /** True when agreed text was written. */
  readonly agreedText: boolean
  /** Living units the update brought into agreed text. */
  readonly newTextItems: readonly Units[]
  /** Units of agreed text that the update deleted. */
  readonly deletes: readonly Units[]
}

/**
 * What becomes of an update.
 * - `accepted`: it stands in the document.
 * - `no-op`: nothing in it is new; nothing was done.
 * - `resync`: something it builds on is missing; nothing was done, nothing is kept.
 * - `refused`: `rule` is its id in SPEC.md, `reason` for people. Not `spoiled`: the document is as it was, to the last
 *   bit. `spoiled`: it may not be, and must be rebuilt from the log.
 */
export type Verdict =
  | (Findings & {
      readonly kind: 'accepted'
      /**
       * What the document emitted: first the update as it was taken (what the record and everybody else gets: without
       * known structs and without what was dropped), then Yjs' own clean-up of formats.
       */
      readonly updates: readonly Uint8Array[]
      readonly staleDeletes: readonly Units[]
    })
  | {
      readonly kind: 'no-op'
      /** Units of agreed text that the sender may write and deletes though they are gone: perhaps they were moved meanwhile. */
      readonly staleDeletes: readonly Units[]
    }
  | { readonly kind: 'resync' }
  | {
      readonly kind: 'refused'
      readonly rule: string
      readonly reason: string
      readonly spoiled: boolean
    }
