/** The editor of one text: the page, the doors, and what they work with. It knows no network and no screen. */
import { Plugin } from 'prosemirror-state'
import type * as Y from 'yjs'
import { type ComposeView, everything } from '../../shared/compose/view.ts'
import type { BracketId, IdSource, NoteId } from '../../shared/ids.ts'
import type { ReboundEnd } from '../../shared/intent/insert-point.ts'
import type { Answer } from '../../shared/protocol/answer.ts'
import type { Command } from '../../shared/protocol/command.ts'
import type { RedonePair } from '../../shared/protocol/redone.ts'
import type { CommandId } from '../../shared/ids.ts'
import { undrawnBlocks } from './check.ts'
import type { Desk, EditorNotice } from './desk.ts'
import { runCommand } from './desk.ts'
import { doorProps, takeTransaction } from './doors.ts'
import { Holding } from './hold/holding.ts'
import type { KeptWords } from './hold/kept-words.ts'
import { Settlement } from './hold/settlement.ts'
import { inverseOf } from './inverse.ts'
import type { Look } from './look.ts'
import { Pen } from './pen.ts'
import { Surface } from './surface.ts'
import { UndoList } from './undo.ts'
import { Voice } from './voice.ts'
import type { Speaker } from './voice.ts'

/** What the editor says to the server besides Yjs; each before the update it belongs to. */
export interface EditorWire {
  readonly announcePlaces: (ends: readonly ReboundEnd[]) => void
  readonly announceRedone: (pairs: readonly RedonePair[]) => void
  /** Sends a command behind all that was written before. Never rejects; null: there was no answer. */
  readonly command: (command: Command) => Promise<Answer | null>
  readonly isOnline: () => boolean
}

export interface EditorParts {
  readonly doc: Y.Doc
  readonly element: HTMLElement
  readonly me: Speaker
  readonly ids: IdSource
  readonly wire: EditorWire
  readonly party: Look['party']
  readonly kept: KeptWords
  /** A key asked for an act on a bracket. */
  readonly ask: (bracket: BracketId) => void
  readonly notify: (notice: EditorNotice) => void
  /** Words began or ceased to be held back: see `isHeld`. */
  readonly heldChanged?: () => void
  /** The page did not show what it should; it was drawn anew. Numbers of blocks. */
  readonly fault?: (blocks: readonly number[]) => void
  /** How long an answer to a command is waited for. */
  readonly timeoutMs?: number
}

const answerTimeoutMs = 10_000

export class TextEditor {
  readonly surface: Surface
  readonly voice: Voice
  readonly desk: Desk
  private readonly parts: EditorParts
  private isReadOnly = false

  constructor(parts: EditorParts) {
    this.parts = parts
    this.voice = new Voice(parts.me, parts.ids)
    this.surface = new Surface({
      doc: parts.doc,
      element: parts.element,
      view: everything,
      look: { me: this.voice.party, party: parts.party, print: null },
      plugins: [new Plugin({ props: doorProps(() => this.desk) })],
      isEditable: () => this.isEditable,
      dispatch: tr => takeTransaction(this.desk, tr),
    })
    this.desk = this.makeDesk()
    this.surface.onChange(() => this.mend())
  }

  get isEditable(): boolean {
    return !this.isReadOnly && this.voice.mayWrite
  }

  /** True while what one types is shown and not yet written: a composition, or a command on its way. */
  get isHeld(): boolean {
    return this.desk.holding.isHeld
  }

  destroy(): void {
    this.desk.holding.destroy()
    this.desk.undo.destroy()
    this.surface.destroy()
  }

  /** Shows another view; only some can be written in. */
  setView(view: ComposeView, options: { print: Look['print']; readOnly: boolean }): void {
    this.isReadOnly = options.readOnly
    this.desk.holding.enqueue(() => this.surface.setLook({ print: options.print }, view))
    this.surface.view.setProps({})
  }

  /** Draws anew after the list of parties, or the party spoken for, has changed. */
  refreshLook(): void {
    this.surface.setLook({ me: this.voice.party })
  }

  private makeDesk(): Desk {
    const { doc, ids, wire, kept, ask, notify, timeoutMs = answerTimeoutMs } = this.parts
    const { surface, voice } = this
    const removeNote = (note: NoteId) => {
      const command: Command = { kind: 'remove-note', id: ids.next() as CommandId, note }
      void runCommand(this.desk, command, inverseOf(surface.model, ids, command))
    }
    const pen = new Pen({ surface, voice, announce: wire.announcePlaces, removeNote })
    const undo: UndoList = new UndoList({
      doc,
      relocation: () => surface.model.reloc,
      announce: wire.announceRedone,
      run: (command, done) => this.runInverse(command, done),
    })
    const tell = ({ kind, words, rule }: EditorNotice) => notify({ kind, words, rule })
    const settlement = new Settlement({ surface, pen, notify: tell })
    const send = wire.command
    const changed = () => this.parts.heldChanged?.()
    const holding = new Holding({ surface, undo, ids, settlement, kept, send, timeoutMs, changed })
    return { surface, voice, pen, undo, holding, ids, command: send, isOnline: wire.isOnline, ask, notify }
  }

  /** Takes a command back, or does it again, by its inverse. */
  private runInverse(command: Command, done: (inverse: Command | null) => void): void {
    const { holding, surface, ids } = this.desk
    if (command.kind === 'structure') return holding.runInverse(command, done)
    const fresh = { ...command, id: ids.next() as CommandId }
    const inverse = inverseOf(surface.model, ids, fresh)
    void this.parts.wire.command(fresh).then(answer => done(answer?.kind === 'done' ? inverse : null))
  }

  /** Blocks whose letters are not those they should be are drawn anew, and told of. */
  private mend(): void {
    if (this.surface.isPaused || this.surface.view.composing) return
    const wrong = undrawnBlocks(this.surface.view, ...this.surface.takeTouched())
    if (!wrong.length) return
    this.surface.redraw(wrong)
    this.parts.fault?.(wrong)
  }
}
