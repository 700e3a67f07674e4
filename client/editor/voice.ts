/** In whose name a person writes, and into which proposal an edit goes. */
import type { ComposedBlock } from '../../shared/compose/compose.ts'
import type { Model } from '../../shared/compose/model.ts'
import type { IdSource, PartyId, ProposalId } from '../../shared/ids.ts'
import type { Writer } from '../../shared/intent/writer.ts'
import { may } from '../../shared/rules/rights.ts'
import type { Role } from '../../shared/rules/roles.ts'
import { isStanding, proposalEntry } from '../../shared/text/roots.ts'

export interface Speaker {
  readonly party: PartyId
  readonly role: Role
}

/** A delegation spoken for, and ids the server has reserved for it that hold nothing yet. */
interface Mandate {
  readonly party: PartyId
  readonly reserved: ProposalId[]
}

export class Voice {
  readonly me: Speaker
  private readonly ids: IdSource
  private mandate: Mandate | null = null
  /** Proposals begun in this sitting, the latest last; one list for each party written for. */
  private readonly begun = new Map<PartyId, ProposalId[]>()
  /** The id that one's own next proposal takes. */
  private spare: ProposalId | null = null

  constructor(me: Speaker, ids: IdSource) {
    this.me = me
    this.ids = ids
  }

  /** The party whose words the next key writes. */
  get party(): PartyId {
    return this.mandate?.party ?? this.me.party
  }

  get speaksFor(): PartyId | null {
    return this.mandate?.party ?? null
  }

  /** True when agreed text itself is written. */
  get isDirect(): boolean {
    return this.mandate === null && may(this.me.role, 'editAgreed')
  }

  get mayWrite(): boolean {
    return may(this.me.role, 'propose') || may(this.me.role, 'editAgreed')
  }

  /** Speaks for a delegation from now on, with an id reserved for it; null: for oneself again. */
  speakFor(mandate: { party: PartyId; proposal: ProposalId } | null): void {
    this.mandate = mandate && { party: mandate.party, reserved: [mandate.proposal] }
  }

  /** A further id was reserved. */
  addReserved(party: PartyId, proposal: ProposalId): void {
    if (this.mandate?.party === party) this.mandate.reserved.push(proposal)
  }

  /** True when the delegation's last reserved id is in use, or about to be. */
  get lacksReserve(): boolean {
    return this.mandate !== null && this.mandate.reserved.length < 2
  }

  /** The writer of an edit in these blocks: neighbouring edits of a sitting extend one proposal. */
  writerFor(model: Model, blocks: readonly ComposedBlock[]): Writer {
    const base = { party: this.party, direct: this.isDirect, ids: this.ids }
    const proposal = this.proposalNear(model, blocks) ?? this.nextProposal()
    return this.mandate ? { ...base, hand: this.me.party, proposal } : { ...base, proposal }
  }

  private proposalNear(model: Model, blocks: readonly ComposedBlock[]): ProposalId | null {
    const begun = this.begunProposals(model)
    for (let i = begun.length - 1; i >= 0; i--) {
      const id = begun[i] as ProposalId
      const stands = isStanding(proposalEntry(model.roots, id))
      if (stands && blocks.some(block => shows(model, block, id))) return id
    }
    return null
  }

  /** The ids that are in use by now. */
  private begunProposals(model: Model): ProposalId[] {
    const list = this.begun.get(this.party) ?? []
    this.begun.set(this.party, list)
    const isUsed = (id: ProposalId | null | undefined) => !!id && model.roots.proposals.has(id)
    const reserved = this.mandate?.reserved
    if (reserved && isUsed(reserved[0])) list.push(reserved.shift() as ProposalId)
    if (!reserved && isUsed(this.spare)) {
      list.push(this.spare as ProposalId)
      this.spare = null
    }
    return list
  }

  /** An id that holds nothing yet; when all that was reserved is in use, the latest goes on. */
  private nextProposal(): ProposalId {
    if (!this.mandate) {
      this.spare ??= this.ids.next() as ProposalId
      return this.spare
    }
    const id = this.mandate.reserved[0] ?? this.begun.get(this.party)?.at(-1)
    if (id === undefined) throw new Error('nothing is reserved for the delegation spoken for')
    return id
  }
}

/** True when a proposal has words, strikes, brackets or block changes in a block, proposes it, or proposes one after it. */
function shows(model: Model, block: ComposedBlock, id: ProposalId): boolean {
  if (block.proposed?.pid === id) return true
  for (const place of [block.id, `@${block.id}`])
    for (const change of model.byPlace.get(place) ?? [])
      if (change.pid === id && model.isOn(change)) return true
  return block.runs.some(
    run =>
      run.own?.pid === id ||
      (run.kind === 'glyph'
        ? run.bracket.change?.pid === id
        : run.struck.some(change => change.pid === id) || run.formats.some(change => change.pid === id)),
  )
}
