/** `export TEXT`: a text becomes a file on standard output. */
import { exportViews, nameStyles, textFormats } from '../../../shared/api/text.ts'
import { isId, type TextId } from '../../../shared/ids.ts'
import { type ExportOptions, exportText } from '../../exchange/export-text.ts'
import { choiceOption, type Command, dataOption, textOption } from '../command.ts'
import type { Installation } from '../installation.ts'
import { onFolder } from '../on-folder.ts'
import { CommandFailed, exitCodes } from '../terminal.ts'

export const exportCommand: Command = {
  name: 'export',
  takes: ['TEXT'],
  options: {
    ...dataOption,
    as: { type: 'string', value: textFormats.join('|'), says: 'how it is written (default: text)' },
    view: { type: 'string', value: exportViews.join('|'), says: 'what is shown (default: everything)' },
    names: { type: 'string', value: nameStyles.join('|'), says: 'how holders are named (default: off)' },
  },
  says: 'Writes a text to standard output.',
  async run(args, terminal) {
    const [text = ''] = args.positionals
    const options = {
      as: choiceOption(args, 'as', textFormats, 'text'),
      view: choiceOption(args, 'view', exportViews, 'everything'),
      names: choiceOption(args, 'names', nameStyles, 'off'),
    }
    if (!isId(text)) throw missingText(text)
    const bytes = await onFolder(textOption(args, 'data', 'data'), {
      here: installation => exportHere(installation, text as TextId, options),
      there: remote => remote.askBytes(`/api/texts/${text}/export?${new URLSearchParams(options)}`),
    })
    terminal.out(bytes)
    return exitCodes.ok
  },
}

/** The bytes of a text in an opened folder. @throws CommandFailed when there is no such text. */
export async function exportHere(
  { rooms, store }: Installation,
  text: TextId,
  options: ExportOptions,
): Promise<Uint8Array> {
  const room = await rooms.open(text)
  if (room === null) throw missingText(text)
  const parties = await store.accounts.listParties()
  return room.read(doc => exportText(doc, { ...options, parties }))
}

function missingText(text: string): CommandFailed {
  return new CommandFailed(exitCodes.failed, `there is no text ${JSON.stringify(text)} in this folder`)
}
