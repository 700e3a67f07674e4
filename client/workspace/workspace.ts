/**
 * One open text as the screens see it: what to show, and what a person may ask for. The screens hold no Yjs and no
 * ProseMirror; whoever implements `Workspace` holds both. Types only.
 */
import type { BracketId, HostId, PartyId, ProposalId, TextId } from '../../shared/ids.ts'
import type { ChangeKind } from '../../shared/proposal/change.ts'
import type { Role } from '../../shared/rules/roles.ts'
import type { BlockKind, ProposalState } from '../../shared/text/roots.ts'

/** Opens a text; rejects only when the program for it cannot be fetched. What the server says arrives as `saving` and `trouble`. */
export type OpenWorkspace = (text: TextId) => Promise<Workspace>

/** One open text. Every method may be called at any time until `close`; after it all do nothing. */
export interface Workspace {
  /** Keys that the editor itself handles, for the list of shortcuts. */
  readonly keys: readonly EditorKey[]
  /** Calls `listener` after each change of `state()`; returns how to stop. */
  subscribe(listener: () => void): () => void
  /** An immutable snapshot: the same object until something changed. Unchanged parts keep their identity. */
  state(): WorkspaceState
  /** Puts the editor into `element`; returns how to take it out again. */
  mount(element: HTMLElement): () => void
  setView(view: ViewChoice): void
  /** Asks for an act. Resolves when the record holds it, or it was refused; never rejects. */
  act(act: ActRequest): Promise<ActResult>
  /** Puts something in at the caret and gives the editor the focus. */
  insert(kind: InsertKind): void
  /** The touched blocks as they would read if the proposal were adopted (as amended), and what else that takes along. */
  preview(proposal: ProposalId, amendedBy?: Amendment): Preview
  /** How people cite a place: the label of the block, or of the unit it stands in; null when it does not stand. */
  cite(block: HostId): string | null
  /** Scrolls the words into view, sets the caret there and gives the editor the focus. */
  goTo(target: Target): void
  /** Gives the editor the focus where the caret was. */
  focus(): void
  /** Takes a notice from the list. */
  dismiss(notice: string): void
  /** Writes salvaged words in again as a proposal of one's own; they leave the list when the record holds them. */
  resubmit(salvaged: string): Promise<ActResult>
  /** Throws salvaged words away for good. */
  discard(salvaged: string): void
  /** Drops a question asked by a key (see `asked`) without an act. */
  answerAsked(): void
  close(): void
}

/**
 * `loading`: nothing to read yet; `saved`: the record holds all of it; `saving`: some is on its way; `offline`: no line,
 * unsent work is kept on this machine; `not-saved`: the server cannot write its record; `refused`: an update was not
 * taken, see `salvaged`; `reading-only`: the person may read, not write; `closed`: see `trouble`.
 */
export type SavingState =
  | 'loading'
  | 'saved'
  | 'saving'
  | 'offline'
  | 'not-saved'
  | 'refused'
  | 'reading-only'
  | 'closed'

/** Why a text is closed for good on this page. */
export type Trouble = 'sign-in-needed' | 'not-allowed' | 'outdated'

export interface WorkspaceState {
  readonly saving: SavingState
  /** When the record last held everything: milliseconds since 1970, null before the first time. */
  readonly savedAt: number | null
  /** Since when the line is gone or saving fails; null when neither. */
  readonly troubleSince: number | null
  /** Changes that the record does not hold yet. */
  readonly unsent: number
  /** Set when `saving` is `closed`. */
  readonly trouble: Trouble | null
  readonly title: string
  /** Language of the text: a BCP 47 tag. */
  readonly language: string
  readonly me: Me
  /** The party whose words the next key writes, when it is not one's own. */
  readonly speakingFor: PartyId | null
  /** All parties of the body. */
  readonly parties: readonly PartySummary[]
  /** Who else has the text open, one entry a connection. */
  readonly presence: readonly PresentPerson[]
  readonly outline: readonly OutlineUnit[]
  /** Standing proposals in the order of the text. */
  readonly proposals: readonly ProposalSummary[]
  /** Standing brackets in the order of the text: agreed ones, and those that a proposal puts around words. */
  readonly brackets: readonly BracketSummary[]
  /** Bracket characters without a partner. */
  readonly strays: readonly StrayBracket[]
  readonly notices: readonly Notice[]
  /** Words that a refused or lost update held, offered again. */
  readonly salvaged: readonly Salvaged[]
  readonly view: ViewChoice
  /** The block with the caret; null without a caret. */
  readonly current: CurrentBlock | null
  /** A key asked for an act that needs a word with the person: Backspace at a bracket. */
  readonly asked: AskedAct | null
}

export interface Me {
  readonly name: string
  readonly party: PartyId
  readonly role: Role
}

export interface PartySummary {
  readonly id: PartyId
  readonly initials: string
  readonly nameEn: string
  readonly nameFr: string
  /** 1 to 12. */
  readonly colour: number
}

export interface PresentPerson {
  readonly name: string
  readonly party: PartyId
}

/** A heading, or the text before the first one, with everything up to the next heading of its level or higher. */
export interface OutlineUnit {
  readonly block: HostId
  /** 0 is the highest. */
  readonly level: number
  readonly label: string | null
  readonly title: string
  /** Open brackets and standing proposals in the unit, its own sub-units included. */
  readonly open: number
}

export interface Place {
  readonly block: HostId
  /** How people cite it: its own label, or its unit's. */
  readonly label: string
}

export interface ProposalSummary {
  readonly id: ProposalId
  readonly holder: PartyId
  /** Who typed it, when that is not the holder. */
  readonly enteredBy: PartyId | null
  readonly state: ProposalState
  /** Looked at by the body and left standing. */
  readonly kept: boolean
  /** True when the person's own party is the holder. */
  readonly mine: boolean
  readonly places: readonly Place[]
  /** What it does, each kind once; `split` is a proposed break. */
  readonly kinds: readonly (ChangeKind | 'split' | 'note')[]
  /** Words it brings, places parted by ` … `. */
  readonly inserted: string
  /** Words it strikes. */
  readonly deleted: string
  /** True when the words it hangs on are gone; it is shown nowhere in the text. */
  readonly placeGone: boolean
}

export interface BracketSummary {
  readonly id: BracketId
  readonly holder: PartyId | null
  readonly state: 'standing' | 'proposed'
  readonly kept: boolean
  readonly block: HostId
  readonly label: string
  readonly text: string
}

export interface StrayBracket {
  readonly block: HostId
  readonly char: string
  /** Words around it, the character included. */
  readonly context: string
}

/**
 * `act-refused`: a key's act was not taken, `rule` says why; `words-returned`: words typed during a refused or timed-out
 * act came back to the caret; `late`: words went into a closed proposal; `not-placed`: words could not be put back, they
 * are in `words`; `role-changed`; `going`: the server goes down in a moment.
 */
export type NoticeKind = 'act-refused' | 'words-returned' | 'late' | 'not-placed' | 'role-changed' | 'going'

export interface Notice {
  readonly id: string
  readonly kind: NoticeKind
  /** The words it is about; empty when there are none. */
  readonly text: string
  /** Id of the rule that refused, when one did. */
  readonly rule: string | null
}

export interface Salvaged {
  readonly id: string
  readonly words: string
  /** The rule that refused the update, when one did. */
  readonly rule: string | null
}

export interface CurrentBlock {
  readonly block: HostId
  readonly kind: BlockKind | 'note'
  readonly level: number
  readonly label: string | null
  /** The unit of the outline it stands in. */
  readonly unit: HostId | null
}

export type AskedAct = { readonly kind: 'bracket'; readonly bracket: BracketId }

export type ViewChoice =
  | { readonly kind: 'everything' }
  | { readonly kind: 'clean' }
  | { readonly kind: 'printed'; readonly names: 'off' | 'initials' | 'full' }
  | { readonly kind: 'party'; readonly party: PartyId }
  | { readonly kind: 'as-if'; readonly proposals: readonly ProposalId[] }

export type InsertKind = 'bracket' | 'note' | 'unit' | 'heading' | 'item'

export type Target =
  | { readonly block: HostId }
  | { readonly proposal: ProposalId }
  | { readonly bracket: BracketId }

/** The words of an adoption that differ from the proposal's own: another open proposal, or words in its place. */
export type Amendment =
  | { readonly kind: 'proposal'; readonly proposal: ProposalId }
  | { readonly kind: 'words'; readonly words: string }

interface Decided {
  readonly proposal: ProposalId
  /** Of the preview that was on screen. */
  readonly hash: string
  readonly together: readonly ProposalId[]
  readonly reason?: string
}

/** `label` and `retype` change agreed text when the secretary speaks for nobody, and are proposals otherwise. */
export type ActRequest =
  | ({ readonly kind: 'adopt' } & Decided)
  | ({ readonly kind: 'adopt-as-amended'; readonly amendedBy: Amendment } & Decided)
  | { readonly kind: 'not-retain'; readonly proposal: ProposalId; readonly reason?: string }
  | { readonly kind: 'withdraw'; readonly proposal: ProposalId; readonly reason?: string }
  | { readonly kind: 'lift-bracket'; readonly bracket: BracketId; readonly reason?: string }
  | { readonly kind: 'keep-in-brackets'; readonly target: KeptTarget; readonly reason?: string }
  | { readonly kind: 'label'; readonly block: HostId; readonly label: string | null }
  | { readonly kind: 'retype'; readonly block: HostId; readonly blockKind: BlockKind; readonly level: number }
  | { readonly kind: 'speak-for'; readonly party: PartyId | null }

export type KeptTarget =
  | { readonly kind: 'proposal'; readonly proposal: ProposalId }
  | { readonly kind: 'bracket'; readonly bracket: BracketId }

/** `changed`: the words are others than those on screen; `depends`: these have to be adopted with it. */
export type ActResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly rule: string; readonly reason: string }
  | { readonly kind: 'changed' }
  | { readonly kind: 'depends'; readonly on: readonly ProposalId[] }
  | { readonly kind: 'offline' }
  | { readonly kind: 'unanswered' }

export interface Preview {
  readonly blocks: readonly PreviewBlock[]
  readonly hash: string
  /** Other proposals that are adopted along with it. */
  readonly together: readonly ProposalId[]
}

export interface PreviewBlock {
  readonly block: HostId
  readonly kind: BlockKind | 'note'
  readonly level: number
  readonly label: string | null
  /** `gone`: the block leaves the text; its runs are the words that go. */
  readonly state: 'changed' | 'new' | 'gone'
  readonly runs: readonly PreviewRun[]
}

/** `new` words come with the adoption; `bracket` is a drawn bracket; `note` a reference, its text the note's number. */
export interface PreviewRun {
  readonly kind: 'plain' | 'new' | 'bracket' | 'note'
  readonly text: string
}

/** Keys an editor can handle, by what they do. */
export type EditorKey =
  | 'undo'
  | 'redo'
  | 'break'
  | 'line-break'
  | 'bracket-selection'
  | 'note'
  | 'new-unit'
  | 'leave'
  | 'next-bracket'
  | 'previous-bracket'
  | 'strong'
  | 'emphasis'
