import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isClientStale } from '../../server/cli/client-build.ts'
import { freshFolder } from './run-here.ts'

describe('the built client', () => {
  it('[CL14] is built anew when it is missing or older than a source', () => {
    const page = join(freshFolder(), 'index.html')
    expect(isClientStale(page)).toBe(true)
    writeFileSync(page, '')
    expect(isClientStale(page)).toBe(false)
    utimesSync(page, 0, 0)
    expect(isClientStale(page)).toBe(true)
  })
})
