/** The whole core at once: delegations of several people and tabs, a secretary, a chair, lines that delay and break, the real room, log and replay. */
import { describe, expect, it } from 'vitest'
import { meeting } from '../builders/meeting.ts'
import { noCounts } from './desk.ts'
import { simulate } from './simulate.ts'

const operations = 60
const chunk = 46

describe('seeds', () => {
  it.each(Array.from({ length: 10 }, (_, i) => i * chunk + 1))(
    '[RL9][RL32] keeps every law from seed %i on, 46 seeds',
    async first => {
      const counts = noCounts()
      for (let seed = first; seed < first + chunk; seed++) await simulate(seed, operations, { counts })
      expect(counts.operations).toBe(chunk * operations)
      expect(counts.adopted).toBeGreaterThan(20)
      expect(counts.splits + counts.joins).toBeGreaterThan(20)
    },
    240_000,
  )

  it.each([1, 11, 21, 31])(
    '[RL9] keeps every law over a real database from seed %i on, 10 seeds',
    async first => {
      for (let seed = 10_000 + first; seed < 10_010 + first; seed++)
        await simulate(seed, operations, { kind: 'disk' })
    },
    240_000,
  )
})

describe('honest people', () => {
  it('[RL10] merges a thousand edits made offline on each of two sides, with nothing lost or doubled', () => {
    const m = meeting('alpha', 'omega')
    const a = m.join('A').offline()
    const b = m.join('B').offline()
    for (let i = 0; i < 1000; i++) {
      a.type('alpha|', `a${i} `)
      b.type('|omega', `b${i} `)
    }
    a.online()
    b.online()
    m.sync()
    const words = m.shown().join(' ')
    for (let i = 0; i < 1000; i++) {
      expect(words.split(`a${i} `).length, `a${i}`).toBe(2)
      expect(words.split(`b${i} `).length, `b${i}`).toBe(2)
    }
    expect(m.agreed()).toEqual(['alpha', 'omega'])
  }, 60_000)

  it('[RL10] takes two hundred pasted pages from a delegate in one go', () => {
    const m = meeting('before', 'after')
    const a = m.join('A')
    const page = 'Each Party shall report on the measures it has taken. '.repeat(9)
    a.propose(
      'before',
      Array.from({ length: 600 }, (_, i) => `${i} ${page}`),
    )
    m.sync()
    expect(m.shown().length).toBe(602)
    expect(m.shown()[600]).toContain('599 Each Party')
  }, 60_000)

  it('[RL10] takes formats that two people set on one stretch at once', () => {
    const m = meeting('before')
    const a = m.join('A')
    const c = m.join('C', 'delegate', 'A')
    const s = m.join('S', 'secretary')
    const t = m.join('T', 'secretary', 'S')
    a.type('before|', ' these words are new')
    m.sync()
    a.format('«these words» are', 'strong')
    c.format('these «words are» new', 'em')
    s.format('«befo»re', 'strong')
    t.format('be«fore»', 'em')
    m.sync()
    for (const { client } of [a, c, s, t]) expect(client.line.closed).toBeNull()
  })
})
