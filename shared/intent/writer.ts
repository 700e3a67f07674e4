/** Who edits: whose hand, into which proposal, with what rights. */
import type { ChangeId, IdSource, PartyId, ProposalId } from '../ids.ts'
import type { Change, Model } from '../compose/model.ts'
import { isStanding } from '../text/roots.ts'
import { addProposal } from '../proposal/change.ts'
import type { Marks } from '../text/roots.ts'

/** Origin of transactions that make proposals, changes and empty texts: never undone, others' words may hang in them. */
export const structureOrigin = 'structure'
/** Origin of transactions that put content into them: undone and redone. */
export const contentOrigin = 'content'

export interface Writer {
  /** The party in whose name is written (the holder's, when the secretariat enters for a delegation). */
  readonly party: PartyId
  /** The party that types, when it is not the same: a delegation's words in which it may not write are not its own. */
  readonly hand?: PartyId
  /** True for the secretariat writing agreed text by its own hand. */
  readonly direct: boolean
  /** The proposal that takes what is not direct; made at the first change. */
  readonly proposal: ProposalId
  readonly ids: IdSource
}

/** One stretch of what is typed or pasted. */
export type Content =
  | { readonly kind: 'text'; readonly text: string; readonly marks: Marks | null }
  /** A proposed break inside a paragraph. */
  | { readonly kind: 'split' }
  /** A line break inside a paragraph. */
  | { readonly kind: 'line' }
  /** A footnote with its body. */
  | { readonly kind: 'note'; readonly body: string }

/** Plain words as content. */
export function plainContent(text: string): Content[] {
  return text ? [{ kind: 'text', text, marks: null }] : []
}

/** Length of content in UTF-16 units; breaks and notes count 1. */
export function contentLength(content: readonly Content[]): number {
  return content.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 1), 0)
}

/** True when the writer may write in this change: its party is among the writers of an open proposal, or it is the one being made. */
export function owns(model: Model, writer: Writer, change: Change | null): boolean {
  if (!change) return false
  const entry = model.entryOf(change)
  if (!entry) return change.pid === writer.proposal
  return (
    isStanding(entry) && entry.holder === writer.party && entry.writers.includes(writer.hand ?? writer.party)
  )
}

/** Makes the writer's proposal when it is not there yet. Call it inside a structure transaction. */
export function ensureProposal(model: Model, writer: Writer): void {
  if (!model.roots.proposals.has(writer.proposal)) addProposal(model.doc, writer.proposal)
}

/** A fresh id for a change of the writer's proposal. */
export function freshChangeId(writer: Writer): ChangeId {
  return writer.ids.next(writer.proposal) as ChangeId
}
