import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { demoReport, type DemoReport, verifyReport } from '../../shared/api/operator.ts'
import { recordPage } from '../../shared/api/record.ts'
import { importReport } from '../../shared/api/text.ts'
import { firstDifference } from '../../server/cli/commands/roundtrip.ts'
import { makeSecret } from '../../server/actor/secrets.ts'
import { keepOperatorToken } from '../../server/cli/operator-token.ts'
import { openDataFolder } from '../../server/store/data-folder.ts'
import { freshFolder, run, serveHere } from './run-here.ts'

const annex = readFileSync('test/data/annex-i.md')

async function demo(data: string): Promise<DemoReport> {
  return demoReport.parse(JSON.parse((await run(['demo', '--data', data, '--json'])).out))
}

describe('import and export', () => {
  it('[CL4] prints id, counts and unmatched brackets, and gives the file back', async () => {
    const data = freshFolder()
    const imported = await run(['import', 'test/data/annex-i.md', '--data', data, '--json'])
    const report = importReport.parse(JSON.parse(imported.out))
    expect(Object.keys(JSON.parse(imported.out))).toEqual([
      'textId',
      'blocks',
      'notes',
      'bracketPairs',
      'unmatched',
    ])
    expect(report).toMatchObject({ notes: 1, bracketPairs: 5 })
    expect(report.unmatched.map(({ offset }) => annex.toString()[offset])).toEqual([']', ']'])
    const back = await run(['export', report.textId, '--data', data, '--as', 'markdown', '--view', 'clean'])
    expect(back.bytes.equals(annex)).toBe(true)
    const people = await run(['import', 'test/data/cover-note.md', '--data', data])
    expect(people.out).toContain('6 pairs of brackets')
    expect(people.out).toMatch(/unmatched \] at offset \d+/)
  })

  it('[CL4] refuses a file that is not UTF-8, with the place, and makes no text of it', async () => {
    const data = freshFolder()
    const file = join(data, 'latin.txt')
    writeFileSync(file, new Uint8Array([0x41, 0xe9, 0x42]))
    const { exitCode, said } = await run(['import', file, '--data', join(data, 'd')])
    expect(exitCode).toBe(1)
    expect(said).toMatch(/UTF-8.*byte 1/)
    expect((await run(['verify', '--data', join(data, 'd'), '--json'])).out).toContain('"streams":[]')
  })
})

describe('roundtrip', () => {
  it('[CL5] gives the same bytes after a restart, of the real papers', async () => {
    for (const file of ['annex-i.md', 'cover-note.md', 'paris-2015-12-04.md'])
      expect(await run(['roundtrip', `test/data/${file}`]), file).toMatchObject({
        exitCode: 0,
        out: 'the same bytes\n',
      })
  })

  it('[CL5] names the first byte that differs', () => {
    const bytes = (text: string) => new TextEncoder().encode(text)
    expect(firstDifference(bytes('same'), bytes('same'))).toBeNull()
    expect(firstDifference(bytes('same'), bytes('sane'))).toBe(2)
    expect(firstDifference(bytes('same'), bytes('same again'))).toBe(4)
    expect(firstDifference(bytes(''), bytes('a'))).toBe(0)
  })
})

describe('the demo', () => {
  it('[CL6] has one person in every role, three delegations, and at least two open proposals of theirs', async () => {
    const data = freshFolder()
    const { textId, people } = await demo(data)
    expect(people.map(({ role }) => role)).toEqual([
      'chair',
      'secretary',
      'delegate',
      'delegate',
      'delegate',
      'observer',
      'reader',
    ])
    expect(people.filter(({ role }) => role === 'delegate').map(({ party }) => party)).toEqual([
      'BR',
      'JP',
      'SN',
    ])
    expect(Object.keys(people[0] ?? {}).sort()).toEqual(['link', 'name', 'party', 'role', 'token'])
    const everything = (
      await run(['export', textId, '--data', data, '--as', 'markdown', '--names', 'initials'])
    ).out
    for (const party of ['BR', 'JP', 'SN']) expect(everything).toContain(`{>>${party}<<}`)
    const clean = await run(['export', textId, '--data', data, '--as', 'markdown', '--view', 'clean'])
    expect(clean.bytes.equals(annex)).toBe(true)
  })

  it('[CL6] is made once; each time it gives fresh links and tokens', async () => {
    const data = freshFolder()
    const [one, two] = [await demo(data), await demo(data)]
    expect(two.textId).toBe(one.textId)
    expect(two.people.map(({ name }) => name)).toEqual(one.people.map(({ name }) => name))
    const secrets = [...one.people, ...two.people].flatMap(({ link, token }) => [link.split('=')[1], token])
    expect(new Set(secrets).size).toBe(28)
    expect(new Set(one.people.map(({ link }) => new URL(link).host)).size).toBe(7)
    expect(one.people[2]?.link).toMatch(/^http:\/\/brazil\.localhost:3000\/#sign-in=[\w-]{43}$/)
  })

  it('[CL6] has links to the public address where there is one', async () => {
    const env = { PUBLIC_URL: 'https://drafts.example.org' }
    const { out } = await run(['demo', '--data', freshFolder(), '--json'], { env })
    for (const { link } of demoReport.parse(JSON.parse(out)).people)
      expect(link).toMatch(/^https:\/\/drafts\.example\.org\/#sign-in=/)
  })
})

describe('verify', () => {
  it('[CL7] prints entries and head of each stream and ends with 0 when every chain holds', async () => {
    const data = freshFolder()
    const { textId } = await demo(data)
    const { exitCode, out } = await run(['verify', '--data', data])
    expect(exitCode).toBe(0)
    expect(out).toMatch(new RegExp(`^text:${textId}  \\d+ entries  [0-9a-f]{64}\\nevery chain holds\\n$`))
  })

  it('[CL7] ends with 1 and names the entry when a byte of the record was changed', async () => {
    const data = freshFolder()
    const { textId } = await demo(data)
    const path = join(data, 'chapeau.db')
    const file = readFileSync(path)
    // Words of a proposal stand in the record as they were typed.
    const words = 'The standards below are voluntary'
    expect(file.includes(words)).toBe(true)
    for (let at = file.indexOf(words); at >= 0; at = file.indexOf(words, at)) file[at] = 0x74
    writeFileSync(path, file)
    const { exitCode, out } = await run(['verify', '--data', data, '--json'])
    expect(exitCode).toBe(1)
    const { streams } = verifyReport.parse(JSON.parse(out))
    expect(streams.find(({ stream }) => stream === `text:${textId}`)?.fault).toMatch(/^entry \d+: payload$/)
  })
})

describe('a folder that a server holds', () => {
  it('[CL8] is reached through the server by every command', async () => {
    const data = freshFolder()
    const { textId } = await demo(data)
    const { url, stop } = await serveHere(data)
    const imported = await run([
      'import',
      'test/data/cover-note.md',
      '--data',
      data,
      '--title',
      'Cover',
      '--json',
    ])
    expect(importReport.parse(JSON.parse(imported.out)).bracketPairs).toBe(6)
    expect(
      (await run(['export', textId, '--data', data, '--as', 'markdown', '--view', 'clean'])).bytes.equals(
        annex,
      ),
    ).toBe(true)
    expect(
      verifyReport.parse(JSON.parse((await run(['verify', '--data', data, '--json'])).out)),
    ).toMatchObject({ ok: true })
    const again = await demo(data)
    expect(again.textId).toBe(textId)
    expect(new URL(again.people[0]?.link ?? '').port).toBe(url.port)
    expect((await stop()).exitCode).toBe(0)
    expect((await run(['verify', '--data', data])).exitCode).toBe(0)
  })

  it('[CL8] is said to be held, with exit code 3, when its server cannot be asked', async () => {
    const data = freshFolder()
    const folder = openDataFolder(data)
    const silent = await run(['verify', '--data', data])
    expect([silent.exitCode, silent.out]).toEqual([3, ''])
    expect(silent.said).toMatch(/held by another process/)
    folder.announce('http://127.0.0.1:9/')
    expect((await run(['verify', '--data', data])).exitCode).toBe(3)
    keepOperatorToken(
      data,
      makeSecret(count => new Uint8Array(count)),
    )
    const dead = await run(['verify', '--data', data])
    expect(dead.exitCode).toBe(3)
    expect(dead.said).toMatch(/nothing answers/)
    expect((await run(['serve', '--data', data, '--port', '0'])).exitCode).toBe(3)
    folder.close()
  })

  it('[CL9] keeps the operator’s token for its owner alone, and only while it serves', async () => {
    const data = freshFolder()
    const { url, stop } = await serveHere(data)
    const path = join(data, 'operator-token')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const token = readFileSync(path, 'utf8').trim()
    const ask = (bearer: string) =>
      fetch(new URL('/api/operator/verify', url), { headers: { authorization: `Bearer ${bearer}` } })
    expect((await ask(token)).status).toBe(200)
    expect((await ask(`${token.slice(1)}A`)).status).toBe(401)
    await stop()
    expect(statSync(path, { throwIfNoEntry: false })).toBeUndefined()
  })
})

describe('serving', () => {
  it('[CL10] says its address, serves what the folder holds, and ends when asked', async () => {
    const data = freshFolder()
    const { textId, people } = await demo(data)
    const { url, stop } = await serveHere(data)
    const brazil = people.find(({ party }) => party === 'BR')
    const headers = { authorization: `Bearer ${brazil?.token}` }
    const page = recordPage.parse(
      await (await fetch(new URL(`/api/texts/${textId}/record?party=JP`, url), { headers })).json(),
    )
    expect(page.entries.length).toBeGreaterThan(0)
    expect(new Set(page.entries.map(({ person }) => person?.name))).toEqual(new Set(['Jun Morita']))
    expect((await stop()).exitCode).toBe(0)
    await expect(fetch(url)).rejects.toThrow('fetch failed')
  })

  it('[CL10] ends with a sentence when the port is taken, and leaves the folder free', async () => {
    const { url, stop } = await serveHere(freshFolder())
    const data = freshFolder()
    const { exitCode, said } = await run(['serve', '--data', data, '--port', url.port])
    expect(exitCode).toBe(1)
    expect(said).toMatch(/is taken; choose another with --port/)
    expect((await run(['verify', '--data', data])).exitCode).toBe(0)
    await stop()
  })
})
