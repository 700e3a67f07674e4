/** `verify`: does the record hold? */
import { type VerifyReport, verifyReport } from '../../../shared/api/operator.ts'
import { presentReport } from '../../http/handlers/operator.ts'
import { verifyAll } from '../../log/verify.ts'
import { type Command, dataOption, jsonOption, textOption } from '../command.ts'
import { onFolder } from '../on-folder.ts'
import { exitCodes } from '../terminal.ts'

export const verifyCommand: Command = {
  name: 'verify',
  takes: [],
  options: { ...dataOption, ...jsonOption },
  says: 'Checks every chain of the record; prints the entries and the head of each stream. Exit 0 if all hold.',
  async run(args, terminal) {
    const report = await onFolder(textOption(args, 'data', 'data'), {
      here: async ({ store }) => presentReport(await verifyAll(store.log)),
      there: remote => remote.ask(verifyReport, '/api/operator/verify'),
    })
    terminal.out(args.values.json ? `${JSON.stringify(report)}\n` : renderReport(report))
    return report.ok ? exitCodes.ok : exitCodes.failed
  },
}

function renderReport({ ok, streams }: VerifyReport): string {
  const lines = streams.map(({ stream, entries, head, fault }) =>
    fault === null ? `${stream}  ${entries} entries  ${head}` : `${stream}  BROKEN at ${fault}`,
  )
  return `${[...lines, ok ? 'every chain holds' : 'the record does not hold'].join('\n')}\n`
}
