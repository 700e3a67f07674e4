/**
 * The hold: while a command on the structure of agreed text is on its way, or a composition lasts, ProseMirror goes on alone
 * and nothing is written. An answer, or the end of a composition, settles it: what the typist changed meanwhile is written
 * where they saw it, and what breaks and joins remain become the next command. Any burst costs two round trips.
 */
import type { Transaction } from 'prosemirror-state'
import type { BlockId, CommandId, IdSource } from '../../../shared/ids.ts'
import type { Answer } from '../../../shared/protocol/answer.ts'
import type { Command, CommandOf } from '../../../shared/protocol/command.ts'
import type { CaretPlace } from '../caret-place.ts'
import { inverseOf } from '../inverse.ts'
import { Page } from '../page.ts'
import type { Surface } from '../surface.ts'
import type { UndoEntry, UndoList } from '../undo.ts'
import { Difference } from './difference.ts'
import type { KeptWords } from './kept-words.ts'
import { heldWords } from './local-edits.ts'
import { findInBlocks, predict } from './prediction.ts'
import type { Settled, Settlement } from './settlement.ts'

export type StructureCommand = CommandOf<'structure'>

/** How a command ended: done, refused by a rule, or without an answer in time. */
export type Outcome =
  | { readonly kind: 'done'; readonly leftOut: readonly string[] }
  | { readonly kind: 'refused'; readonly rule: string }

interface Hold {
  /** The page as it will be: the one drawn before, with the command applied. Null without a command: the page itself. */
  readonly expected: Page | null
  /** Null: a composition, or a change that will be sent in the same turn. */
  readonly command: StructureCommand | null
  readonly isComposition: boolean
  readonly entry: UndoEntry | null
  outcome: Outcome | null
  /** When the document must show what the answer tells of: it comes before the answer on an honest line. */
  shownBy: number
  /** Told how the command ended, when it settles. */
  readonly after: ((isDone: boolean) => void) | null
  readonly timer: ReturnType<typeof setTimeout> | null
  /** Of a composition over a selection: the offset at which it is composed, and where the words belong. */
  readonly composedOver: { readonly offset: number; readonly behind: CaretPlace } | null
}

export interface HoldingParts {
  readonly surface: Surface
  readonly undo: UndoList
  readonly ids: IdSource
  readonly settlement: Settlement
  readonly kept: KeptWords
  /** Sends a command behind this client's own updates. Never rejects; null: the line is closed for good. */
  readonly send: (command: Command) => Promise<Answer | null>
  /** How long an answer is waited for. */
  readonly timeoutMs: number
  /** Something began or ceased to be held. */
  readonly changed: () => void
}

/** What is held without a command. */
const nothingAsked: Hold = {
  expected: null,
  command: null,
  isComposition: false,
  entry: null,
  outcome: null,
  shownBy: 0,
  after: null,
  timer: null,
  composedOver: null,
}

/** How often it is looked whether a composition still lasts. */
const pollMs = 30

/** How long the document may lag behind an answer. */
const maxShowMs = 1_000

export class Holding {
  private readonly parts: HoldingParts
  private hold: Hold | null = null
  private readonly queue: (() => void)[] = []
  private poll: ReturnType<typeof setTimeout> | null = null
  private wasComposing = false

  constructor(parts: HoldingParts) {
    this.parts = parts
  }

  /** True while nothing may be written. */
  get isHeld(): boolean {
    return this.hold !== null
  }

  /** True while a command is on its way. */
  get isWaiting(): boolean {
    return this.hold?.command != null
  }

  /** True when keys have to stand in line. */
  get hasQueue(): boolean {
    return this.queue.length > 0
  }

  /** Whatever is held is let go: an answer that comes later finds no page. */
  destroy(): void {
    if (this.hold?.timer) clearTimeout(this.hold.timer)
    if (this.poll) clearTimeout(this.poll)
    this.hold = null
    this.queue.length = 0
  }

  /** Does something when nothing is held and all that stands in line before is done. */
  enqueue(task: () => void): void {
    this.queue.push(task)
    if (!this.hold) this.drain()
  }

  // ---- compositions

  /**
   * A composition began: nothing is written, and its block is not drawn, until it ends.
   * @param behind where the words will stand when they are composed over others: behind those.
   */
  beginComposition(behind: CaretPlace | null): void {
    if (this.hold) return
    const { surface } = this.parts
    surface.freeze()
    const { offset } = surface.spotAt(surface.view.state.selection.head)
    this.hold = { ...nothingAsked, isComposition: true, composedOver: behind && { offset, behind } }
    this.wasComposing = true
    this.parts.changed()
    this.pollAgain()
  }

  /** A key came that no input method has to do with: a composition whose end the browser never told is over. */
  endDeadComposition(): void {
    const { view } = this.parts.surface
    if (view.composing) view.dom.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }))
  }

  // ---- structure

  /** Changes the ProseMirror document alone; when nothing is on its way, what it makes of the structure is sent at once. */
  restructure(change: (tr: Transaction) => void): void {
    const { surface } = this.parts
    if (!this.hold) this.hold = { ...nothingAsked }
    surface.pause()
    this.local(change)
    surface.resume()
    if (!this.isWaiting && !surface.view.composing) this.settle({ kind: 'done', leftOut: [] })
  }

  /** Changes the ProseMirror document alone. Something must be held. */
  local(change: (tr: Transaction) => void): void {
    const { view } = this.parts.surface
    const { tr } = view.state
    change(tr)
    this.parts.surface.apply(tr.scrollIntoView())
    this.keep()
  }

  /** Keeps what is held for the case that the tab goes. */
  keep(): void {
    this.parts.kept.save(heldWords(this.parts.surface.view.state.doc))
  }

  /** Sends a command that takes another back; it is held like any other. */
  runInverse(command: StructureCommand, done: (inverse: Command | null) => void): void {
    const { surface, ids } = this.parts
    const known = command.joins.filter(id => surface.page.indexOf(id) > 0)
    const fresh = { ...command, id: ids.next() as CommandId, joins: known }
    const inverse = inverseOf(surface.model, ids, fresh)
    if (!fresh.breaks.length && !fresh.joins.length && !fresh.kinds.length) return done(inverse)
    const caret = surface.selected()?.head ?? null
    this.dispatch(fresh, caret, { entry: null, after: isDone => done(isDone ? inverse : null) })
  }

  // ---- the state

  private dispatch(
    command: StructureCommand,
    caret: CaretPlace | null,
    { entry, after }: Pick<Hold, 'entry' | 'after'>,
  ): void {
    const { surface, send, timeoutMs } = this.parts
    const { model } = surface
    const prediction = predict(model, surface.page.blocks, command)
    const expected = Page.draw(surface.drawing, prediction.blocks, { page: surface.page })
    const timer = setTimeout(() => this.answered(command.id, { kind: 'refused', rule: 'timeout' }), timeoutMs)
    surface.pause()
    this.hold = { ...nothingAsked, expected, command, entry, after, timer }
    surface.showAhead(expected, caret && findInBlocks(model, prediction, caret))
    this.parts.changed()
    void send(command).then(answer => {
      if (answer?.kind === 'done') this.answered(command.id, { kind: 'done', leftOut: answer.leftOut })
      else if (answer) this.answered(command.id, { kind: 'refused', rule: answer.rule })
    })
  }

  private answered(id: CommandId, outcome: Outcome): void {
    const { hold } = this
    if (!hold?.command || hold.command.id !== id) return
    if (hold.timer) clearTimeout(hold.timer)
    hold.outcome = outcome
    hold.shownBy = performance.now() + maxShowMs
    this.settleSoon()
  }

  /** Settles when the answer is there, the document shows what it tells of, and no composition lasts. */
  private settleSoon(): void {
    const { hold } = this
    if (!hold || (hold.command && !hold.outcome)) return
    if (this.mayCompose() || !this.showsOutcome(hold)) return this.pollAgain()
    const outcome = hold.outcome ?? { kind: 'done', leftOut: [] }
    const isDoneAnyway = hold.command !== null && outcome.kind === 'refused' && this.stands(hold.command, [])
    this.settle(isDoneAnyway ? { kind: 'done', leftOut: [] } : outcome)
  }

  private pollAgain(): void {
    if (this.poll) return
    this.poll = setTimeout(() => {
      this.poll = null
      this.settleSoon()
    }, pollMs)
  }

  /** True while a composition lasts, and once more after it: the browser's last changes are read by then. Without the focus it is over, whether or not the browser says so. */
  private mayCompose(): boolean {
    const { view } = this.parts.surface
    if (!view.hasFocus()) this.endDeadComposition()
    const lasted = this.wasComposing
    this.wasComposing = view.composing
    return lasted || view.composing
  }

  /** Others may have undone meanwhile what was done: that is not waited for long. */
  private showsOutcome({ command, outcome, shownBy }: Hold): boolean {
    if (!command || outcome?.kind !== 'done' || performance.now() > shownBy) return true
    return this.stands(command, outcome.leftOut)
  }

  /** The document is an answer too: the blocks asked for are there, the joined ones gone. */
  private stands(command: StructureCommand, leftOut: readonly string[]): boolean {
    const { blocks } = this.parts.surface.model.roots
    const isThere = (id: BlockId) => blocks.has(id) && blocks.get(id)?.get('gone') === undefined
    return (
      command.breaks.every(({ id }) => leftOut.includes(id) || isThere(id)) &&
      command.joins.every(id => !isThere(id))
    )
  }

  /** Puts the page back to what the document shows, draws what came meanwhile, and writes what the typist did. */
  private settle(outcome: Outcome): void {
    const { surface, settlement, undo, kept } = this.parts
    const hold = this.hold as Hold
    const isDone = outcome.kind === 'done'
    const { state } = surface.view
    const caret = surface.spotAt(state.selection.head)
    const reference = (isDone && hold.expected) || surface.page
    const difference = new Difference(reference.doc, state.doc, caret)
    if (!isDone && hold.entry) undo.forgetCommand(hold.entry)
    surface.putBack()
    this.hold = null
    if (hold.command) surface.resume()
    surface.thaw()
    surface.flush()
    kept.save('')
    undo.divide()
    const before = undo.length
    const { composedOver, isComposition: isComposed } = hold
    const settled = settlement.write({ reference, difference, caret, outcome, isComposed, composedOver })
    this.goOn(hold, settled, { isDone, typed: undo.length - before })
  }

  private goOn(hold: Hold, settled: Settled, written: { isDone: boolean; typed: number }): void {
    const { surface, undo, ids } = this.parts
    const { breaks, joins, caret } = settled
    if (breaks.length || joins.length) {
      const command: StructureCommand = {
        kind: 'structure',
        id: ids.next() as CommandId,
        breaks,
        joins,
        kinds: [],
      }
      const inverse = inverseOf(surface.model, ids, command)
      const entry = inverse && undo.noteCommand(inverse, written.typed)
      this.dispatch(command, caret, { entry, after: hold.after })
      return
    }
    if (caret) surface.setCaret(caret)
    hold.after?.(written.isDone)
    this.parts.changed()
    this.drain()
  }

  private drain(): void {
    while (!this.hold) {
      const task = this.queue.shift()
      if (!task) return
      task()
    }
  }
}
