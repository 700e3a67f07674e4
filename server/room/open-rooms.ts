/** All rooms over one log: opened on demand, one a text, let go when idle or when the record was lost. */
import * as Y from 'yjs'
import { type IdSource, type TextId, textStream, type UnixMs } from '../../shared/ids.ts'
import { ProtocolError } from '../../shared/protocol/errors.ts'
import { rootsOf, schemaVersion, serverClientId } from '../../shared/text/roots.ts'
import type { Log } from '../log/log.ts'
import { encodePayload } from '../log/payload.ts'
import { defaultLimits, type RoomLimits } from './limits.ts'
import { LiveRoom } from './live-room.ts'
import { Refusals } from './refusals.ts'
import type { NewText, Room, RoomEvent, Rooms } from './rooms.ts'
import { type TextRules, textRules } from './rules.ts'
import { TextMemory } from './text-memory.ts'

export interface RoomsParts {
  readonly log: Log
  readonly ids: IdSource
  readonly now: () => UnixMs
  /** Default: a timer that does not keep the process alive. */
  readonly schedule?: (ms: number, task: () => void) => () => void
  /** Default: the end of this turn of the event loop. */
  readonly defer?: (task: () => void) => void
  readonly rules?: TextRules
  readonly limits?: Partial<RoomLimits>
  readonly report?: (event: RoomEvent) => void
}

/** The rooms over a log; the log stays its owner's. */
export function openRooms(parts: RoomsParts): OpenRooms {
  return new OpenRooms(parts)
}

export class OpenRooms implements Rooms {
  readonly #parts: RoomsParts
  readonly #limits: RoomLimits
  readonly #refusals: Refusals
  readonly #rooms = new Map<TextId, LiveRoom>()
  readonly #stopListening: readonly (() => void)[]
  #isClosed = false

  constructor(parts: RoomsParts) {
    this.#parts = parts
    this.#limits = { ...defaultLimits, ...parts.limits }
    this.#refusals = new Refusals(parts.now, this.#limits)
    this.#stopListening = [
      parts.log.onFailure(() => this.#each(room => room.stopSaving())),
      parts.log.onRecovery(() => this.#each(room => room.resumeSaving())),
    ]
  }

  async open(textId: TextId): Promise<Room | null> {
    return this.openNow(textId)
  }

  /** Like `open`, at once: the log is read within the call. @throws BrokenChain, PayloadError, ReplayError. */
  openNow(textId: TextId): Room | null {
    if (this.#isClosed) throw new ProtocolError('unavailable', 'the server goes')
    const room = this.#rooms.get(textId) ?? this.#load(textId)
    room?.touch()
    return room
  }

  create(text: NewText): Promise<TextId> {
    const textId = this.#parts.ids.next() as TextId
    const additions = this.#describeState(text)
    const { actor, kind, act } = text
    const entry = { kind, at: this.#parts.now(), actor: actor?.person ?? null, party: actor?.party ?? null }
    const payload = encodePayload({ additions, act })
    return new Promise((resolve, reject) => {
      this.#parts.log.append(
        textStream(textId),
        { ...entry, onBehalfOf: null, connection: null, payload },
        failure => {
          if (failure) reject(new ProtocolError('unavailable', 'the text could not be recorded; try again'))
          else resolve(textId)
        },
      )
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const stop of this.#stopListening) stop()
    this.#each(room => room.stopListening())
    await this.#parts.log.settled()
    this.#each(room => room.close())
    await this.#parts.log.settled()
  }

  /** The document's state under a fresh epoch, as one update. @throws TypeError when others than the server wrote in it. */
  #describeState({ doc, title, language }: NewText): Uint8Array {
    if ([...doc.store.clients.keys()].some(client => client !== serverClientId))
      throw new TypeError('a new text is written under the client id of the server')
    doc.clientID = serverClientId
    const { meta } = rootsOf(doc)
    const fields = { schema: schemaVersion, epoch: this.#parts.ids.next(), title, language }
    doc.transact(() => Object.entries(fields).forEach(([key, value]) => meta.set(key, value)))
    return Y.encodeStateAsUpdate(doc)
  }

  #load(textId: TextId): LiveRoom | null {
    const { log, ids, now } = this.#parts
    const memory = TextMemory.load(log, textId, this.#limits)
    if (!memory) return null
    const report = this.#parts.report ?? (() => undefined)
    const room = new LiveRoom(textId, memory, {
      log,
      ids,
      now,
      report,
      rules: this.#parts.rules ?? textRules,
      limits: this.#limits,
      schedule: this.#parts.schedule ?? scheduleQuietly,
      defer: this.#parts.defer ?? setImmediate,
      refusals: this.#refusals,
      ended: ended => {
        if (this.#rooms.get(textId) === ended) this.#rooms.delete(textId)
      },
    })
    this.#rooms.set(textId, room)
    report({ kind: 'opened', text: textId, seq: memory.head.seq })
    return room
  }

  #each(visit: (room: LiveRoom) => void): void {
    for (const room of [...this.#rooms.values()]) visit(room)
  }
}

function scheduleQuietly(ms: number, task: () => void): () => void {
  const timer = setTimeout(task, ms)
  timer.unref()
  return () => clearTimeout(timer)
}
