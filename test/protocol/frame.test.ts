import * as decoding from 'lib0/decoding'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as awarenessProtocol from 'y-protocols/awareness'
import * as syncProtocol from 'y-protocols/sync'
import * as Y from 'yjs'
import {
  emptyAwarenessFrame,
  ownMessageType,
  parseClientFrame,
  parseServerFrame,
  renderOwnFrame,
  renderYjsFrame,
  type YjsFrame,
} from '../../shared/protocol/frame.ts'
import { bytesOfFrames, command, own, ownJson, withBytes } from './builders.ts'

const bytes = fc.uint8Array({ maxLength: 300 })
const anyYjsFrame: fc.Arbitrary<YjsFrame> = fc.oneof(
  fc.record({ kind: fc.constant('sync-step-1' as const), stateVector: bytes }),
  fc.record({ kind: fc.constant('sync-step-2' as const), update: bytes }),
  fc.record({ kind: fc.constant('update' as const), update: bytes }),
  fc.record({ kind: fc.constant('awareness' as const), update: bytes }),
  fc.record({ kind: fc.constant('query-awareness' as const) }),
)

describe('frames', () => {
  it('[PR1] reads back every frame it writes, byte for byte', () => {
    fc.assert(
      fc.property(anyYjsFrame, frame => {
        expect(parseClientFrame(renderYjsFrame(frame))).toEqual(frame)
        expect(parseServerFrame(renderYjsFrame(frame))).toEqual(frame)
      }),
    )
  })

  it('[PR1] writes sync frames that y-protocols reads', () => {
    const doc = new Y.Doc()
    doc.getText('t').insert(0, 'words')
    const peer = new Y.Doc()
    const decoder = decoding.createDecoder(
      renderYjsFrame({ kind: 'update', update: Y.encodeStateAsUpdate(doc) }),
    )
    expect(decoding.readVarUint(decoder)).toBe(0)
    const step = decoding.readVarUint(decoder)
    expect(step).toBe(syncProtocol.messageYjsUpdate)
    syncProtocol.readUpdate(decoder, peer, 'test')
    expect(peer.getText('t').toString()).toBe('words')
  })

  it('[PR2] says nothing of anybody in the frame that keeps a line alive', () => {
    const awareness = new awarenessProtocol.Awareness(new Y.Doc())
    const frame = parseServerFrame(emptyAwarenessFrame)
    if (frame?.kind !== 'awareness') throw new Error('not an awareness frame')
    awarenessProtocol.applyAwarenessUpdate(awareness, frame.update, 'test')
    expect([...awareness.getStates().keys()]).toEqual([awareness.clientID])
    awareness.destroy()
  })

  it('[PR3] refuses a frame that ends early or goes on behind its end', () => {
    for (const frame of bytesOfFrames) {
      for (let length = 0; length < frame.length; length++)
        expect(parseClientFrame(frame.subarray(0, length))).toBeNull()
      expect(parseClientFrame(withBytes(frame, 0))).toBeNull()
    }
  })

  it('[PR3] refuses every other first number', () => {
    for (let type = 0; type < 256; type++) {
      const frame = new Uint8Array(type < 128 ? [type, 0, 0] : [(type & 127) | 128, type >> 7, 0, 0])
      if (type === 0 || type === 1) continue
      expect(parseClientFrame(frame), String(type)).toBeNull()
    }
  })

  it('[PR3][RL26] answers null to 20,000 random and mutated frames, and never throws', () => {
    const mutated = fc
      .tuple(fc.constantFrom(...bytesOfFrames), fc.nat(), fc.nat({ max: 255 }))
      .map(([frame, at, byte]) => {
        const copy = frame.slice()
        copy[at % copy.length] = byte
        return copy
      })
    fc.assert(
      fc.property(fc.oneof(bytes, mutated), frame => {
        const parsed = parseClientFrame(frame)
        if (parsed?.kind === 'own') expect(parseClientFrame(renderOwnFrame(parsed.message))).toEqual(parsed)
      }),
      { numRuns: 20_000 },
    )
  })
})

describe('own messages', () => {
  it('[PR4] reads back every message of a client and of the server', () => {
    for (const message of own.client)
      expect(parseClientFrame(renderOwnFrame(message))).toEqual({ kind: 'own', message })
    for (const message of own.server)
      expect(parseServerFrame(renderOwnFrame(message))).toEqual({ kind: 'own', message })
  })

  it('[PR4] refuses a message that goes the other way', () => {
    for (const message of own.server) expect(parseClientFrame(renderOwnFrame(message))).toBeNull()
    for (const message of own.client) expect(parseServerFrame(renderOwnFrame(message))).toBeNull()
  })

  it('[PR5] refuses unknown kinds, missing fields, fields too many and values of another form', () => {
    const bad: unknown[] = [
      null,
      [],
      'command',
      { kind: 'recorded' },
      { kind: 'redone', pairs: [] },
      { kind: 'redone', pairs: [{ old: { c: 1, k: -1 }, now: { c: 1, k: 1 }, len: 1 }] },
      { kind: 'redone', pairs: [{ old: { c: 1, k: 2 ** 53 }, now: { c: 1, k: 1 }, len: 1 }] },
      { kind: 'place', ends: [{ bracket: 'b', end: 'middle', at: { h: 'x', s: -1 } }] },
      { kind: 'place', ends: [{ bracket: 'b', end: 'open', at: { h: 'x', s: 1 } }] },
      { kind: 'command', command: { ...command, extra: 1 } },
      { kind: 'command', command: { ...command, kind: 'obey' } },
      { kind: 'command', command, and: 1 },
    ]
    for (const value of bad)
      expect(parseClientFrame(ownJson(JSON.stringify(value))), JSON.stringify(value)).toBeNull()
  })

  it('[PR5][RL38] refuses keys that reach a prototype, at any depth, and changes none', () => {
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const json = JSON.stringify({ kind: 'command', command }).replace('{', `{"${key}":{"x":1},`)
      const deep = JSON.stringify({ kind: 'command', command }).replace(
        '"command":{',
        `"command":{"${key}":{"x":1},`,
      )
      expect(parseClientFrame(ownJson(json))).toBeNull()
      expect(parseClientFrame(ownJson(deep))).toBeNull()
    }
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  it('[PR5] refuses JSON nested 100,000 deep and text that is not JSON', () => {
    expect(parseClientFrame(ownJson('['.repeat(100_000) + ']'.repeat(100_000)))).toBeNull()
    expect(parseClientFrame(ownJson('{"kind":'))).toBeNull()
    expect(parseClientFrame(new Uint8Array([ownMessageType, 2, 0xff, 0xfe]))).toBeNull()
  })
})
