/** The command line: which command, with which arguments, and how it ended. */
import { type Command, readArguments, renderHelp, renderUsage } from './command.ts'
import { demoCommand } from './commands/demo.ts'
import { exportCommand } from './commands/export.ts'
import { importCommand } from './commands/import.ts'
import { roundtripCommand } from './commands/roundtrip.ts'
import { serveCommand } from './commands/serve.ts'
import { startCommand } from './commands/start.ts'
import { verifyCommand } from './commands/verify.ts'
import { CommandFailed, type ExitCode, exitCodes, type Terminal } from './terminal.ts'

export const commands: readonly Command[] = [
  startCommand,
  serveCommand,
  demoCommand,
  importCommand,
  exportCommand,
  roundtripCommand,
  verifyCommand,
]

/** Runs the command that the words name; never throws for what people get wrong. */
export async function runCommandLine(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name, ...rest] = argv
  if (name === undefined || name === '--help' || name === '-h' || name === 'help')
    return showHelp(rest[0], terminal)
  const command = commands.find(each => each.name === name)
  if (command === undefined) {
    terminal.say(`there is no command ${JSON.stringify(name)}; chapeau --help lists them`)
    return exitCodes.usage
  }
  if (rest.includes('--help') || rest.includes('-h')) return showHelp(name, terminal)
  try {
    return await command.run(readArguments(command, rest), terminal)
  } catch (error) {
    return explain(error, terminal)
  }
}

function showHelp(name: string | undefined, terminal: Terminal): ExitCode {
  const command = commands.find(each => each.name === name)
  const all = [
    'Chapeau, a drafting editor for international drafting groups.',
    '',
    ...commands.map(renderUsage),
    '',
    exitHelp,
  ]
  terminal.out(`${command === undefined ? all.join('\n') : renderHelp(command)}\n`)
  return exitCodes.ok
}

const exitHelp =
  'Exit codes: 0 done, 1 it does not hold or could not be done, 2 the command line cannot be read, 3 another process holds the folder.'

/** What people can mend is one sentence; a fault of ours shows where it happened. */
function explain(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof CommandFailed) {
    terminal.say(error.message)
    return error.exitCode
  }
  terminal.say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return exitCodes.failed
}
