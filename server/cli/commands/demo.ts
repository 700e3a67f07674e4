/** `demo`: the demo's people and text in a folder. */
import { type DemoReport, demoReport } from '../../../shared/api/operator.ts'
import { makeSignInDesk } from '../../actor/sign-in.ts'
import { makeDoors } from '../../http/doors.ts'
import { type Command, dataOption, jsonOption, listenOptions, textOption } from '../command.ts'
import { seedDemo } from '../demo/seed.ts'
import type { Installation } from '../installation.ts'
import { onFolder } from '../on-folder.ts'
import { readConfig } from '../serving.ts'
import { exitCodes } from '../terminal.ts'

export const demoCommand: Command = {
  name: 'demo',
  takes: [],
  options: {
    ...dataOption,
    port: { ...listenOptions.port, says: 'the port the links are for (default: 3000)' },
    ...jsonOption,
  },
  says: 'Makes the demo text and people unless they are there; prints a token and a fresh sign-in link for each person.',
  async run(args, terminal) {
    const { port, publicUrl } = readConfig(args, terminal)
    const report = await onFolder(textOption(args, 'data', 'data'), {
      here: installation => demoHere(installation, { port, publicUrl }),
      there: remote => remote.ask(demoReport, '/api/operator/demo', { method: 'POST' }),
    })
    terminal.out(args.values.json ? `${JSON.stringify(report)}\n` : renderReport(report))
    return exitCodes.ok
  },
}

function demoHere(
  { store, rooms, ids, now, randomBytes }: Installation,
  { port, publicUrl }: { port: number; publicUrl: URL | null },
): Promise<DemoReport> {
  const { accounts } = store
  const desk = makeSignInDesk({ accounts, now, randomBytes })
  const doors = makeDoors({
    ...{ accounts, desk, publicUrl, port: () => port },
    seedDemo: () => seedDemo({ accounts, rooms, ids, now }),
  })
  return doors.makeDemo()
}

function renderReport({ textId, people }: DemoReport): string {
  const lines = people.map(
    ({ party, role, name, link }) => `  ${role.padEnd(10)}${`${name} (${party})`.padEnd(26)}${link}\n`,
  )
  return `${textId}\n${lines.join('')}`
}
