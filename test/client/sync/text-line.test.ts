import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type * as Y from 'yjs'
import { maxSilenceMs, TextLine } from '../../../client/sync/text-line.ts'
import type { CommandId } from '../../../shared/ids.ts'
import type { Command } from '../../../shared/protocol/command.ts'
import { newTextDoc } from '../../../shared/text/roots.ts'
import { FakeServer } from './fake-server.ts'

let server: FakeServer
let doc: Y.Doc
let line: TextLine
let notices: string[]

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout', 'Date'] })
  server = new FakeServer()
  doc = newTextDoc()
  notices = []
  line = new TextLine({
    doc,
    textId: 'T1',
    base: 'ws://chapeau.test/collab',
    now: Date.now,
    changed: () => {},
    notice: notice => void notices.push(notice.code),
    socket: server.socketClass,
  })
})

afterEach(() => {
  line.close()
  vi.useRealTimers()
})

const settle = () => vi.advanceTimersByTimeAsync(0)
const write = (words: string) => doc.getText('t').insert(doc.getText('t').length, words)

describe('saved', () => {
  it('[SY1] says saved only when the record holds all that was written', async () => {
    await settle()
    expect(line.isSaved).toBe(true)
    write('a')
    expect([line.isSaved, line.unsaved.count]).toEqual([false, 1])
    const first = server.socket.syncFrames
    write('b')
    server.say({ kind: 'recorded', upTo: first, seq: 1, head: '00' })
    expect([line.isSaved, line.unsaved.count, line.unsavedWords]).toEqual([false, 1, 'b'])
    server.recordAll()
    expect([line.isSaved, line.unsaved.count]).toEqual([true, 0])
  })

  it('[SY2] is not saved while the line is down, and sends what was written meanwhile on return', async () => {
    await settle()
    server.socket.end(1006)
    write('offline')
    expect([line.state, line.isSaved, line.unsavedWords]).toEqual(['down', false, 'offline'])
    await vi.advanceTimersByTimeAsync(5000)
    expect(line.isOnline).toBe(true)
    expect(server.doc.getText('t').toString()).toBe('offline')
    expect(line.isSaved).toBe(false)
    server.recordAll()
    expect(line.isSaved).toBe(true)
  })

  it('[SY3] is not saved while the server cannot write its record', async () => {
    await settle()
    server.say({ kind: 'notice', code: 'not-saved' })
    expect(line.isSaved).toBe(false)
    server.say({ kind: 'notice', code: 'saving-again' })
    expect([line.isSaved, notices]).toEqual([true, ['not-saved', 'saving-again']])
  })
})

describe('the end of a line', () => {
  it.each([
    [4401, 'sign-in-needed'],
    [4403, 'not-allowed'],
    [4409, 'outdated'],
    [4422, 'refused'],
    [4413, 'refused'],
  ])('[SY4] ends for good at %i', async (code, end) => {
    await settle()
    server.socket.end(code)
    await vi.advanceTimersByTimeAsync(10_000)
    expect([line.state, line.end, server.sockets.length]).toEqual(['ended', end, 1])
  })

  it('[SY4] tries again when the server goes for a while', async () => {
    await settle()
    server.socket.end(4503)
    await vi.advanceTimersByTimeAsync(5000)
    expect([line.state, server.sockets.length > 1]).toEqual(['open', true])
  })

  it('[SY5] knows the words a refusal leaves, without letters deleted since', async () => {
    await settle()
    write('one two')
    doc.getText('t').delete(0, 4)
    server.say({ kind: 'refused', rule: 'GU1', reason: 'no' })
    server.socket.end(4422)
    expect([line.unsavedWords, line.refusal]).toEqual(['two', { rule: 'GU1', reason: 'no' }])
  })

  it('[SY6] calls a line dead after ten seconds of silence', async () => {
    await settle()
    server.accepts = false
    await vi.advanceTimersByTimeAsync(maxSilenceMs + 2000)
    expect(line.state).toBe('down')
  })
})

describe('what is said beside Yjs', () => {
  const command = { kind: 'withdraw', id: 'c1' as CommandId, proposal: 'p1' } as unknown as Command

  it('[SY7] sends a command again on the next line until it is answered, and answers once', async () => {
    await settle()
    const answer = line.command(command)
    server.socket.end(1006)
    await vi.advanceTimersByTimeAsync(5000)
    const asked = server.heard.filter(frame => frame.kind === 'own' && frame.message.kind === 'command')
    expect(asked.length).toBe(2)
    server.say({
      kind: 'answer',
      answer: { kind: 'done', id: 'c1' as CommandId, seq: 1, made: [], leftOut: [] },
    })
    expect(await answer).toMatchObject({ kind: 'done' })
  })

  it('[SY1] says saved only when every command is answered', async () => {
    await settle()
    const answer = line.command(command)
    expect(line.isSaved).toBe(false)
    server.say({ kind: 'answer', answer: { kind: 'done', id: command.id, seq: 1, made: [], leftOut: [] } })
    await answer
    expect(line.isSaved).toBe(true)
  })

  it('[SY8] says reports again before the update that returns with the line', async () => {
    await settle()
    server.socket.end(1006)
    line.announceRedone([{ old: { c: 1, k: 2 }, now: { c: 1, k: 9 }, len: 1 }])
    write('x')
    await vi.advanceTimersByTimeAsync(5000)
    const kinds = server.heard.map(frame => (frame.kind === 'own' ? frame.message.kind : frame.kind))
    expect(kinds).toContain('redone')
    expect(kinds.indexOf('redone')).toBeLessThan(kinds.lastIndexOf('sync-step-2'))
  })

  it('[SY7] gives up open commands when the line is closed by the person', async () => {
    await settle()
    const answer = line.command(command)
    line.close()
    expect(await answer).toBeNull()
  })
})
