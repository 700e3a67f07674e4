import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { type Serving, startServing } from '../../server/cli/serving.ts'
import type { DemoReport } from '../../shared/api/operator.ts'
import { type Answer, parseAnswer } from '../../shared/protocol/answer.ts'
import { parseServerFrame, renderYjsFrame } from '../../shared/protocol/frame.ts'
import { makeIdSource, type ProposalId } from '../../shared/ids.ts'
import { addChange, addProposal } from '../../shared/proposal/change.ts'
import { startOf } from '../../shared/text/anchor.ts'
import { rootsOf } from '../../shared/text/roots.ts'
import { freshFolder } from '../cli/run-here.ts'

const ids = makeIdSource(Date.now, Math.random)

interface Body {
  serving: Serving
  readonly demo: DemoReport
  /** Ends the server and starts it anew at the same address. */
  restart(): Promise<void>
}

async function start(): Promise<Body> {
  const data = freshFolder()
  const config = {
    data,
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    trustedProxies: [],
    logLevel: 'silent',
  } as const
  const serving = await startServing(config)
  const body: Body = {
    serving,
    demo: await serving.app.makeDemo(),
    async restart() {
      await body.serving.close()
      body.serving = await startServing({ ...config, port: Number(serving.url.port) })
    },
  }
  return body
}

function tokenOf({ demo }: Body, party: string): string {
  return demo.people.find(person => person.party === party)?.token ?? ''
}

async function post(body: Body, party: string, path: string, content: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${tokenOf(body, party)}`, 'content-type': 'application/json' }
  return fetch(new URL(path, body.serving.url), { method: 'POST', headers, body: JSON.stringify(content) })
}

async function ticket(body: Body, party: string): Promise<string> {
  const response = await post(body, party, '/api/tickets', { textId: body.demo.textId })
  return ((await response.json()) as { ticket: string }).ticket
}

/** A stock provider, with the five lines of the README. */
async function joinStock(body: Body, party: string): Promise<{ provider: WebsocketProvider; doc: Y.Doc }> {
  const doc = new Y.Doc()
  const params = async () => ({ ticket: await ticket(body, party) })
  const address = body.serving.url.href.replace(/^http/, 'ws')
  const provider = new WebsocketProvider(`${address}collab`, body.demo.textId, doc, {
    params: await params(),
    disableBc: true,
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
  })
  provider.on('closed', async ({ code }) => {
    if (code !== 4401) return
    provider.params = await params()
    provider.connect()
  })
  await nextSync(provider)
  return { provider, doc }
}

function nextSync(provider: WebsocketProvider): Promise<void> {
  return new Promise(resolve => {
    const look = (isSynced: boolean) => {
      if (!isSynced) return
      provider.off('sync', look)
      resolve()
    }
    provider.on('sync', look)
  })
}

/** Proposes words at the head of the first block, as any Yjs program may. */
function propose(doc: Y.Doc, words: string): ProposalId {
  const proposal = ids.next() as ProposalId
  const [block = ''] = [...rootsOf(doc).blocks.keys()]
  doc.transact(() => {
    addProposal(doc, proposal)
    const change = addChange(doc, proposal, ids.next(proposal) as never, {
      kind: 'insert',
      at: startOf(block),
      ord: 'a0',
    })
    ;(change.get('text') as Y.Text).insert(0, words)
  })
  return proposal
}

/** Resolves once the document shows the server's own entry for the proposal. */
function registered(doc: Y.Doc, proposal: ProposalId): Promise<unknown> {
  const { register } = rootsOf(doc)
  return new Promise(resolve => {
    const look = () => {
      if (!register.has(proposal)) return
      register.unobserve(look)
      resolve(register.get(proposal))
    }
    register.observe(look)
    look()
  })
}

/** Resolves once two documents have seen the same. */
function sameState(a: Y.Doc, b: Y.Doc): Promise<void> {
  const isSame = () => String(Y.encodeStateVector(a)) === String(Y.encodeStateVector(b))
  return new Promise(resolve => {
    const look = () => {
      if (!isSame()) return
      for (const doc of [a, b]) doc.off('update', look)
      resolve()
    }
    for (const doc of [a, b]) doc.on('update', look)
    look()
  })
}

describe('the whole server', () => {
  it('[HT28] keeps a stock provider going over five drops and a restart, each with a new ticket', async () => {
    const body = await start()
    const brazil = await joinStock(body, 'BR')
    const japan = await joinStock(body, 'JP')
    for (let drop = 0; drop < 5; drop++) {
      const again = nextSync(brazil.provider)
      ;(brazil.provider.ws as unknown as WebSocket).terminate()
      const proposal = propose(brazil.doc, `Words written while the line was gone, ${drop}. `)
      await again
      expect(await registered(japan.doc, proposal)).toMatchObject({ holder: 'BR', state: 'open' })
    }
    const again = [nextSync(brazil.provider), nextSync(japan.provider)]
    await body.restart()
    const proposal = propose(brazil.doc, 'Words written while the server was gone. ')
    await Promise.all(again)
    expect(await registered(japan.doc, proposal)).toMatchObject({ holder: 'BR', state: 'open' })
    await sameState(brazil.doc, japan.doc)
    expect(rootsOf(japan.doc).proposals.toJSON()).toEqual(rootsOf(brazil.doc).proposals.toJSON())
    for (const { provider, doc } of [brazil, japan]) {
      provider.destroy()
      doc.destroy()
    }
    await body.serving.close()
  }, 60_000)

  it('[HT16] answers a command by HTTP once, however often it is sent, and by the rules of the text', async () => {
    const body = await start()
    const path = `/api/texts/${body.demo.textId}/commands`
    const command = { id: ids.next(), kind: 'reserve', proposal: ids.next(), onBehalfOf: 'SN' }
    const answers: (Answer | null)[] = []
    for (let i = 0; i < 2; i++) {
      const response = await post(body, 'SEC', path, command)
      expect(response.status).toBe(200)
      answers.push(parseAnswer(await response.json()))
    }
    expect(answers[0]).toEqual(answers[1])
    const refused = await post(body, 'NO', path, { ...command, id: ids.next(), proposal: ids.next() })
    expect([403, 422]).toContain(refused.status)
    expect(parseAnswer(await refused.json())).toMatchObject({ kind: 'refused', rule: expect.any(String) })
    await body.serving.close()
  })

  it('[HT27][RL26] closes with 4422 what is no frame, and nothing of the text changes', async () => {
    const body = await start()
    const { log } = body.serving.installation.store
    const before = log.streams().map(stream => log.head(stream))
    const address = body.serving.url.href.replace(/^http/, 'ws')
    const bad = [
      new Uint8Array(),
      new Uint8Array([0, 2, 5, 1]),
      new Uint8Array([0, 3, 0]),
      new Uint8Array([100, 2, 123, 125]),
    ]
    for (const [i, frame] of bad.entries()) {
      const party = ['BR', 'JP', 'SN', 'SEC'][i] as string
      const socket = new WebSocket(`${address}collab/${body.demo.textId}?ticket=${await ticket(body, party)}`)
      const closed = new Promise<number>(resolve => socket.once('close', resolve))
      socket.once('open', () => socket.send(frame))
      expect(await closed).toBe(4422)
    }
    expect(log.streams().map(stream => log.head(stream))).toEqual(before)
    await body.serving.close()
  })

  it('[HT39] closes with 4413 what is larger than a room takes', async () => {
    const body = await start()
    const address = body.serving.url.href.replace(/^http/, 'ws')
    const socket = new WebSocket(`${address}collab/${body.demo.textId}?ticket=${await ticket(body, 'BR')}`)
    const closed = new Promise<number>(resolve => socket.once('close', resolve))
    const frame = renderYjsFrame({ kind: 'sync-step-2', update: new Uint8Array(17 * 1024 * 1024) })
    socket.once('open', () => socket.send(frame))
    expect(await closed).toBe(4413)
    await body.serving.close()
  })

  it('[HT24] closes with 4409 a client of another schema or epoch before any content', async () => {
    const body = await start()
    const address = body.serving.url.href.replace(/^http/, 'ws')
    const step1 = renderYjsFrame({ kind: 'sync-step-1', stateVector: Y.encodeStateVector(new Y.Doc()) })
    for (const version of ['v=1&schema=99&epoch=', 'v=1&schema=1&epoch=another']) {
      const socket = new WebSocket(
        `${address}collab/${body.demo.textId}?${version}&ticket=${await ticket(body, 'BR')}`,
      )
      const kinds: (string | undefined)[] = []
      socket.on('message', (data: Buffer) => kinds.push(parseServerFrame(data)?.kind))
      const closed = new Promise<number>(resolve => socket.once('close', resolve))
      socket.once('open', () => socket.send(step1))
      expect([await closed, kinds]).toEqual([4409, []])
    }
    await body.serving.close()
  })

  it('[HT14] exports the demo as it was imported, and with every proposal where it is asked for', async () => {
    const body = await start()
    const ask = async (query: string) => {
      const headers = { authorization: `Bearer ${tokenOf(body, 'NO')}` }
      return (
        await fetch(new URL(`/api/texts/${body.demo.textId}/export?${query}`, body.serving.url), { headers })
      ).text()
    }
    expect(await ask('as=markdown&view=clean')).toBe(readFileSync('test/data/annex-i.md', 'utf8'))
    expect(await ask('as=markdown&view=printed&names=full')).toContain('[should - Brazil]')
    await body.serving.close()
  })
})
