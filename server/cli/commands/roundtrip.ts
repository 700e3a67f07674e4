/** `roundtrip FILE`: import, restart, replay from the record, export; the same bytes, or where they differ. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { TextId } from '../../../shared/ids.ts'
import { importPaper } from '../../texts/import-paper.ts'
import type { Command } from '../command.ts'
import { onFolder } from '../on-folder.ts'
import { CommandFailed, exitCodes } from '../terminal.ts'
import { exportHere } from './export.ts'
import { formatOf, readFile } from './import.ts'

export const roundtripCommand: Command = {
  name: 'roundtrip',
  takes: ['FILE'],
  options: {},
  says: 'Imports a file into a temporary folder, opens that anew, and exports it. Exit 0 if the bytes are the same, else the first differing offset is printed.',
  async run({ positionals: [file = ''] }, terminal) {
    const bytes = readFile(file)
    const back = await inTemporaryFolder(data => goRound(data, file, bytes))
    const offset = firstDifference(bytes, back)
    terminal.out(offset === null ? 'the same bytes\n' : `${offset}\n`)
    if (offset !== null) terminal.say(`${file} and its export differ from byte ${offset} on`)
    return offset === null ? exitCodes.ok : exitCodes.failed
  },
}

/** The file's bytes after import and a restart: what the second opening knows it knows from the record alone. */
async function goRound(data: string, file: string, bytes: Uint8Array): Promise<Uint8Array> {
  const format = formatOf(file)
  const paper = { title: basename(file), language: 'en', format, bytes, actor: null, parties: [] }
  const textId = await here(data, async ({ rooms, store, ids, now }) => {
    const result = await importPaper({ rooms, accounts: store.accounts, ids, now }, paper)
    if (result.kind === 'unreadable') throw new CommandFailed(exitCodes.failed, result.fault.message)
    return result.report.textId
  })
  return here(data, installation => exportFile(installation, textId))

  function exportFile(installation: Parameters<typeof exportHere>[0], text: TextId): Promise<Uint8Array> {
    return exportHere(installation, text, { as: format, view: 'clean', names: 'off' })
  }
}

function here<T>(
  data: string,
  use: (installation: Parameters<typeof exportHere>[0]) => Promise<T>,
): Promise<T> {
  return onFolder(data, {
    here: use,
    there: () => Promise.reject(new CommandFailed(exitCodes.held, 'the temporary folder is in use')),
  })
}

async function inTemporaryFolder<T>(work: (data: string) => Promise<T>): Promise<T> {
  const data = mkdtempSync(join(tmpdir(), 'chapeau-roundtrip-'))
  try {
    return await work(data)
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

/** The first byte at which two files differ, the shorter one's end included; null when they are the same. */
export function firstDifference(a: Uint8Array, b: Uint8Array): number | null {
  const shared = Math.min(a.length, b.length)
  for (let at = 0; at < shared; at++) if (a[at] !== b[at]) return at
  return a.length === b.length ? null : shared
}
