/** The connections of a room, and everything that goes out to them: in order, each thing when the record holds what it shows. */
import type { CloseCode } from '../../shared/protocol/close-codes.ts'
import type { NoticeCode } from '../../shared/protocol/notice.ts'
import type { ConnectionId } from '../../shared/ids.ts'
import type { Connection } from './connection.ts'
import { Outbox } from './outbox.ts'

/** The frames of one entry, the same bytes for everybody; null: nothing to send. */
export interface Broadcast {
  readonly seq: number
  readonly frame: Uint8Array
  /** The connection that sent the update, and what it has not got: what the server added. */
  readonly from: Connection | null
  readonly ownFrame: Uint8Array | null
}

export class Audience {
  readonly #connections = new Set<Connection>()
  readonly #outbox: Outbox
  readonly #defer: (task: () => void) => void
  readonly #toAcknowledge = new Set<Connection>()

  /** @param defer runs a task at the end of this turn of the event loop. */
  constructor(durableSeq: number, defer: (task: () => void) => void) {
    this.#outbox = new Outbox(durableSeq)
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

  /** Tells an entry to all who did not get it by catching up. */
  broadcast({ seq, frame, from, ownFrame }: Broadcast): void {
    this.#outbox.push(seq, () => {
      for (const connection of this.#connections) {
        const toSend = connection === from ? ownFrame : frame
        if (toSend && connection.caughtUpAt < seq) connection.send(toSend)
      }
    })
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
    this.each(connection => connection.close(code, reason))
    this.#connections.clear()
  }

  #acknowledge(): void {
    for (const connection of this.#toAcknowledge)
      if (this.#connections.has(connection)) connection.acknowledge()
    this.#toAcknowledge.clear()
  }
}
