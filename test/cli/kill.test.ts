import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { demoReport, verifyReport } from '../../shared/api/operator.ts'
import { freshFolder, run } from './run-here.ts'
import { Typist } from './typist.ts'

const kills = 20
const typists = 20

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

async function serveApart(data: string): Promise<{ child: ChildProcess; url: URL }> {
  const child = spawn(process.execPath, ['server/cli/main.ts', 'serve', '--data', data, '--port', '0'])
  children.push(child)
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, url: new URL(/at (\S+)/.exec(String(said))?.[1] ?? '') }
}

async function killNow(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

function countOf(text: string, word: string): number {
  return text.split(word).length - 1
}

describe('the process killed while people type', () => {
  it(`[CL13][RL1] loses nothing acknowledged and doubles nothing, ${kills} times with ${typists} people typing`, async () => {
    const data = freshFolder()
    const { textId, people } = demoReport.parse(
      JSON.parse((await run(['demo', '--data', data, '--json'])).out),
    )
    const delegates = people.filter(({ role }) => role === 'delegate')
    const everybody = Array.from({ length: typists }, (_, i) => {
      const { token = '' } = delegates[i % delegates.length] ?? {}
      return new Typist({ name: `w${i}x`, token, textId })
    })
    for (let kill = 0; kill < kills; kill++) {
      const { child, url } = await serveApart(data)
      await Promise.all(everybody.map(typist => typist.join(url)))
      for (const typist of everybody) typist.type()
      await Promise.race(everybody.map(typist => typist.hears(1)))
      for (const typist of everybody) typist.type()
      await killNow(child)
      for (const typist of everybody) typist.type()
    }
    const { child, url } = await serveApart(data)
    await Promise.all(everybody.map(typist => typist.join(url)))
    const early = new Set(everybody.flatMap(({ acknowledged }) => [...acknowledged]))
    await Promise.all(everybody.map(typist => typist.allHeard()))
    await killNow(child)

    const { streams } = verifyReport.parse(JSON.parse((await run(['verify', '--data', data, '--json'])).out))
    expect(streams.map(({ fault }) => fault)).toEqual([null])
    const text = (await run(['export', textId, '--data', data, '--as', 'markdown'])).out
    const lost = [...early].filter(word => countOf(text, word) === 0)
    const doubled = everybody.flatMap(({ acknowledged }) =>
      [...acknowledged].filter(word => countOf(text, word) > 1),
    )
    expect({ lost, doubled }).toEqual({ lost: [], doubled: [] })
    expect(everybody.map(({ acknowledged }) => acknowledged.size)).toEqual(
      everybody.map(({ typed }) => typed),
    )
    expect(early.size).toBeGreaterThan(kills)
    for (const typist of everybody) typist.leave()
  }, 180_000)
})
