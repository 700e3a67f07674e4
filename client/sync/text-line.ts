/**
 * The line of one document to its text: y-websocket's provider, and beside it our own messages (what is recorded, commands
 * and their answers, reports that belong before an update). It ends for good when an update is refused: the document and
 * its client id are burnt then, and whoever holds the line starts anew.
 */
import type * as decoding from 'lib0/decoding'
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import type * as Y from 'yjs'
import type { ReboundEnd } from '../../shared/intent/insert-point.ts'
import type { Answer } from '../../shared/protocol/answer.ts'
import { closeCodes } from '../../shared/protocol/close-codes.ts'
import type { Command } from '../../shared/protocol/command.ts'
import { ownMessageType, parseServerFrame, renderOwnFrame } from '../../shared/protocol/frame.ts'
import type { ClientMessage, ServerMessage } from '../../shared/protocol/messages.ts'
import type { Notice } from '../../shared/protocol/notice.ts'
import type { RedonePair } from '../../shared/protocol/redone.ts'
import { protocolVersion, renderClientVersion } from '../../shared/protocol/version.ts'
import { rootsOf, schemaVersion } from '../../shared/text/roots.ts'
import { countingSocket } from './counting-socket.ts'
import { Unsaved } from './unsaved.ts'

/** `connecting`: not open yet; `open`; `down`: it will be tried again; `ended`: it will not. */
export type LineState = 'connecting' | 'open' | 'down' | 'ended'

/** Why a line ended: the close code's meaning. `refused` comes with `refusal`. */
export type LineEnd = 'sign-in-needed' | 'not-allowed' | 'outdated' | 'refused'

export interface Refusal {
  readonly rule: string
  readonly reason: string
}

export interface TextLineParts {
  readonly doc: Y.Doc
  readonly textId: string
  /** Base of the socket's address, such as `wss://host/collab`. */
  readonly base: string
  readonly now: () => number
  /** Something about the line changed: read it anew. */
  readonly changed: () => void
  readonly notice: (notice: Notice) => void
  /** Other parameters of the address; programs put their ticket here. */
  readonly params?: { readonly [name: string]: string }
  readonly socket?: typeof WebSocket
  /** The line opens when this resolves: what was kept on this machine is in the document by then. */
  readonly opens?: Promise<void>
}

/** Longest silence before a line is called dead, in ms; the server says something every 5 s. */
export const maxSilenceMs = 10_000
const watchMs = 1_000

const endOfCode = new Map<number, LineEnd>([
  [closeCodes.signIn, 'sign-in-needed'],
  [closeCodes.forbidden, 'not-allowed'],
  [closeCodes.outdated, 'outdated'],
  [closeCodes.tooLarge, 'refused'],
  [closeCodes.refused, 'refused'],
])

export class TextLine {
  readonly unsaved = new Unsaved()
  /** False while the server cannot write its record. */
  isSaving = true
  /** True once the server's content was there on this or an earlier line. */
  hasContent = false
  state: LineState = 'connecting'
  end: LineEnd | null = null
  refusal: Refusal | null = null
  /** When the record last held everything written here; null before the first time. */
  savedAt: number | null = null
  /** Last entry of the record known here. */
  seq = 0
  private readonly parts: TextLineParts
  private readonly provider: WebsocketProvider
  private readonly unanswered = new Map<
    string,
    { command: Command; resolve: (answer: Answer | null) => void }
  >()
  /** Reports of updates that the record does not hold; said again on the next line. */
  private reports: ClientMessage[] = []
  private isClosed = false
  private readonly watch: ReturnType<typeof setInterval>

  constructor(parts: TextLineParts) {
    this.parts = parts
    const counter = {
      opened: () => this.unsaved.opened(),
      sent: (frame: Uint8Array) => this.unsaved.sentFrame(frame),
    }
    parts.doc.on('update', this.wrote)
    this.provider = new WebsocketProvider(parts.base, parts.textId, parts.doc, {
      params: this.params(),
      disableBc: true,
      connect: false,
      WebSocketPolyfill: countingSocket(parts.socket ?? WebSocket, counter),
    })
    this.provider.messageHandlers[ownMessageType] = (_encoder, decoder) => this.takeFrame(decoder)
    this.provider.on('status', ({ status }) => this.statusChanged(status))
    this.provider.on('sync', isSynced => isSynced && this.synced())
    this.provider.on('closed', ({ code }) => this.closed(code))
    this.watch = setInterval(() => this.cutDeadLine(), watchMs)
    void (parts.opens ?? Promise.resolve()).then(() => this.open())
  }

  private open(): void {
    if (this.isClosed) return
    this.provider.params = this.params()
    this.provider.connect()
  }

  get awareness(): Awareness {
    return this.provider.awareness
  }

  get isOnline(): boolean {
    return this.state === 'open'
  }

  /** True when the record holds everything that was written here, as far as the server can tell now. */
  get isSaved(): boolean {
    const isAllThere = this.unsaved.isEmpty && this.unanswered.size === 0
    return this.isOnline && this.hasContent && this.isSaving && isAllThere
  }

  /** The words that the record does not hold. */
  get unsavedWords(): string {
    return this.unsaved.words(this.parts.doc)
  }

  close(): void {
    this.isClosed = true
    clearInterval(this.watch)
    this.parts.doc.off('update', this.wrote)
    for (const { resolve } of this.unanswered.values()) resolve(null)
    this.unanswered.clear()
    this.provider.destroy()
  }

  // ---- what is said

  /** Bracket ends that the next update binds anew. */
  announcePlaces(ends: readonly ReboundEnd[]): void {
    this.report({ kind: 'place', ends: [...ends] } as ClientMessage)
  }

  /** Units that the next update re-creates. */
  announceRedone(pairs: readonly RedonePair[]): void {
    this.report({ kind: 'redone', pairs: [...pairs] })
  }

  private report(message: ClientMessage): void {
    this.reports.push(message)
    this.say(message)
  }

  /** Sends a command behind all that was written before; sent again on the next line until answered. null: the line was closed. */
  command(command: Command): Promise<Answer | null> {
    return new Promise(resolve => {
      this.unanswered.set(command.id, { command, resolve })
      this.say({ kind: 'command', command })
      this.parts.changed()
    })
  }

  private say(message: ClientMessage): void {
    const { ws, wsconnected } = this.provider
    if (ws && wsconnected) ws.send(renderOwnFrame(message) as Uint8Array<ArrayBuffer>)
  }

  // ---- what happens

  private readonly wrote = (
    update: Uint8Array,
    origin: unknown,
    _doc: Y.Doc,
    transaction: Y.Transaction,
  ): void => {
    if (origin === this.provider || !transaction.local) return
    this.unsaved.wrote(update)
    this.parts.changed()
  }

  private params(): { [name: string]: string } {
    const epoch = rootsOf(this.parts.doc).meta.get('epoch')
    const version = {
      version: protocolVersion,
      schema: schemaVersion,
      epoch: typeof epoch === 'string' ? epoch : '',
    }
    return { ...renderClientVersion(version), ...this.parts.params }
  }

  private statusChanged(status: 'connected' | 'disconnected' | 'connecting'): void {
    this.provider.params = this.params()
    if (status === 'connected') this.opened()
    else if (this.state !== 'ended')
      this.state = this.hasContent || this.state === 'open' ? 'down' : 'connecting'
    this.parts.changed()
  }

  private opened(): void {
    this.state = 'open'
    this.isSaving = true
    for (const report of this.reports) this.say(report)
    for (const { command } of this.unanswered.values()) this.say({ kind: 'command', command })
  }

  private synced(): void {
    this.hasContent = true
    this.provider.params = this.params()
    this.parts.changed()
  }

  private closed(code: number): void {
    this.state = 'ended'
    this.end = endOfCode.get(code) ?? 'not-allowed'
    this.parts.changed()
  }

  /** The stock provider waits 30 s; a person is told after 10. The dead socket is let go at once: its own close may never be told. */
  private cutDeadLine(): void {
    const { ws, wsconnected, wsLastMessageReceived } = this.provider
    if (!ws || !wsconnected || this.parts.now() - wsLastMessageReceived <= maxSilenceMs) return
    this.provider.disconnect()
    this.provider.connect()
  }

  private takeFrame(decoder: decoding.Decoder): void {
    const frame = parseServerFrame(decoder.arr)
    if (frame?.kind === 'own') this.take(frame.message)
  }

  private take(message: ServerMessage): void {
    switch (message.kind) {
      case 'recorded':
        this.recorded(message.upTo, message.seq)
        break
      case 'refused':
        this.refusal = { rule: message.rule, reason: message.reason }
        break
      case 'answer':
        this.answered(message.answer)
        break
      case 'notice':
        this.takeNotice(message)
    }
    this.parts.changed()
  }

  private recorded(upTo: number, seq: number): void {
    this.unsaved.recordedUpTo(upTo)
    this.seq = seq
    if (!this.unsaved.isEmpty) return
    this.reports = []
    this.savedAt = this.parts.now()
  }

  private answered(answer: Answer): void {
    this.unanswered.get(answer.id)?.resolve(answer)
    this.unanswered.delete(answer.id)
  }

  private takeNotice(notice: Notice): void {
    if (notice.code === 'not-saved') this.isSaving = false
    if (notice.code === 'saving-again') this.isSaving = true
    this.parts.notice(notice)
  }
}
