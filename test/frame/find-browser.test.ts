import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { browserFlags, findBrowser } from '../../scripts/find-browser.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'browser-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function addProgram(name: string, mode = 0o755): string {
  const path = join(folder, name)
  writeFileSync(path, '')
  chmodSync(path, mode)
  return path
}

describe('the browser of the tests', () => {
  it('[FR10] is the one CHROMIUM_PATH names, else a Chromium on PATH', () => {
    const onPath = addProgram('chromium')
    const named = addProgram('mine')
    expect(findBrowser({ PATH: folder })).toEqual({ kind: 'path', path: onPath })
    expect(findBrowser({ PATH: folder, CHROMIUM_PATH: named })).toEqual({ kind: 'path', path: named })
  })

  it('[FR10] is none when CHROMIUM_PATH names what cannot run, whatever else is there', () => {
    addProgram('chromium')
    const named = addProgram('notes', 0o644)
    expect(findBrowser({ PATH: folder, CHROMIUM_PATH: named })).toBeUndefined()
  })

  it('[FR10] keeps its sandbox for everybody but root', () => {
    expect(browserFlags(0)).toContain('--no-sandbox')
    expect(browserFlags(1000)).not.toContain('--no-sandbox')
  })
})
