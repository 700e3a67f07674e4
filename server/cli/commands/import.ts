/** `import FILE`: a paper becomes a text. */
import { readFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { type ImportReport, importReport, type TextFormat, textFormats } from '../../../shared/api/text.ts'
import { importPaper } from '../../texts/import-paper.ts'
import { type Arguments, choiceOption, type Command, dataOption, jsonOption, textOption } from '../command.ts'
import type { Installation } from '../installation.ts'
import { onFolder } from '../on-folder.ts'
import type { Remote } from '../remote.ts'
import { CommandFailed, exitCodes } from '../terminal.ts'

export const importCommand: Command = {
  name: 'import',
  takes: ['FILE'],
  options: {
    ...dataOption,
    ...jsonOption,
    title: { type: 'string', value: 'TITLE', says: 'the title (default: the name of the file)' },
    language: { type: 'string', value: 'TAG', says: 'the language, such as en or fr (default: en)' },
    format: { type: 'string', value: 'FORMAT', says: 'markdown or text (default: by the name of the file)' },
  },
  says: 'Reads Markdown or plain text into a new text; prints its id, counts and unmatched brackets.',
  async run(args, terminal) {
    const paper = readPaper(args)
    const report = await onFolder(textOption(args, 'data', 'data'), {
      here: installation => importHere(installation, paper),
      there: remote => importThere(remote, paper),
    })
    terminal.out(args.values.json ? `${JSON.stringify(report)}\n` : renderReport(report))
    return exitCodes.ok
  },
}

interface FilePaper {
  readonly title: string
  readonly language: string
  readonly format: TextFormat
  readonly bytes: Uint8Array<ArrayBuffer>
}

function readPaper(args: Arguments): FilePaper {
  const [file = ''] = args.positionals
  const format = choiceOption(args, 'format', textFormats, formatOf(file))
  const title = textOption(args, 'title', basename(file, extname(file)))
  return { title, language: textOption(args, 'language', 'en'), format, bytes: readFile(file) }
}

/** The bytes of a file. @throws CommandFailed when it cannot be read. */
export function readFile(file: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readFileSync(file))
  } catch {
    throw new CommandFailed(exitCodes.failed, `${file} cannot be read`)
  }
}

/** How a file of this name is written. */
export function formatOf(file: string): TextFormat {
  return ['.md', '.markdown'].includes(extname(file).toLowerCase()) ? 'markdown' : 'text'
}

async function importHere({ rooms, store, ids, now }: Installation, paper: FilePaper): Promise<ImportReport> {
  const known = await store.accounts.listParties()
  const parties = known.flatMap(party => [party.nameEn, party.nameFr, party.initials])
  const result = await importPaper(
    { rooms, accounts: store.accounts, ids, now },
    { ...paper, actor: null, parties },
  )
  if (result.kind === 'imported') return result.report
  throw new CommandFailed(exitCodes.failed, result.fault.message)
}

function importThere(remote: Remote, { title, language, format, bytes }: FilePaper): Promise<ImportReport> {
  const query = new URLSearchParams({ title, language, format })
  const headers = { 'content-type': 'application/octet-stream' }
  return remote.ask(importReport, `/api/texts?${query}`, { method: 'POST', headers, body: bytes })
}

function renderReport({ textId, blocks, notes, bracketPairs, unmatched }: ImportReport): string {
  const stray = unmatched.map(({ offset, char }) => `  unmatched ${char} at offset ${offset}\n`)
  return `${textId}\n  ${blocks} blocks, ${notes} notes, ${bracketPairs} pairs of brackets\n${stray.join('')}`
}
