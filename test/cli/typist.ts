/** A person who types words without end over a real socket, comes back after every drop, and remembers what was acknowledged. */
import WebSocket from 'ws'
import * as Y from 'yjs'
import type { TextId } from '../../shared/ids.ts'
import { makeIdSource, type ProposalId } from '../../shared/ids.ts'
import { parseServerFrame, renderYjsFrame, type YjsFrame } from '../../shared/protocol/frame.ts'
import { protocolVersion, renderClientVersion } from '../../shared/protocol/version.ts'
import { addChange, addProposal } from '../../shared/proposal/change.ts'
import { startOf } from '../../shared/text/anchor.ts'
import { newTextDoc, rootsOf, schemaVersion } from '../../shared/text/roots.ts'

export interface Account {
  readonly name: string
  readonly token: string
  readonly textId: TextId
}

const remote = Symbol('remote')
const ids = makeIdSource(Date.now, Math.random)

export class Typist {
  readonly doc = newTextDoc()
  /** Words the server said it holds. */
  readonly acknowledged = new Set<string>()
  readonly #account: Account
  #socket: WebSocket | null = null
  #words: Y.Text | null = null
  #sent = 0
  #typed = 0
  /** Words on their way, with the number of the frame they are in on this line. */
  #waiting: { word: string; frame: number }[] = []
  #hear: (() => void)[] = []

  constructor(account: Account) {
    this.#account = account
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== remote) this.#send({ kind: 'update', update })
    })
  }

  /** Opens a line; resolves when it has what the server has. */
  async join(url: URL): Promise<void> {
    const { textId, token } = this.#account
    const epoch = String(rootsOf(this.doc).meta.get('epoch') ?? '')
    const version = renderClientVersion({ version: protocolVersion, schema: schemaVersion, epoch })
    const address = new URL(
      `/collab/${textId}?${new URLSearchParams(version)}`,
      url.href.replace(/^http/, 'ws'),
    )
    const socket = new WebSocket(address, { headers: { authorization: `Bearer ${token}` } })
    const synced = this.#listen(socket)
    await new Promise((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('error', reject)
    })
    this.#send({ kind: 'sync-step-1', stateVector: Y.encodeStateVector(this.doc) })
    await synced
  }

  /** Resolves with the first step 2. The server speaks as soon as the line is open. */
  #listen(socket: WebSocket): Promise<void> {
    const synced = Promise.withResolvers<void>()
    this.#socket = socket
    this.#sent = 0
    socket.on('message', (data: Buffer) => {
      if (this.#take(new Uint8Array(data)) === 'sync-step-2') synced.resolve()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = null
      this.#tell()
    })
    return synced.promise
  }

  /** One more word, whether there is a line or not. */
  type(): void {
    this.#words ??= this.#begin()
    const word = `${this.#account.name}-${this.#typed++} `
    this.#waiting.push({ word, frame: this.#sent + 1 })
    this.#words.insert(this.#words.length, word)
  }

  /** Resolves once `count` more words are acknowledged than now, or the line is gone. */
  async hears(count: number): Promise<void> {
    const enough = this.acknowledged.size + count
    while (this.acknowledged.size < enough && this.#socket !== null) await this.#nextEvent()
  }

  /** Resolves once everything typed is acknowledged. */
  async allHeard(): Promise<void> {
    while (this.#waiting.length > 0) await this.#nextEvent()
  }

  leave(): void {
    this.#socket?.terminate()
    this.doc.destroy()
  }

  get typed(): number {
    return this.#typed
  }

  #tell(): void {
    for (const hear of this.#hear.splice(0)) hear()
  }

  #nextEvent(): Promise<void> {
    return new Promise(resolve => this.#hear.push(resolve))
  }

  #begin(): Y.Text {
    const proposal = ids.next() as ProposalId
    const [block = ''] = [...rootsOf(this.doc).blocks.keys()]
    return this.doc.transact(() => {
      addProposal(this.doc, proposal)
      const fields = { kind: 'insert', at: startOf(block), ord: 'a0' } as const
      return addChange(this.doc, proposal, ids.next(proposal) as never, fields).get('text') as Y.Text
    })
  }

  #send(frame: YjsFrame): void {
    if (this.#socket === null) return
    this.#sent++
    this.#socket.send(renderYjsFrame(frame))
  }

  #take(bytes: Uint8Array): string | undefined {
    const frame = parseServerFrame(bytes)
    if (frame?.kind === 'update' || frame?.kind === 'sync-step-2')
      Y.applyUpdate(this.doc, frame.update, remote)
    if (frame?.kind === 'sync-step-1') this.#answer(frame.stateVector)
    if (frame?.kind === 'own' && frame.message.kind === 'recorded') this.#acknowledge(frame.message.upTo)
    if (frame?.kind === 'own' && frame.message.kind === 'refused') throw new Error(frame.message.rule)
    this.#tell()
    return frame?.kind
  }

  /** The step 2 holds all that the server lacks: whatever is on its way is in it. */
  #answer(stateVector: Uint8Array): void {
    this.#send({ kind: 'sync-step-2', update: Y.encodeStateAsUpdate(this.doc, stateVector) })
    this.#waiting = this.#waiting.map(({ word }) => ({ word, frame: this.#sent }))
  }

  #acknowledge(upTo: number): void {
    for (const { word, frame } of this.#waiting) if (frame <= upTo) this.acknowledged.add(word)
    this.#waiting = this.#waiting.filter(({ frame }) => frame > upTo)
  }
}
