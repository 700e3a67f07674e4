import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hashEntry, hex, sealEntry } from '../../server/log/entry.ts'
import type { StreamId } from '../../shared/ids.ts'
import { entry, streamA, streamB } from '../builders/record.ts'

describe('entries', () => {
  it('[LO1] hashes what anybody can hash again', () => {
    const first = sealEntry(streamA, null, entry('one'))
    const header = '[1,"text:A",1,1700000000000,"ana","BR",null,"connection-1","edit"]'
    const payloadHash = createHash('sha256').update('one').digest()
    const expected = createHash('sha256').update(Buffer.alloc(32)).update(header).update(payloadHash)
    expect(hex(first.payloadHash)).toBe(payloadHash.toString('hex'))
    expect(hex(first.hash)).toBe(expected.digest('hex'))
  })

  it('[LO1] hangs every entry on the one before', () => {
    const first = sealEntry(streamA, null, entry('one'))
    const second = sealEntry(streamA, first, entry('two'))
    expect(second.seq).toBe(2)
    expect(hashEntry(first.hash, second)).toEqual(second.hash)
    expect(sealEntry(streamA, { ...first, hash: new Uint8Array(32) }, entry('two')).hash).not.toEqual(
      second.hash,
    )
    expect(sealEntry(streamB, first, entry('two')).hash).not.toEqual(second.hash)
  })

  it('[LO1] gives another hash when any field is another', () => {
    const fields = [{}, { kind: 'act' }, { at: 1 }, { actor: null }, { party: null }, { onBehalfOf: 'JP' }]
    const more = [{ connection: null }, { actor: 'BR', party: 'ana' }, { payload: new Uint8Array() }]
    const hashes = [...fields, ...more].map(field =>
      hex(sealEntry(streamA, null, entry('one', field as object)).hash),
    )
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  it.each([
    ['a stream with a blank', 'text: A', {}],
    ['an id of other than plain characters', 'text:A', { actor: 'Zoë' }],
    ['a kind in capitals', 'text:A', { kind: 'Edit' }],
    ['half a millisecond', 'text:A', { at: 1.5 }],
    ['a time before 1970', 'text:A', { at: -1 }],
  ])('[LO22] refuses %s', (_what, stream, fields) => {
    expect(() => sealEntry(stream as StreamId, null, entry('one', fields as object))).toThrow(TypeError)
  })
})
