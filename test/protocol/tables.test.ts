import { describe, expect, it } from 'vitest'
import { closeCodes } from '../../shared/protocol/close-codes.ts'
import { commandKinds, parseCommand } from '../../shared/protocol/command.ts'
import { errorCodes, errorTable, ProtocolError } from '../../shared/protocol/errors.ts'
import { parseClientVersion, renderClientVersion } from '../../shared/protocol/version.ts'
import { commands } from './builders.ts'

describe('close codes', () => {
  it('[PR6] stops the stock client where trying again is of no use, and lets it try again where it is', () => {
    const stops = Object.entries(closeCodes).filter(([, code]) => code >= 4400 && code < 4500)
    expect(stops.map(([name]) => name)).toEqual(['signIn', 'forbidden', 'outdated', 'tooLarge', 'refused'])
    expect(closeCodes.tryAgain).toBe(4503)
  })
})

describe('errors', () => {
  it('[PR7] gives every code one HTTP status and at most one close code of the table', () => {
    const known = new Set<number>(Object.values(closeCodes))
    for (const code of errorCodes) {
      const row = errorTable[code]
      expect(row.status).toBeGreaterThanOrEqual(400)
      if (row.close !== null) expect(known.has(row.close)).toBe(true)
      expect(new ProtocolError(code, 'x').status).toBe(row.status)
    }
    expect(new Set(Object.values(errorTable).map(row => row.close))).toEqual(new Set([...known, null]))
  })
})

describe('commands', () => {
  it('[PR8] takes one command of every kind', () => {
    expect(commands.map(command => command.kind)).toEqual(commandKinds)
  })

  it('[PR8] refuses a command with a field too many, a field too few or an id of another form', () => {
    for (const command of commands) {
      expect(parseCommand({ ...command, more: true }), command.kind).toBeNull()
      for (const id of ['', '__proto__', 'a b', 'x'.repeat(161), 7, null])
        expect(parseCommand({ ...command, id })).toBeNull()
      for (const key of Object.keys(command)) {
        if (['reason', 'words', 'changes', 'together', 'label'].includes(key) && command.kind !== 'label')
          continue
        if (['reason', 'words'].includes(key)) continue
        expect(parseCommand({ ...command, [key]: undefined }), `${command.kind} without ${key}`).toBeNull()
      }
    }
  })
})

describe('the client’s version', () => {
  it('[PR9] tells our client from a stock client, and reads back what it writes', () => {
    const client = { version: 1, schema: 2, epoch: 'e1' }
    expect(parseClientVersion(new URLSearchParams(renderClientVersion(client)))).toEqual(client)
    expect(parseClientVersion(new URLSearchParams({ v: '1', schema: '1' }))).toEqual({
      version: 1,
      schema: 1,
      epoch: '',
    })
    expect(parseClientVersion(new URLSearchParams({ ticket: 't' }))).toBeNull()
    for (const bad of [
      'v=1',
      'v=x&schema=1',
      'schema=1&epoch=e',
      'v=-1&schema=1',
      `v=1&schema=1&epoch=${'e'.repeat(101)}`,
    ])
      expect(parseClientVersion(new URLSearchParams(bad)), bad).toBe('malformed')
  })
})
