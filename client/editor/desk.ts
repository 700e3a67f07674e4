/** What every act of editing works with. */
import type { BracketId, IdSource } from '../../shared/ids.ts'
import type { Answer } from '../../shared/protocol/answer.ts'
import type { Command } from '../../shared/protocol/command.ts'
import type { Holding } from './hold/holding.ts'
import type { Pen } from './pen.ts'
import type { Surface } from './surface.ts'
import type { UndoList } from './undo.ts'
import type { Voice } from './voice.ts'

/**
 * `words-returned`: words came back to the caret from an act that was not done; `not-placed`: words had no place any more;
 * `act-refused`: an act was not done. `rule` names what refused it: a rule of the server, `timeout`, or `no-line`.
 */
export interface EditorNotice {
  readonly kind: 'words-returned' | 'not-placed' | 'act-refused'
  readonly words: string
  readonly rule: string | null
}

export interface Desk {
  readonly surface: Surface
  readonly voice: Voice
  readonly pen: Pen
  readonly undo: UndoList
  readonly holding: Holding
  readonly ids: IdSource
  /** Sends a command. Never rejects; null: there was no answer. */
  readonly command: (command: Command) => Promise<Answer | null>
  /** False while the line is down: agreed text is then only read. */
  readonly isOnline: () => boolean
  /** A key asked for an act on a bracket. */
  readonly ask: (bracket: BracketId) => void
  readonly notify: (notice: EditorNotice) => void
}

/** True when agreed text may be changed now; says why when not. */
export function mayChangeAgreed(desk: Desk): boolean {
  if (desk.isOnline()) return true
  desk.notify({ kind: 'act-refused', words: '', rule: 'no-line' })
  return false
}

/** Sends a command that can be taken back, and tells when it was refused; true when it was done. */
export async function runCommand(desk: Desk, command: Command, inverse: Command | null): Promise<boolean> {
  const entry = inverse && desk.undo.noteCommand(inverse, 0)
  const answer = await desk.command(command)
  if (answer?.kind === 'done') return true
  if (entry) desk.undo.forgetCommand(entry)
  desk.notify({ kind: 'act-refused', words: '', rule: answer?.rule ?? 'timeout' })
  return false
}
