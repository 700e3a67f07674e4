/** One text in memory: its document, where its record stands, whose client ids are whose, which commands were answered. */
import * as Y from 'yjs'
import { type StreamId, type TextId, textStream, type UnixMs } from '../../shared/ids.ts'
import type { Head } from '../log/entry.ts'
import type { Log } from '../log/log.ts'
import type { EntryPayload } from '../log/payload.ts'
import type { Answers } from './answers.ts'
import type { RoomBindings } from './bindings.ts'
import type { RoomLimits } from './limits.ts'
import { type LoadedText, loadDocument, loadText, type ReadableLog } from './load-text.ts'
import { encodeRoomSnapshot } from './room-snapshot.ts'

/** Origin of the transaction in which a client's update is applied. */
export const clientOrigin: unique symbol = Symbol('client')

/** What a change of the document came to; both parts are Yjs updates, undefined when nothing changed. */
export interface Emitted {
  /** What the client's update brought that was not there yet. */
  readonly update: Uint8Array | undefined
  /** What the server, or Yjs itself, changed beside it. */
  readonly additions: Uint8Array | undefined
}

interface Emissions {
  readonly update: Uint8Array[]
  readonly additions: Uint8Array[]
}

interface UnderWay {
  readonly seq: number
  readonly payload: EntryPayload
}

export class TextMemory {
  readonly stream: StreamId
  readonly bindings: RoomBindings
  readonly answers: Answers
  readonly #log: ReadableLog
  #doc: Y.Doc
  /** The last entry that the document shows, those on their way to disk included. */
  #head: Head
  #lastAt: UnixMs
  /** Entries that the log does not hold yet, in order. */
  #underWay: UnderWay[] = []
  #snapshotSeq: number
  /** What Yjs emits now; null while nobody may change the document. */
  #emitted: Emissions | null = null
  #isTampered = false

  private constructor(stream: StreamId, log: ReadableLog, loaded: LoadedText) {
    this.stream = stream
    this.#log = log
    this.bindings = loaded.bindings
    this.answers = loaded.answers
    this.#doc = loaded.doc
    this.#head = loaded.head
    this.#lastAt = loaded.lastAt
    this.#snapshotSeq = loaded.snapshotSeq
    this.#listen()
  }

  /** The text as the log holds it; null when it holds none. @throws BrokenChain, PayloadError, ReplayError. */
  static load(
    log: ReadableLog & Pick<Log, 'durableHead'>,
    textId: TextId,
    limits: Pick<RoomLimits, 'answersKept'>,
  ): TextMemory | null {
    const stream = textStream(textId)
    if (log.durableHead(stream) === null) return null
    return new TextMemory(stream, log, loadText(log, stream, limits.answersKept))
  }

  get doc(): Y.Doc {
    return this.#doc
  }

  get head(): Head {
    return this.#head
  }

  /** Entries since the newest snapshot. */
  get sinceSnapshot(): number {
    return this.#head.seq - this.#snapshotSeq
  }

  /** The instant of an entry made now: never before that of the last one, though the clock on the wall may go back. */
  tick(now: UnixMs): UnixMs {
    this.#lastAt = Math.max(this.#lastAt, now) as UnixMs
    return this.#lastAt
  }

  /** What `change` answers, and what it did to the document. A throw leaves the document to be rebuilt by the caller. */
  change<T>(change: (doc: Y.Doc) => T): { readonly result: T; readonly emitted: Emitted } {
    if (this.#isTampered) this.rebuild()
    const emitted: Emissions = { update: [], additions: [] }
    this.#emitted = emitted
    try {
      const result = change(this.#doc)
      return { result, emitted: { update: merge(emitted.update), additions: merge(emitted.additions) } }
    } finally {
      this.#emitted = null
    }
  }

  /** What `look` sees. @throws Error when it wrote; the document is then as it was. */
  read<T>(look: (doc: Y.Doc) => T): T {
    const seen = look(this.#doc)
    if (!this.#isTampered) return seen
    this.rebuild()
    throw new Error('a reader wrote into the document')
  }

  /** An entry was given its place; the log holds it when `confirm` is called. */
  advance(head: Head, payload: EntryPayload): void {
    this.#head = head
    this.#underWay.push({ seq: head.seq, payload })
  }

  /** The log holds every entry up to `seq`. */
  confirm(seq: number): void {
    while (this.#underWay[0] && this.#underWay[0].seq <= seq) this.#underWay.shift()
  }

  /** Makes the document anew from the log and from what is under way; nothing else is left of the old one. */
  rebuild(): void {
    const durableSeq = (this.#underWay[0]?.seq ?? this.#head.seq + 1) - 1
    const more = this.#underWay.map(({ payload }) => payload)
    this.#doc.destroy()
    this.#doc = loadDocument(this.#log, this.stream, { seq: durableSeq, more })
    this.#isTampered = false
    this.#listen()
  }

  /** The text as it is now, to be kept at `head`. */
  takeSnapshot(): Uint8Array {
    this.#snapshotSeq = this.#head.seq
    return encodeRoomSnapshot({
      state: Y.encodeStateAsUpdate(this.#doc),
      bindings: this.bindings.written(),
      answers: this.answers.done(),
    })
  }

  #listen(): void {
    this.#doc.on('update', (bytes: Uint8Array, origin: unknown) => {
      if (!this.#emitted) this.#isTampered = true
      else (origin === clientOrigin ? this.#emitted.update : this.#emitted.additions).push(bytes)
    })
  }
}

function merge(updates: readonly Uint8Array[]): Uint8Array | undefined {
  return updates.length > 1 ? Y.mergeUpdates([...updates]) : updates[0]
}
