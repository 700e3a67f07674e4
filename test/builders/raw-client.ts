/**
 * A client of the wire with nothing of ours in it but the frames: a Y.Doc and y-protocols by hand. What it sends and what it
 * is sent wait in two queues until the test lets them through.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { CommandId } from '../../shared/ids.ts'
import type { Answer } from '../../shared/protocol/answer.ts'
import type { Command } from '../../shared/protocol/command.ts'
import {
  parseServerFrame,
  renderOwnFrame,
  renderYjsFrame,
  type ServerFrame,
} from '../../shared/protocol/frame.ts'
import type { ClientMessage, ServerMessage } from '../../shared/protocol/messages.ts'
import type { NoticeCode } from '../../shared/protocol/notice.ts'
import type { Recorded } from '../../shared/protocol/recorded.ts'
import type { Refused } from '../../shared/protocol/refused.ts'
import { newTextDoc } from '../../shared/text/roots.ts'
import type { Actor } from '../../server/actor/actor.ts'
import type { Link, RoomConnection } from '../../server/room/rooms.ts'

/** One socket as both ends see it, cut when either closes it. */
interface Line {
  readonly connection: RoomConnection
  readonly toServer: Uint8Array[]
  readonly toClient: Uint8Array[]
  isOpen: boolean
  /** Sync frames sent on this line. */
  sent: number
}

/** Opens a socket to the room; null: there is no room now. */
export type Dial = (client: RawClient, link: Link) => RoomConnection

const remote = Symbol('remote')

export class RawClient {
  readonly actor: Actor
  /** True: says nothing of its version, and is told nothing of ours. */
  readonly isStock: boolean
  doc: Y.Doc
  readonly #dial: Dial
  #line: Line | null = null

  /** Everything the server said besides Yjs, oldest first. */
  readonly said: ServerMessage[] = []
  /** Awareness states by client id, as peers of y-protocols keep them. */
  readonly states = new Map<number, { clock: number; state: unknown }>()
  /** Awareness frames received. */
  awarenessFrames = 0
  /** How the last line ended; null: it is open, or the test cut it. */
  closed: { code: number; reason: string } | null = null
  /** Sync frames of the line that stands that are acknowledged. */
  recordedUpTo = 0

  constructor(actor: Actor, dial: Dial, options: { stock?: boolean; doc?: Y.Doc } = {}) {
    this.actor = actor
    this.isStock = options.stock ?? false
    this.#dial = dial
    this.doc = options.doc ?? newTextDoc()
    this.#listen()
  }

  // ---- the line

  get isOnline(): boolean {
    return this.#line !== null
  }

  /** Frames on their way to the server. */
  get outgoing(): readonly Uint8Array[] {
    return this.#line?.toServer ?? []
  }

  /** Frames on their way to the client. */
  get incoming(): readonly Uint8Array[] {
    return this.#line?.toClient ?? []
  }

  /** Opens a new line; the first frame is sync step 1. */
  online(): this {
    if (this.#line) return this
    this.closed = null
    this.recordedUpTo = 0
    const toClient: Uint8Array[] = []
    const state = { isOpen: true }
    const link: Link = {
      send: frame => void (state.isOpen && toClient.push(frame)),
      close: (code, reason) => {
        if (!state.isOpen) return
        state.isOpen = false
        this.closed = { code, reason }
      },
      bufferedBytes: () => 0,
    }
    const connection = this.#dial(this, link)
    this.#line = {
      connection,
      toServer: [],
      toClient,
      sent: 0,
      get isOpen() {
        return state.isOpen
      },
      set isOpen(isOpen) {
        state.isOpen = isOpen
      },
    }
    this.sendSync('sync-step-1', Y.encodeStateVector(this.doc))
    return this
  }

  /** The line is cut: what was under way on it is lost. */
  offline(): this {
    const line = this.#line
    this.#line = null
    if (line?.isOpen) {
      line.isOpen = false
      line.connection.gone()
    }
    return this
  }

  /** Lets `count` frames (default: all there are now) through to the server. */
  deliver(count = this.outgoing.length): this {
    const line = this.#line
    for (const frame of line?.toServer.splice(0, count) ?? [])
      if (line?.isOpen) line.connection.receive(frame)
    return this
  }

  /** Takes `count` frames (default: all there are now) from the server, and notices a close behind the last. */
  take(count = this.incoming.length): this {
    const line = this.#line
    for (const frame of line?.toClient.splice(0, count) ?? []) this.#receive(frame)
    if (line && !line.isOpen && line.toClient.length === 0) {
      this.#line = null
      line.connection.gone()
    }
    return this
  }

  /** True when nothing is under way either way. */
  get isQuiet(): boolean {
    const line = this.#line
    return !line || (line.isOpen && line.toServer.length === 0 && line.toClient.length === 0)
  }

  /** The server's end of the line, for what HTTP does with it. */
  get connection(): RoomConnection | null {
    return this.#line?.connection ?? null
  }

  // ---- what it sends

  send(frame: Uint8Array): this {
    if (this.#line?.isOpen) this.#line.toServer.push(frame)
    return this
  }

  sendSync(kind: 'sync-step-1' | 'sync-step-2' | 'update', bytes: Uint8Array): this {
    if (this.#line?.isOpen) this.#line.sent += 1
    return this.send(
      renderYjsFrame(kind === 'sync-step-1' ? { kind, stateVector: bytes } : { kind, update: bytes }),
    )
  }

  say(message: ClientMessage): this {
    return this.send(renderOwnFrame(message))
  }

  /** Puts a message before the last frame under way: a report belongs before the update it speaks of. */
  sayBeforeLast(message: ClientMessage): this {
    const queue = this.#line?.isOpen ? this.#line.toServer : []
    queue.splice(Math.max(0, queue.length - 1), 0, renderOwnFrame(message))
    return this
  }

  command(command: Command): this {
    return this.say({ kind: 'command', command })
  }

  /** An awareness update with these states; own client id and clock unless given. */
  aware(...entries: readonly { client?: number; clock?: number; state: unknown }[]): this {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, entries.length)
    for (const { client = this.doc.clientID, clock = 1, state } of entries) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, JSON.stringify(state))
    }
    return this.send(renderYjsFrame({ kind: 'awareness', update: encoding.toUint8Array(encoder) }))
  }

  /** A refused client: forgets its document and client id. */
  startAnew(): this {
    this.offline()
    this.doc = newTextDoc()
    this.#listen()
    return this
  }

  // ---- what it knows

  /** True when everything sent on this line is acknowledged. */
  get isSaved(): boolean {
    return this.#line !== null && this.recordedUpTo === this.#line.sent
  }

  answerTo(id: CommandId): Answer | null {
    for (const message of this.said)
      if (message.kind === 'answer' && message.answer.id === id) return message.answer
    return null
  }

  get notices(): NoticeCode[] {
    return this.said.flatMap(message => (message.kind === 'notice' ? [message.code] : []))
  }

  get refusal(): Refused | null {
    return this.said.findLast(message => message.kind === 'refused') ?? null
  }

  get recorded(): Recorded | null {
    return this.said.findLast(message => message.kind === 'recorded') ?? null
  }

  #listen(): void {
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== remote) this.sendSync('update', update)
    })
  }

  #receive(bytes: Uint8Array): void {
    const frame = parseServerFrame(bytes)
    if (!frame) throw new Error('the server sent something that is not a frame')
    this.#takeFrame(frame)
  }

  #takeFrame(frame: ServerFrame): void {
    switch (frame.kind) {
      case 'sync-step-1':
        return void this.sendSync('sync-step-2', Y.encodeStateAsUpdate(this.doc, frame.stateVector))
      case 'sync-step-2':
      case 'update':
        return Y.applyUpdate(this.doc, frame.update, remote)
      case 'awareness':
        return this.#takeStates(frame.update)
      case 'own':
        return this.#takeMessage(frame.message)
      case 'query-awareness':
        throw new Error('the server asks nobody for awareness')
    }
  }

  #takeMessage(message: ServerMessage): void {
    if (this.isStock) throw new Error('a stock client was told something of ours')
    this.said.push(message)
    if (message.kind === 'recorded') this.recordedUpTo = message.upTo
  }

  #takeStates(update: Uint8Array): void {
    this.awarenessFrames += 1
    const decoder = decoding.createDecoder(update)
    for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
      const client = decoding.readVarUint(decoder)
      const clock = decoding.readVarUint(decoder)
      const state = JSON.parse(decoding.readVarString(decoder)) as unknown
      if (clock > (this.states.get(client)?.clock ?? -1)) this.states.set(client, { clock, state })
    }
  }
}
