/** The connections of a room, and everything that goes out to them: in order, each thing when the record holds what it shows. */
import * as Y from 'yjs'
import type { ConnectionId } from '../../shared/ids.ts'
import type { CloseCode } from '../../shared/protocol/close-codes.ts'
import { renderYjsFrame } from '../../shared/protocol/frame.ts'
import type { NoticeCode } from '../../shared/protocol/notice.ts'
import { CatchUp } from './catch-up.ts'
import type { Connection } from './connection.ts'
import type { RoomLimits } from './limits.ts'
import { Outbox } from './outbox.ts'
import type { Emitted } from './text-memory.ts'

export interface AudienceParts {
  /** The last entry on disk. */
  readonly durableSeq: number
  /** Runs a task at the end of this turn of the event loop. */
  readonly defer: (task: () => void) => void
  readonly limits: Pick<RoomLimits, 'maxReadyBytes'>
}

export class Audience {
  readonly #connections = new Set<Connection>()
  readonly #outbox: Outbox
  readonly #catchUp: CatchUp
  readonly #defer: (task: () => void) => void
  readonly #toAcknowledge = new Set<Connection>()

  constructor({ durableSeq, defer, limits }: AudienceParts) {
    this.#outbox = new Outbox(durableSeq)
    this.#catchUp = new CatchUp(limits)
    this.#defer = defer
  }

  get size(): number {
    return this.#connections.size
  }

  add(connection: Connection): void {
    this.#connections.add(connection)
  }

  /** False when it was not here. */
  remove(connection: Connection): boolean {
    return this.#connections.delete(connection)
  }

  each(visit: (connection: Connection) => void): void {
    for (const connection of [...this.#connections]) visit(connection)
  }

  notify(code: NoticeCode): void {
    this.each(connection => connection.notify(code))
  }

  /** Runs `send` once entry `seq` is on disk; `drop` instead if it never gets there. */
  when(seq: number, send: () => void, drop?: () => void): void {
    this.#outbox.push(seq, send, drop)
  }

  /** Entry `seq` is on disk. */
  confirm(seq: number): void {
    this.#outbox.confirm(seq)
  }

  /** Tells entry `seq` to all who did not get it by catching up: the whole in one update, to the sender what the server added. */
  publish(seq: number, from: Connection | null, { update, additions }: Emitted): void {
    const whole = update && additions ? Y.mergeUpdates([update, additions]) : (update ?? additions)
    if (!whole) return
    const frame = renderYjsFrame({ kind: 'update', update: whole })
    const ownFrame = additions ? renderYjsFrame({ kind: 'update', update: additions }) : null
    this.#catchUp.add(frame)
    this.#outbox.push(seq, () => {
      for (const connection of this.#connections) {
        const toSend = connection === from ? ownFrame : frame
        if (toSend && connection.caughtUpAt < seq) connection.send(toSend)
      }
    })
  }

  /** Brings a client with this state vector to the state of `doc` after entry `seq`; false when the vector cannot be read. */
  catchUp(
    connection: Connection,
    stateVector: Uint8Array,
    { seq, doc }: { seq: number; doc: Y.Doc },
  ): boolean {
    const frames = this.#catchUp.framesFor(doc, stateVector)
    if (!frames) return false
    connection.caughtUpAt = seq
    this.#outbox.push(seq, () => frames.forEach(frame => connection.send(frame)))
    return true
  }

  /** Sends a frame that belongs to no entry to all but one. */
  spread(seq: number, frame: Uint8Array, except: ConnectionId): void {
    this.#outbox.push(seq, () => {
      for (const connection of this.#connections) if (connection.id !== except) connection.send(frame)
    })
  }

  /** One acknowledgement a connection and turn. */
  acknowledgeSoon(connection: Connection): void {
    if (this.#toAcknowledge.size === 0) this.#defer(() => this.#acknowledge())
    this.#toAcknowledge.add(connection)
  }

  /** Everybody out, told first what is recorded; what waits never leaves. */
  closeAll(code: CloseCode, reason: string): void {
    this.#acknowledge()
    this.#outbox.clear()
    const everybody = [...this.#connections]
    this.#connections.clear()
    for (const connection of everybody) connection.close(code, reason)
  }

  #acknowledge(): void {
    for (const connection of this.#toAcknowledge)
      if (this.#connections.has(connection)) connection.acknowledge()
    this.#toAcknowledge.clear()
  }
}
