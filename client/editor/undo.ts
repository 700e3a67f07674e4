/**
 * One list of what a person can take back: typing (kept by Yjs' undo manager) and commands (taken back by their inverse).
 * The manager's stack and this list go in step: each typing entry here is one item there.
 */
import * as Y from 'yjs'
import { contentOrigin } from '../../shared/intent/writer.ts'
import type { Command } from '../../shared/protocol/command.ts'
import type { RedonePair } from '../../shared/protocol/redone.ts'
import type { Relocation } from '../../shared/text/relocation.ts'
import { rootsOf } from '../../shared/text/roots.ts'
import { followRelocation } from './follow-relocation.ts'
import { redonePairs } from './redone.ts'

/** `typed`: how many items of typing were written together with the command. */
export type UndoEntry =
  | { readonly kind: 'typing' }
  | { readonly kind: 'command'; readonly command: Command; readonly typed: number }

export interface UndoParts {
  readonly doc: Y.Doc
  readonly relocation: () => Relocation
  /** Tells the server what an undo re-created, before the update leaves. */
  readonly announce: (pairs: readonly RedonePair[]) => void
  /** Runs a command; `done` gets the command that takes it back, or null when it was refused. */
  readonly run: (command: Command, done: (inverse: Command | null) => void) => void
}

type Direction = 'undo' | 'redo'

export class UndoList {
  private readonly parts: UndoParts
  private readonly manager: Y.UndoManager
  private readonly lists: { readonly undo: UndoEntry[]; readonly redo: UndoEntry[] } = { undo: [], redo: [] }
  private isStepping = false
  private isRunning = false
  private readonly waiting: Direction[] = []
  /** Sets of deletions that the step at hand takes back, and this client's clock before it. */
  private stepping: {
    deleted: ReadonlyMap<number, readonly { clock: number; len: number }[]>
    fresh: number
  } | null = null

  constructor(parts: UndoParts) {
    this.parts = parts
    const { proposals, blocks, footnotes } = rootsOf(parts.doc)
    this.manager = new Y.UndoManager([proposals, blocks, footnotes], {
      trackedOrigins: new Set([contentOrigin]),
      captureTimeout: captureMs,
    })
    this.manager.on('stack-item-added', this.noteTyping)
    parts.doc.on('afterTransaction', this.report)
  }

  destroy(): void {
    this.parts.doc.off('afterTransaction', this.report)
    this.manager.destroy()
  }

  /** How many entries can be taken back. */
  get length(): number {
    return this.lists.undo.length
  }

  /** What is written from now on is an entry of its own. */
  divide(): void {
    this.manager.stopCapturing()
  }

  /** A command was sent: the last `typed` entries of typing and the command are one entry from now on. */
  noteCommand(inverse: Command, typed: number): UndoEntry {
    this.divide()
    const { undo, redo } = this.lists
    undo.splice(undo.length - typed, typed)
    const entry: UndoEntry = { kind: 'command', command: inverse, typed }
    undo.push(entry)
    redo.length = 0
    this.manager.clear(false, true)
    return entry
  }

  /** The command of an entry was refused; the words written with it stay, as entries of typing. */
  forgetCommand(entry: UndoEntry): void {
    const { undo } = this.lists
    const at = undo.lastIndexOf(entry)
    if (at < 0 || entry.kind !== 'command') return
    undo.splice(at, 1, ...Array.from({ length: entry.typed }, () => ({ kind: 'typing' }) as const))
  }

  /** Takes the latest entry back, or does again what was taken back last. Waits for a command on its way. */
  step(direction: Direction): void {
    if (this.isRunning) {
      this.waiting.push(direction)
      return
    }
    followRelocation(this.parts.relocation(), [...this.manager.undoStack, ...this.manager.redoStack])
    for (let entry = this.lists[direction].pop(); entry; entry = this.lists[direction].pop()) {
      if (entry.kind === 'command') return this.runCommand(direction, entry)
      if (this.stepTyping(direction)) {
        this.lists[opposite(direction)].push(entry)
        return
      }
    }
  }

  private readonly noteTyping = (event: { type: string }): void => {
    if (this.isStepping || event.type !== 'undo') return
    this.lists.undo.push({ kind: 'typing' })
    this.lists.redo.length = 0
  }

  private runCommand(direction: Direction, entry: Extract<UndoEntry, { kind: 'command' }>): void {
    if (direction === 'redo') this.stepMany(direction, entry.typed)
    this.isRunning = true
    this.parts.run(entry.command, inverse => {
      this.isRunning = false
      if (!inverse) this.lists[direction].push(entry)
      else {
        if (direction === 'undo') this.stepMany(direction, entry.typed)
        this.lists[opposite(direction)].push({ ...entry, command: inverse })
      }
      const next = this.waiting.shift()
      if (next) this.step(next)
    })
  }

  private stepMany(direction: Direction, count: number): void {
    followRelocation(this.parts.relocation(), [...this.manager.undoStack, ...this.manager.redoStack])
    for (let i = 0; i < count; i++) this.stepTyping(direction)
  }

  /** One step of the manager, and never more than one: an item that has no effect any more must not take older ones along. */
  private stepTyping(direction: Direction): boolean {
    const key = direction === 'undo' ? 'undoStack' : 'redoStack'
    const stack = this.manager[key]
    const item = stack.at(-1)
    if (!item) return false
    const { doc } = this.parts
    this.manager[key] = [item]
    this.isStepping = true
    this.stepping = { deleted: item.deletions.clients, fresh: Y.getState(doc.store, doc.clientID) }
    try {
      return this.manager[direction]() !== null
    } finally {
      this.stepping = null
      this.isStepping = false
      this.manager[key] = stack.slice(0, -1)
      this.divide()
    }
  }

  /** Runs before the update leaves. */
  private readonly report = (transaction: Y.Transaction): void => {
    if (!this.stepping || transaction.origin !== this.manager) return
    const pairs = redonePairs(this.parts.doc, this.stepping.deleted, this.stepping.fresh)
    if (pairs.length) this.parts.announce(pairs)
  }
}

/** Typing with shorter pauses than this is one entry. */
const captureMs = 500

function opposite(direction: Direction): Direction {
  return direction === 'undo' ? 'redo' : 'undo'
}
