/** The far end of a line, in the test's hand: a socket class whose sockets say and hear what the test wants. */
import * as Y from 'yjs'
import {
  parseClientFrame,
  renderOwnFrame,
  renderYjsFrame,
  type ClientFrame,
} from '../../../shared/protocol/frame.ts'
import type { ServerMessage } from '../../../shared/protocol/messages.ts'

export class FakeServer {
  readonly doc = new Y.Doc()
  readonly sockets: FakeSocket[] = []
  /** What clients sent, in order. */
  readonly heard: ClientFrame[] = []
  /** False: a new socket stays unopened. */
  accepts = true

  /** The class to hand to a line. */
  get socketClass(): typeof WebSocket {
    return socketsOf(this)
  }

  get socket(): FakeSocket {
    const last = this.sockets.at(-1)
    if (!last) throw new Error('nobody has called')
    return last
  }

  get updates(): number {
    return this.heard.filter(frame => frame.kind === 'update' || frame.kind === 'sync-step-2').length
  }

  say(message: ServerMessage): void {
    this.socket.hear(renderOwnFrame(message))
  }

  /** Acknowledges all sync frames of the line that stands. */
  recordAll(): void {
    this.say({ kind: 'recorded', upTo: this.socket.syncFrames, seq: 1, head: '00' })
  }
}

function socketsOf(server: FakeServer): typeof WebSocket {
  return class extends FakeSocket {
    constructor(url: string) {
      super(server, url)
    }
  } as unknown as typeof WebSocket
}

export class FakeSocket {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  readonly OPEN = 1
  readonly url: string
  binaryType = 'arraybuffer'
  readyState = 0
  syncFrames = 0
  onopen: (() => void) | null = null
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  onerror: (() => void) | null = null
  private readonly server: FakeServer

  constructor(server: FakeServer, url: string) {
    this.server = server
    this.url = url
    server.sockets.push(this)
    if (server.accepts) queueMicrotask(() => this.open())
  }

  open(): void {
    this.readyState = 1
    this.onopen?.()
    this.hear(renderYjsFrame({ kind: 'sync-step-1', stateVector: Y.encodeStateVector(this.server.doc) }))
  }

  send(data: Uint8Array): void {
    const frame = parseClientFrame(data)
    if (!frame) throw new Error('the client sent something that is not a frame')
    this.server.heard.push(frame)
    if (frame.kind.startsWith('sync') || frame.kind === 'update') this.syncFrames++
    if (frame.kind === 'sync-step-1')
      this.hear(
        renderYjsFrame({
          kind: 'sync-step-2',
          update: Y.encodeStateAsUpdate(this.server.doc, frame.stateVector),
        }),
      )
    if (frame.kind === 'sync-step-2' || frame.kind === 'update') Y.applyUpdate(this.server.doc, frame.update)
  }

  /** The client hears a frame. */
  hear(frame: Uint8Array): void {
    this.onmessage?.({ data: frame.slice().buffer as ArrayBuffer })
  }

  /** The server ends the line. */
  end(code: number): void {
    this.readyState = 3
    this.onclose?.({ code, reason: '' })
  }

  close(): void {
    this.end(1000)
  }
}
