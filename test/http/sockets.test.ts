import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { signInLifeMs } from '../../server/actor/sign-in.ts'
import { ticketLifeMs } from '../../server/actor/tickets.ts'
import type { TextId } from '../../shared/ids.ts'
import { emptyAwarenessFrame, renderYjsFrame } from '../../shared/protocol/frame.ts'
import type { FakeRoom, SeenConnection } from './fake-rooms.ts'
import { cookieFor, dial, ticketFor } from './dial.ts'
import { addText, nextTurn, serve, type Served } from './serve.ts'

const step1 = renderYjsFrame({ kind: 'sync-step-1', stateVector: Y.encodeStateVector(new Y.Doc()) })

function roomOf(served: Served, text: TextId): FakeRoom {
  const room = served.rooms.rooms.get(text)
  if (room === undefined) throw new Error('no room')
  return room
}

/** A binary message as a client sends it, masked with zeros. */
function maskedFrame(length: number): Uint8Array {
  const frame = new Uint8Array(14 + length)
  new DataView(frame.buffer).setBigUint64(2, BigInt(length))
  frame.set([0x82, 0xff])
  return frame
}

/** Resolves with the next connection that reaches the room. */
function nextConnection(room: FakeRoom): Promise<SeenConnection> {
  return new Promise(resolve => {
    room.onConnect = resolve
  })
}

/** Resolves once the connection's socket is gone. */
function goneFrom(room: FakeRoom, seen: SeenConnection): Promise<void> {
  return new Promise(resolve => {
    room.onEvent = () => seen.isGone && resolve()
    if (seen.isGone) resolve()
  })
}

describe('opening a socket', () => {
  it('[HT21][RL36] refuses before the upgrade a foreign and a null origin, and a cookie without an origin', async () => {
    const served = await serve()
    const text = await addText(served)
    const cookie = await cookieFor(served, 'delegate')
    const ticket = await ticketFor(served, text, 'delegate')
    const path = `/collab/${text}`
    await expect(dial(served, path, { headers: { cookie }, origin: 'https://evil.example' })).rejects.toThrow(
      'HTTP 403',
    )
    await expect(dial(served, path, { query: { ticket }, origin: 'https://evil.example' })).rejects.toThrow(
      'HTTP 403',
    )
    await expect(dial(served, path, { headers: { cookie }, origin: 'null' })).rejects.toThrow('HTTP 403')
    await expect(dial(served, path, { headers: { cookie } })).rejects.toThrow('HTTP 403')
    await expect(dial(served, '/elsewhere')).rejects.toThrow('HTTP 404')
    expect(roomOf(served, text).connections).toEqual([])
  })

  it('[HT22] lets in our page by cookie, a program by ticket, and one with a bearer header', async () => {
    const served = await serve()
    const text = await addText(served)
    const room = roomOf(served, text)
    const cookie = await cookieFor(served, 'secretary')
    const ways = [
      { headers: { cookie }, origin: served.url.origin },
      { query: { ticket: await ticketFor(served, text, 'delegate') } },
      { query: { ticket: await ticketFor(served, text, 'observer') }, origin: served.url.origin },
      { headers: { authorization: `Bearer ${served.tokens.chair}` } },
    ]
    for (const way of ways) {
      const reached = nextConnection(room)
      await dial(served, `/collab/${text}`, way)
      await reached
    }
    expect(room.connections.map(({ actors }) => actors[0]?.role)).toEqual([
      'secretary',
      'delegate',
      'observer',
      'chair',
    ])
  })

  it('[HT23][RL34] closes with 4401 who is not signed in and with 4403 who asks for no text of theirs, before any content', async () => {
    const served = await serve()
    const text = await addText(served)
    const other = await addText(served)
    const open = async (path: string, query: Record<string, string> = {}) => {
      const { closed, frames, socket } = await dial(served, path, { query })
      socket.send(step1)
      const code = await closed
      expect(frames).toEqual([])
      return code
    }
    const used = await ticketFor(served, text, 'reader')
    await dial(served, `/collab/${text}`, { query: { ticket: used } })
    const old = await ticketFor(served, text, 'reader')
    served.clockMs += ticketLifeMs
    expect(await open(`/collab/${text}`)).toBe(4401)
    expect(await open(`/collab/${text}`, { ticket: used })).toBe(4401)
    expect(await open(`/collab/${text}`, { ticket: old })).toBe(4401)
    expect(await open(`/collab/${text}`, { ticket: 'guess' })).toBe(4401)
    expect(await open('/collab/unknown')).toBe(4401)
    expect(await open(`/collab/${other}`, { ticket: await ticketFor(served, text, 'reader') })).toBe(4403)
    const { closed } = await dial(served, '/collab/unknown', {
      headers: { authorization: `Bearer ${served.tokens.reader}` },
    })
    expect(await closed).toBe(4403)
  })

  it('[HT24] closes with 4409 a client of another wire, and hands schema and epoch to the room', async () => {
    const served = await serve()
    const text = await addText(served)
    const room = roomOf(served, text)
    const headers = { authorization: `Bearer ${served.tokens.delegate}` }
    for (const query of [{ v: '0', schema: '1', epoch: 'e' }, { v: '1' }, { v: 'x', schema: '1' }] as Record<
      string,
      string
    >[])
      expect(await (await dial(served, `/collab/${text}`, { headers, query })).closed).toBe(4409)
    const reached = nextConnection(room)
    await dial(served, `/collab/${text}`, { headers, query: { v: '1', schema: '7', epoch: 'e1' } })
    expect((await reached).client).toEqual({ version: 1, schema: 7, epoch: 'e1' })
  })

  it('[HT25] closes with 4503 when the room cannot be opened', async () => {
    const served = await serve()
    const text = await addText(served)
    served.rooms.open = () => Promise.reject(new Error('disk'))
    const headers = { authorization: `Bearer ${served.tokens.delegate}` }
    expect(await (await dial(served, `/collab/${text}`, { headers })).closed).toBe(4503)
  })

  it('[HT26] gives the room every frame that was sent before it was open, in order', async () => {
    const served = await serve()
    const text = await addText(served)
    const room = roomOf(served, text)
    let letIn = () => {}
    served.rooms.open = () => new Promise(resolve => (letIn = () => resolve(room)))
    const { socket, next } = await dial(served, `/collab/${text}`, {
      headers: { authorization: `Bearer ${served.tokens.delegate}` },
    })
    const frames = [step1, new Uint8Array([3]), new Uint8Array([1, 1, 0])]
    for (const frame of frames) socket.send(frame)
    await nextTurn()
    expect(room.connections).toEqual([])
    letIn()
    await next()
    await new Promise<void>(resolve => {
      room.onEvent = seen => seen.frames.length === 3 && resolve()
      if (room.connections[0]?.frames.length === 3) resolve()
    })
    expect(room.connections[0]?.frames).toEqual(frames)
  })

  it('[HT26][RL30] reads next to nothing from a socket that is not let in, and ends it at once', async () => {
    const served = await serve()
    const text = await addText(served)
    const raw = connect(Number(served.url.port), '127.0.0.1')
    const answer: Buffer[] = []
    raw.on('error', () => {})
    raw.on('data', chunk => answer.push(chunk))
    const ended = new Promise(resolve => raw.once('close', resolve))
    const lines = [
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${'A'.repeat(22)}==`,
    ]
    raw.write(`GET /collab/${text} HTTP/1.1\r\nHost: ${served.url.host}\r\n${lines.join('\r\n')}\r\n\r\n`)
    await once(raw, 'data')
    const flood = maskedFrame(64 * 1024)
    let poured = 0
    const pour = () => {
      while (!raw.destroyed && poured < 1000 && raw.write(flood)) poured++
    }
    raw.on('drain', pour)
    pour()
    await ended
    expect(poured, 'cut off before all was sent').toBeLessThan(1000)
    expect(Buffer.concat(answer).includes(Buffer.from([0x11, 0x31])), 'a close frame with 4401').toBe(true)
    expect(roomOf(served, text).connections).toEqual([])
  })

  it('[HT27] closes with 4422 a socket that sends text instead of bytes', async () => {
    const served = await serve()
    const text = await addText(served)
    const { socket, closed } = await dial(served, `/collab/${text}`, {
      headers: { authorization: `Bearer ${served.tokens.delegate}` },
    })
    socket.send('words')
    expect(await closed).toBe(4422)
    expect(roomOf(served, text).connections[0]?.frames).toEqual([])
  })
})

describe('the stock y-websocket client', () => {
  it('[HT28] syncs with a ticket, and over five drops with a new ticket each', async () => {
    const served = await serve()
    const text = await addText(served)
    const room = roomOf(served, text)
    room.doc.getText('t').insert(0, 'agreed')
    const doc = new Y.Doc()
    const address = served.url.href.replace(/^http/, 'ws')
    const provider = new WebsocketProvider(`${address}collab`, text, doc, {
      params: { ticket: await ticketFor(served, text, 'delegate') },
      disableBc: true,
      WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    })
    provider.on('closed', async () => {
      provider.params = { ticket: await ticketFor(served, text, 'delegate') }
      provider.connect()
    })
    const synced = () => new Promise<void>(resolve => provider.once('sync', () => resolve()))
    await synced()
    for (let drop = 0; drop < 5; drop++) {
      const again = synced()
      room.connections.at(-1)?.link.close(4503, 'drop')
      await again
      doc.getText('t').insert(0, `${drop} `)
    }
    await new Promise<void>(resolve => {
      room.onEvent = () => room.doc.getText('t').toString() === '4 3 2 1 0 agreed' && resolve()
      room.onEvent(room.connections[0] as SeenConnection)
    })
    expect(doc.getText('t').toString()).toBe('4 3 2 1 0 agreed')
    provider.destroy()
    doc.destroy()
  }, 30_000)
})

describe('open sockets', () => {
  const enter = async (served: Served, text: TextId, role: 'delegate' | 'chair' = 'delegate') => {
    const room = roomOf(served, text)
    const reached = nextConnection(room)
    const dialled = await dial(served, `/collab/${text}`, {
      headers: { authorization: `Bearer ${served.tokens[role]}` },
    })
    return { ...dialled, room, seen: await reached }
  }

  it('[HT29] get an empty awareness frame with every beat', async () => {
    const served = await serve()
    const { next, frames } = await enter(served, await addText(served))
    await served.beat()
    await next()
    await served.beat()
    await next(frame => frames.indexOf(frame) === 1)
    expect(frames).toEqual([emptyAwarenessFrame, emptyAwarenessFrame])
  })

  it('[HT30] are cut off after two beats without a sign of life, and kept while pongs come', async () => {
    const served = await serve()
    const text = await addText(served)
    const alive = await enter(served, text)
    const dead = await enter(served, text)
    dead.socket.pause()
    for (let beats = 0; beats < 4; beats++) {
      const pinged = once(alive.socket, 'ping')
      await served.beat()
      await pinged
      // The answer to a ping of ours comes behind our answer to the server's.
      const answered = once(alive.socket, 'pong')
      alive.socket.ping()
      await answered
    }
    await goneFrom(dead.room, dead.seen)
    expect(alive.socket.readyState).toBe(WebSocket.OPEN)
    expect(alive.seen.isGone).toBe(false)
    dead.socket.terminate()
  })

  it('[HT31][RL25] are cut off when they leave more than 4 MB waiting, and hold nobody up', async () => {
    const served = await serve()
    const text = await addText(served)
    const slow = await enter(served, text)
    const quick = await enter(served, text)
    slow.socket.pause()
    const frame = new Uint8Array(256 * 1024)
    let most = 0
    for (let sent = 0; sent < 400 && !slow.seen.isGone; sent++) {
      slow.seen.link.send(frame)
      quick.seen.link.send(frame)
      most = Math.max(most, slow.seen.link.bufferedBytes())
      await quick.next(each => quick.frames.indexOf(each) === sent)
    }
    expect(slow.seen.isGone).toBe(true)
    expect(most).toBeLessThanOrEqual(4 * 1024 * 1024 + 2 * frame.length)
    expect(quick.seen.isGone).toBe(false)
    slow.socket.terminate()
  })

  it('[HT31] may take one frame of any size, however long they need for it', async () => {
    const served = await serve()
    const { seen, socket, next, frames } = await enter(served, await addText(served))
    socket.pause()
    seen.link.send(new Uint8Array(24 * 1024 * 1024))
    for (let more = 0; more < 100; more++) seen.link.send(new Uint8Array(100))
    socket.resume()
    await next(() => frames.length === 101)
    expect(seen.isGone).toBe(false)
  })

  it('[HT32][RL35] end with 4401 when the sign-in behind them ends, and the room hears of it first', async () => {
    const served = await serve()
    const text = await addText(served)
    const left = await enter(served, text)
    const stays = await enter(served, text, 'chair')
    await served.ask('/api/sign-out', { method: 'POST', as: 'delegate' })
    expect(await left.closed).toBe(4401)
    expect(left.seen.actors.at(-1)).toBeNull()
    expect(stays.seen.isGone).toBe(false)
  })

  it('[HT32] end with 4401 when the sign-in behind them is too old', async () => {
    const served = await serve()
    const text = await addText(served)
    const cookie = await cookieFor(served, 'delegate')
    const reached = nextConnection(roomOf(served, text))
    const { closed } = await dial(served, `/collab/${text}`, {
      headers: { cookie },
      origin: served.url.origin,
    })
    await reached
    served.clockMs += signInLifeMs
    await served.beat()
    expect(await closed).toBe(4401)
  })

  it('[HT33][RL35] tell the room within a beat that a person has another role', async () => {
    const served = await serve()
    const { room, seen } = await enter(served, await addText(served))
    await served.accounts.setRole(served.people.delegate.person, 'reader')
    const told = new Promise<void>(resolve => {
      room.onEvent = ({ actors }) => actors.length === 2 && resolve()
    })
    await served.beat()
    await told
    expect(seen.actors[1]).toEqual({ ...served.people.delegate, role: 'reader' })
  })

  it('[HT34] close with 4503 when the server goes, and none is let in afterwards', async () => {
    const served = await serve()
    const text = await addText(served)
    const { closed } = await enter(served, text)
    await served.app.close()
    expect(await closed).toBe(4503)
    await expect(dial(served, `/collab/${text}`)).rejects.toThrow('ECONNREFUSED')
  })

  it('[HT34] wait until what was taken is settled, and are cut when they do not say goodbye', async () => {
    const served = await serve()
    const text = await addText(served)
    const { socket, seen, room } = await enter(served, text)
    socket.pause()
    let settled = false
    await served.app.close(async () => {
      await nextTurn()
      expect(seen.isGone).toBe(false)
      settled = true
    })
    expect(settled).toBe(true)
    await goneFrom(room, seen)
    socket.terminate()
  })
})
