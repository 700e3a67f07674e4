import type { BracketId, ProposalId } from '../../shared/ids.ts'

/** A decision a person has armed: its window shows the outcome and asks to confirm. */
export type Decision =
  | {
      readonly kind: 'adopt' | 'adopt-as-amended' | 'not-retain' | 'withdraw'
      readonly proposal: ProposalId
    }
  | { readonly kind: 'keep-in-brackets'; readonly proposal: ProposalId }
  | { readonly kind: 'keep-bracket' | 'lift-bracket'; readonly bracket: BracketId }
