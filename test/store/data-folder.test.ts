import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FolderHeld, findHolder, openDataFolder } from '../../server/store/data-folder.ts'
import { temporaryFolder } from '../builders/record.ts'

const child = new URL('./hold-folder.ts', import.meta.url).pathname

/** A process that tries to hold `path`; its first line says `held` or what stood in the way. */
function startHolder(path: string) {
  const started = spawn(process.execPath, [child, path], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void started.kill('SIGKILL'))
  const lines = createInterface({ input: started.stdout })
  return { process: started, firstLine: once(lines, 'line').then(([line]) => String(line)) }
}

describe('the data folder', () => {
  it('[LO16] is made where there is none, for its owner alone', () => {
    const path = join(temporaryFolder(), 'a', 'b')
    const folder = openDataFolder(path)
    onTestFinished(folder.close)
    expect([folder.path, statSync(path).mode & 0o777]).toEqual([path, 0o700])
    for (const name of readdirSync(path))
      expect([name, statSync(join(path, name)).mode & 0o777]).toEqual([name, 0o600])
  })

  it('[LO16] is closed to others from then on where it was open', () => {
    const path = join(temporaryFolder(), 'open')
    mkdirSync(path, { mode: 0o755 })
    onTestFinished(openDataFolder(path).close)
    expect(statSync(path).mode & 0o777).toBe(0o700)
  })

  it('[LO16] is held once, and says by whom and where', () => {
    const path = temporaryFolder()
    const folder = openDataFolder(path)
    onTestFinished(folder.close)
    expect(findHolder(path)).toEqual({ pid: process.pid, url: null })
    folder.announce('http://localhost:4000')
    const holder = { pid: process.pid, url: 'http://localhost:4000' }
    expect(() => openDataFolder(path)).toThrow(expect.objectContaining({ code: 'held', holder }))
    expect(() => openDataFolder(path)).toThrow('http://localhost:4000')
    expect(() => openDataFolder(path)).toThrow(FolderHeld)
  })

  it('[LO16] is free when it is let go', () => {
    const path = temporaryFolder()
    const folder = openDataFolder(path)
    folder.close()
    folder.close()
    expect(findHolder(path)).toBeNull()
    expect(() => openDataFolder(path).close()).not.toThrow()
  })

  it('[LO16] is free when the process that held it was killed', async () => {
    const path = temporaryFolder()
    const holder = startHolder(path)
    expect(await holder.firstLine).toBe('held')
    expect(() => openDataFolder(path)).toThrow(
      expect.objectContaining({ holder: { pid: holder.process.pid, url: 'http://localhost:1' } }),
    )
    holder.process.kill('SIGKILL')
    await once(holder.process, 'exit')
    expect(findHolder(path)).toBeNull()
    const folder = openDataFolder(path)
    onTestFinished(folder.close)
    expect(findHolder(path)?.pid).toBe(process.pid)
  })

  it('[LO16] goes to one of several that start at once', async () => {
    const path = join(temporaryFolder(), 'data')
    const lines = await Promise.all([1, 2, 3].map(() => startHolder(path).firstLine))
    expect(lines.toSorted()).toEqual(['FolderHeld', 'FolderHeld', 'held'])
  })

  it.each([
    '',
    '{',
    '[]',
    '{"pid":"1","url":null}',
    '{"pid":1.5,"url":null}',
    `{"pid":${2 ** 22 + 1},"url":null}`,
  ])('[LO16] takes no holder from what is not one: %s', content => {
    const path = temporaryFolder()
    writeFileSync(join(path, 'server.json'), content)
    expect(findHolder(path)).toBeNull()
  })
})
