/** The server killed while people write: what was shown as saved is there, once, and the chain is whole. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DemoReport } from '../../shared/api/operator.ts'
import { ServerProcess } from './server-process.ts'
import { textIn, Typist } from './typist.ts'

const writers = 20
const kills = Number(process.env['KILLS'] ?? 20)

let server: ServerProcess
let demo: DemoReport

beforeEach(async () => {
  server = new ServerProcess(mkdtempSync(join(tmpdir(), 'chapeau-')))
  demo = JSON.parse(await server.command('demo', '--json')) as DemoReport
  await server.start()
}, 60_000)

afterEach(async () => {
  await server.kill()
  rmSync(server.folder, { recursive: true, force: true })
})

function typist(n: number): Typist {
  const delegates = demo.people.filter(person => person.role === 'delegate')
  const { token } = delegates[n % delegates.length] as (typeof delegates)[number]
  return new Typist({ url: server.url, textId: demo.textId, token, name: `w${n}` })
}

function wordsOf(probe: Typist, writer: Typist): string[] {
  return (textIn(probe.doc, writer.proposal)?.toString() ?? '').split(';').slice(0, -1)
}

function expected(writer: Typist, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${writer.name}:${i}`)
}

describe('kill -9', () => {
  it(`[RL1] loses no acknowledged word of ${writers} writers and doubles none`, async () => {
    const people = Array.from({ length: writers }, (_, n) => typist(n))
    await Promise.all(people.map(person => person.connect()))
    for (let n = 0; n < kills; n++) {
      await writeUntilKilled(people, n)
      await server.start()
      const probe = typist(0)
      await probe.connect()
      for (const person of people) {
        const words = wordsOf(probe, person)
        expect(words.length).toBeGreaterThanOrEqual(person.acknowledged)
        expect(words).toEqual(expected(person, words.length))
      }
      probe.leave()
      await Promise.all(people.map(person => person.connect()))
    }
    await Promise.all(people.map(person => person.saved()))
    const probe = typist(0)
    await probe.connect()
    for (const person of people) expect(wordsOf(probe, person)).toEqual(expected(person, person.typed))
    for (const person of [...people, probe]) person.leave()
    await server.kill('SIGTERM')
    expect(await server.command('verify')).toContain('every chain holds')
  }, 300_000)

  it('[RL7] ends in order when told to, with all that was taken on disk', async () => {
    const people = Array.from({ length: writers }, (_, n) => typist(n))
    await Promise.all(people.map(person => person.connect()))
    for (let round = 0; round < 5; round++) for (const person of people) person.type()
    await people[0]?.saved()
    expect(await server.kill('SIGTERM')).toBe(0)
    await server.start()
    const probe = typist(0)
    await probe.connect()
    for (const person of people) {
      const words = wordsOf(probe, person)
      expect(words.length).toBeGreaterThanOrEqual(person.acknowledged)
      expect(words).toEqual(expected(person, words.length))
    }
    for (const person of [...people, probe]) person.leave()
  }, 60_000)
})

/** Everybody types round after round; the process dies in the middle of one. */
async function writeUntilKilled(people: readonly Typist[], n: number): Promise<void> {
  const rounds = 3 + (n % 4)
  for (let round = 0; round < rounds; round++) {
    for (const person of people) person.type()
    if (round === 1) await people[n % people.length]?.saved()
  }
  const gone = people.map(person => person.saved())
  await server.kill()
  await Promise.all(gone)
}
