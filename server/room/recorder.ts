/** One text's way into the log: entries in order, and now and then a snapshot. */
import type { ConnectionId, PartyId, UnixMs } from '../../shared/ids.ts'
import type { Actor } from '../actor/actor.ts'
import type { EntryKind, Head } from '../log/entry.ts'
import type { Log } from '../log/log.ts'
import { encodePayload, type EntryPayload } from '../log/payload.ts'
import type { RoomLimits } from './limits.ts'
import type { TextMemory } from './text-memory.ts'

/** What an entry says beside its payload. */
export interface EntryHeader {
  readonly kind: EntryKind
  readonly actor: Actor
  readonly onBehalfOf: PartyId | null
  readonly connection: ConnectionId | null
}

export interface RecorderParts {
  readonly log: Pick<Log, 'append' | 'saveSnapshot'>
  readonly memory: TextMemory
  readonly now: () => UnixMs
  readonly limits: Pick<RoomLimits, 'entriesPerSnapshot'>
  /** The log holds every entry up to this one. */
  readonly durable: (head: Head) => void
  /** The log does not hold what the document shows; called once, nothing is recorded afterwards. */
  readonly lost: (reason: string) => void
}

export class Recorder {
  readonly #parts: RecorderParts
  #durable: Head
  #snapshot: { readonly seq: number; readonly bytes: Uint8Array } | null = null
  #isLost = false

  constructor(parts: RecorderParts) {
    this.#parts = parts
    this.#durable = parts.memory.head
  }

  /** The last entry known to be on disk. */
  get durable(): Head {
    return this.#durable
  }

  /** The entry's place, given at once; null when it was lost. */
  append(header: EntryHeader, payload: EntryPayload): Head | null {
    const { memory } = this.#parts
    const expected = memory.head.seq + 1
    const head = this.#tryAppend(header, payload)
    if (!head) return null
    memory.advance(head, payload)
    if (head.seq !== expected) this.#lose('the record holds other entries than the room has seen')
    return this.#isLost ? null : head
  }

  /** Call it when nothing of the last entry is missing in memory: keeps a snapshot if one is due. */
  finishEntry(): void {
    const { memory, limits } = this.#parts
    if (!this.#isLost && memory.sinceSnapshot >= limits.entriesPerSnapshot) this.takeSnapshot()
  }

  /** Keeps the text as it is now, once the log holds it. */
  takeSnapshot(): void {
    const { memory } = this.#parts
    this.#snapshot = { seq: memory.head.seq, bytes: memory.takeSnapshot() }
    this.#saveSnapshot()
  }

  /** Nothing is recorded from now on. */
  stop(): void {
    this.#isLost = true
  }

  #tryAppend(header: EntryHeader, payload: EntryPayload): Head | null {
    const { log, memory, now } = this.#parts
    const { kind, actor, onBehalfOf, connection } = header
    try {
      const entry = {
        kind,
        at: memory.tick(now()),
        actor: actor.person,
        party: actor.party,
        onBehalfOf,
        connection,
      }
      const head: Head = log.append(memory.stream, { ...entry, payload: encodePayload(payload) }, failure => {
        if (failure) this.#lose(failure.message)
        else this.#confirm(head)
      })
      return head
    } catch (error) {
      this.#lose(error instanceof Error ? error.message : 'the log cannot be written')
      return null
    }
  }

  #confirm(head: Head): void {
    if (this.#isLost) return
    this.#durable = head
    this.#parts.memory.confirm(head.seq)
    this.#parts.durable(head)
    this.#saveSnapshot()
  }

  /** A snapshot is a cache: one that cannot be kept is made again after as many entries. */
  #saveSnapshot(): void {
    const snapshot = this.#snapshot
    if (!snapshot || snapshot.seq > this.#durable.seq || this.#isLost) return
    this.#snapshot = null
    void this.#parts.log
      .saveSnapshot(this.#parts.memory.stream, snapshot.seq, snapshot.bytes)
      .catch(() => false)
  }

  #lose(reason: string): void {
    if (this.#isLost) return
    this.#isLost = true
    this.#parts.lost(reason)
  }
}
