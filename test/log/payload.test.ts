import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type EntryPayload,
  type Json,
  PayloadError,
  decodePayload,
  encodePayload,
} from '../../server/log/payload.ts'

const bytes = (...values: number[]) => new Uint8Array(values)

describe('payloads', () => {
  it('[LO15] come back as they were, whatever parts they have', () => {
    const part = fc.option(fc.uint8Array({ maxLength: 300 }), { nil: undefined })
    const act = fc.option(fc.jsonValue({ noUnicodeString: false }), { nil: undefined })
    fc.assert(
      fc.property(part, part, act, (update, additions, value) => {
        const payload = Object.fromEntries(
          Object.entries({ update, additions, act: value }).filter(([, one]) => one !== undefined),
        ) as EntryPayload
        fc.pre(Object.keys(payload).length > 0)
        const expected =
          value === undefined ? payload : { ...payload, act: JSON.parse(JSON.stringify(value)) as Json }
        expect(decodePayload(encodePayload(payload))).toEqual(expected)
      }),
    )
  })

  it('[LO15] tell an empty part from a missing one', () => {
    expect(decodePayload(encodePayload({ update: bytes(), act: null }))).toEqual({
      update: bytes(),
      act: null,
    })
  })

  it('[LO15] refuse to say nothing', () => {
    expect(() => encodePayload({})).toThrow(PayloadError)
  })

  it.each([
    ['no byte', bytes(), 'too short'],
    ['one byte', bytes(1), 'too short'],
    ['another version', bytes(2, 1, 0), 'version 2'],
    ['no part', bytes(1, 0), 'unknown parts'],
    ['an unknown part', bytes(1, 8, 0), 'unknown parts'],
    ['no length', bytes(1, 1), 'length of the update'],
    ['a part cut short', bytes(1, 2, 3, 1, 1), 'additions is cut short'],
    ['a length past the end of the memory', bytes(1, 1, 255, 255, 255, 255, 255, 255, 255, 15), 'update'],
    ['bytes left over', bytes(1, 1, 0, 0), 'left over'],
    ['an act that is not JSON', bytes(1, 4, 1, 123), 'not JSON'],
    ['an act that is not UTF-8', bytes(1, 4, 3, 34, 255, 34), 'not JSON'],
  ])('[LO15] are refused with the reason: %s', (_what, payload, reason) => {
    expect(() => decodePayload(payload)).toThrow(PayloadError)
    expect(() => decodePayload(payload)).toThrow(reason)
  })

  it('[LO15] do not read beyond their own bytes in a larger buffer', () => {
    const around = bytes(1, 1, 4, 9, 9, 9, 9, 9, 9)
    expect(() => decodePayload(around.subarray(0, 5))).toThrow('cut short')
  })
})
