import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openInstallation } from '../../server/cli/installation.ts'
import { quietLogger } from '../../server/cli/on-folder.ts'
import { newTextDoc, rootsOf, serverClientId } from '../../shared/text/roots.ts'

describe('a new text', () => {
  it('[HT13] that was recorded when the process ended is listed at the next start, once', async () => {
    const data = mkdtempSync(join(tmpdir(), 'chapeau-begin-'))
    const before = await openInstallation(data, quietLogger())
    const doc = newTextDoc({ clientId: serverClientId })
    const text = {
      doc,
      title: 'Recorded only',
      language: 'fr',
      actor: null,
      kind: 'text-created',
      act: null,
    } as const
    const id = await before.rooms.create(text)
    expect(await before.store.accounts.listTexts()).toEqual([])
    await before.close()
    for (let starts = 0; starts < 2; starts++) {
      const after = await openInstallation(data, quietLogger())
      const epoch = await (await after.rooms.open(id))?.read(seen => rootsOf(seen).meta.get('epoch'))
      expect(await after.store.accounts.listTexts()).toMatchObject([
        { id, title: 'Recorded only', language: 'fr', epoch },
      ])
      await after.close()
    }
    rmSync(data, { recursive: true })
  })
})
