/** A person writing in a room without a socket: the same frames, the same guard, the same record. */
import * as Y from 'yjs'
import { closeCodes } from '../../../shared/protocol/close-codes.ts'
import { parseServerFrame, renderYjsFrame } from '../../../shared/protocol/frame.ts'
import { protocolVersion } from '../../../shared/protocol/version.ts'
import { newTextDoc, schemaVersion } from '../../../shared/text/roots.ts'
import type { Actor } from '../../actor/actor.ts'
import type { Link, Room, RoomConnection } from '../../room/rooms.ts'

/** Lets a person write; resolves once the record holds all of it, rejects when the room refuses or closes. */
export async function writeAs(room: Room, actor: Actor, write: (doc: Y.Doc) => void): Promise<void> {
  const peer = new Peer(room, actor)
  try {
    await peer.synced
    await peer.write(write)
  } finally {
    peer.leave()
  }
}

const remote = Symbol('remote')

class Peer {
  readonly doc = newTextDoc()
  readonly synced: Promise<void>
  readonly #connection: RoomConnection
  readonly #synced = Promise.withResolvers<void>()
  readonly #recorded = Promise.withResolvers<void>()
  #sent = 0
  #recordedUpTo = 0

  constructor(room: Room, actor: Actor) {
    this.synced = this.#synced.promise
    const link: Link = {
      send: frame => this.#take(frame),
      close: (code, reason) => this.#fail(code, reason),
      bufferedBytes: () => 0,
    }
    this.#connection = room.connect(link, actor, {
      version: protocolVersion,
      schema: schemaVersion,
      epoch: '',
    })
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== remote) this.#send(renderYjsFrame({ kind: 'update', update }))
    })
    this.#send(renderYjsFrame({ kind: 'sync-step-1', stateVector: Y.encodeStateVector(this.doc) }))
  }

  async write(write: (doc: Y.Doc) => void): Promise<void> {
    write(this.doc)
    this.#look()
    await this.#recorded.promise
  }

  leave(): void {
    this.#connection.gone()
    this.doc.destroy()
  }

  #send(frame: Uint8Array): void {
    this.#sent++
    this.#connection.receive(frame)
  }

  #take(bytes: Uint8Array): void {
    const frame = parseServerFrame(bytes)
    if (frame?.kind === 'update' || frame?.kind === 'sync-step-2')
      Y.applyUpdate(this.doc, frame.update, remote)
    if (frame?.kind === 'sync-step-2') this.#synced.resolve()
    if (frame?.kind === 'own' && frame.message.kind === 'recorded') this.#recordedUpTo = frame.message.upTo
    this.#look()
  }

  /** Everything sent is acknowledged, and something was written. */
  #look(): void {
    if (this.#sent > 1 && this.#recordedUpTo === this.#sent) this.#recorded.resolve()
  }

  #fail(code: number, reason: string): void {
    const error = new Error(`the room closed with ${code}${code === closeCodes.refused ? `: ${reason}` : ''}`)
    this.#synced.promise.catch(() => undefined)
    this.#recorded.promise.catch(() => undefined)
    this.#synced.reject(error)
    this.#recorded.reject(error)
  }
}
