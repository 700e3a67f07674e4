/** A delegate's program that types word after word into one insertion of its own and knows which words the record holds. */
import WebSocket from 'ws'
import * as Y from 'yjs'
import { type IdSource, makeIdSource, type ProposalId } from '../../shared/ids.ts'
import { addChange, addProposal } from '../../shared/proposal/change.ts'
import { parseServerFrame, renderYjsFrame } from '../../shared/protocol/frame.ts'
import { protocolVersion } from '../../shared/protocol/version.ts'
import { startOf } from '../../shared/text/anchor.ts'
import { newTextDoc, rootsOf, schemaVersion, textOf } from '../../shared/text/roots.ts'

export interface TypistSetup {
  readonly url: string
  readonly textId: string
  readonly token: string
  readonly name: string
}

const remote = Symbol('remote')

export class Typist {
  readonly doc = newTextDoc()
  readonly name: string
  readonly proposal: ProposalId
  /** Words typed, and those of them that were acknowledged. */
  typed = 0
  acknowledged = 0
  /** How the last line ended. */
  closed: number | null = null
  private readonly setup: TypistSetup
  private readonly ids: IdSource = makeIdSource(Date.now, Math.random)
  private socket: WebSocket | null = null
  private sent = 0
  /** How many words are in the document when so many sync frames were sent. */
  private wordsAt: { readonly frames: number; readonly words: number }[] = []
  private waiting: (() => void)[] = []

  constructor(setup: TypistSetup) {
    this.setup = setup
    this.name = setup.name
    this.proposal = this.ids.next() as ProposalId
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== remote) this.sendSync('update', update)
    })
  }

  /** Opens a line with a fresh ticket; resolves when the server's content is there. */
  async connect(): Promise<void> {
    const ticket = await this.fetchTicket()
    const epoch = rootsOf(this.doc).meta.get('epoch') ?? ''
    const query = `v=${protocolVersion}&schema=${schemaVersion}&epoch=${String(epoch)}&ticket=${ticket}`
    const socket = new WebSocket(
      `${this.setup.url.replace(/^http/, 'ws')}/collab/${this.setup.textId}?${query}`,
    )
    this.socket = socket
    this.sent = 0
    this.wordsAt = []
    this.closed = null
    const isSynced = new Promise<void>((resolve, reject) => {
      socket.on('error', reject)
      socket.on('close', code => {
        this.closed = code
        if (this.socket === socket) this.socket = null
        reject(new Error(`closed with ${code}`))
        this.wake()
      })
      socket.on('message', (data: Buffer) => this.take(new Uint8Array(data), resolve))
      socket.on('open', () => this.sendSync('sync-step-1', Y.encodeStateVector(this.doc)))
    })
    await isSynced
  }

  private async fetchTicket(): Promise<string> {
    const response = await fetch(`${this.setup.url}/api/tickets`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.setup.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ textId: this.setup.textId }),
    })
    return ((await response.json()) as { ticket: string }).ticket
  }

  /** Types one word. */
  type(): void {
    if (!this.text) this.begin()
    const word = `${this.name}:${this.typed};`
    this.typed++
    this.text?.insert(this.text.length, word)
  }

  private begin(): void {
    const [block = ''] = [...rootsOf(this.doc).blocks.keys()].sort()
    this.doc.transact(() => {
      addProposal(this.doc, this.proposal)
      addChange(this.doc, this.proposal, `${this.proposal}.a` as never, {
        kind: 'insert',
        at: startOf(block),
        ord: 'a0',
      })
    })
  }

  private get text(): Y.Text | null {
    return textIn(this.doc, this.proposal)
  }

  /** Resolves when every word is acknowledged or the line is gone. */
  async saved(): Promise<void> {
    while (this.socket && this.acknowledged < this.typed)
      await new Promise<void>(resolve => this.waiting.push(resolve))
  }

  leave(): void {
    this.socket?.terminate()
    this.doc.destroy()
  }

  private sendSync(kind: 'sync-step-1' | 'sync-step-2' | 'update', bytes: Uint8Array): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return
    this.sent++
    if (kind !== 'sync-step-1') this.wordsAt.push({ frames: this.sent, words: this.typed })
    this.socket.send(
      renderYjsFrame(kind === 'sync-step-1' ? { kind, stateVector: bytes } : { kind, update: bytes }),
    )
  }

  private take(bytes: Uint8Array, synced: () => void): void {
    const frame = parseServerFrame(bytes)
    if (frame?.kind === 'sync-step-1')
      this.sendSync('sync-step-2', Y.encodeStateAsUpdate(this.doc, frame.stateVector))
    if (frame?.kind === 'sync-step-2' || frame?.kind === 'update')
      Y.applyUpdate(this.doc, frame.update, remote)
    if (frame?.kind === 'sync-step-2') synced()
    if (frame?.kind === 'own' && frame.message.kind === 'recorded') this.takeRecorded(frame.message.upTo)
  }

  private takeRecorded(upTo: number): void {
    for (const { frames, words } of this.wordsAt)
      if (frames <= upTo) this.acknowledged = Math.max(this.acknowledged, words)
    this.wake()
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve()
  }
}

/** The words of a typist's insertion in a document, or null before the first. */
export function textIn(doc: Y.Doc, proposal: ProposalId): Y.Text | null {
  const changes = rootsOf(doc).proposals.get(proposal)?.get('changes')
  return changes instanceof Y.Map ? textOf(changes.get(`${proposal}.a`) as Y.Map<unknown>) : null
}
