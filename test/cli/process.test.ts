import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { freshFolder } from './run-here.ts'

const main = 'server/cli/main.ts'

describe('the process', () => {
  it('[CL11] is a file that runs by itself, under the Node that comes with the project', async () => {
    expect(statSync(main).mode & 0o111).toBe(0o111)
    expect(readFileSync(main, 'utf8').startsWith('#!/usr/bin/env node\n')).toBe(true)
    const { bin, scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      bin: Record<string, string>
      scripts: Record<string, string>
    }
    expect(bin.chapeau).toBe(main)
    expect(scripts.chapeau).toBe(`node ${main}`)
    expect(scripts.start).toBe(`node ${main} start`)
  })

  it('[CL11] writes all of a long answer into a slow pipe', async () => {
    const data = freshFolder()
    const words = (...more: string[]) => [main, ...more, '--data', data]
    const child = spawn(process.execPath, words('import', 'test/data/paris-2015-12-04.md', '--json'))
    let report = ''
    for await (const chunk of child.stdout) report += String(chunk)
    const { textId } = JSON.parse(report) as { textId: string }
    const exported = spawn(process.execPath, words('export', textId, '--as', 'markdown', '--view', 'clean'))
    const ended = once(exported, 'close')
    const chunks: Buffer[] = []
    await once(exported.stdout, 'readable')
    for await (const chunk of exported.stdout) chunks.push(chunk as Buffer)
    expect((await ended)[0]).toBe(0)
    expect(Buffer.concat(chunks).equals(readFileSync('test/data/paris-2015-12-04.md'))).toBe(true)
  })

  it('[CL12] ends with 0 on SIGTERM, with nothing left that says it runs', async () => {
    const data = freshFolder()
    const child = spawn(process.execPath, [main, 'serve', '--data', data, '--port', '0'])
    await once(child.stdout, 'data')
    expect(existsSync(join(data, 'server.json'))).toBe(true)
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    expect(existsSync(join(data, 'server.json'))).toBe(false)
    expect(existsSync(join(data, 'operator-token'))).toBe(false)
  })
})
