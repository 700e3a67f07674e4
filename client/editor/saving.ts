/** Whether the record holds what was written, as the screens say it. */
import type { LineEnd } from '../sync/text-line.ts'
import type { SavingState, Trouble } from '../workspace/workspace.ts'

/** What is known of a line. */
export interface LineFacts {
  readonly end: LineEnd | null
  readonly isOnline: boolean
  readonly isSaving: boolean
  readonly isSaved: boolean
  /** There is something to read. */
  readonly hasContent: boolean
  readonly mayWrite: boolean
  /** Words that were refused wait for their writer. */
  readonly hasRefusedWords: boolean
}

/** The worst of what is known. */
export function savingStateOf(facts: LineFacts): SavingState {
  if (facts.end !== null) return 'closed'
  if (!facts.hasContent) return 'loading'
  if (!facts.isOnline) return 'offline'
  if (!facts.isSaving) return 'not-saved'
  if (!facts.mayWrite) return 'reading-only'
  if (facts.hasRefusedWords) return 'refused'
  return facts.isSaved ? 'saved' : 'saving'
}

/** True for states that the person should know the beginning of. */
export function isTrouble(saving: SavingState): boolean {
  return saving === 'offline' || saving === 'not-saved' || saving === 'closed'
}

/** Why a text is closed for good; a refusal only ends a sitting, and another begins. */
export function troubleOf(end: LineEnd | null): Trouble | null {
  return end === 'refused' ? null : end
}
