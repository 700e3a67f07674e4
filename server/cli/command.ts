/** A command of the command line: its options, what it says of itself, what it does. */
import { parseArgs } from 'node:util'
import { CommandFailed, type ExitCode, exitCodes, type Terminal } from './terminal.ts'

export interface OptionForm {
  readonly type: 'string' | 'boolean'
  /** What stands for the value in the help: `DIR`. */
  readonly value?: string
  readonly says: string
}

export interface Arguments {
  readonly positionals: readonly string[]
  readonly values: Readonly<Record<string, string | boolean | undefined>>
}

export interface Command {
  readonly name: string
  /** Names of its positional arguments, all of them needed. */
  readonly takes: readonly string[]
  readonly options: Readonly<Record<string, OptionForm>>
  readonly says: string
  run(args: Arguments, terminal: Terminal): Promise<ExitCode>
}

/** Options that several commands share. */
export const dataOption = {
  data: { type: 'string', value: 'DIR', says: 'the folder of the record (default: data)' },
} as const
export const jsonOption = { json: { type: 'boolean', says: 'print JSON' } } as const
export const listenOptions = {
  port: { type: 'string', value: 'N', says: 'the port to listen on; 0 takes a free one (default: 3000)' },
  host: { type: 'string', value: 'H', says: 'the address to listen on (default: 127.0.0.1)' },
} as const

/** The arguments as the command takes them. @throws CommandFailed when they are not of that form. */
export function readArguments(command: Command, argv: readonly string[]): Arguments {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { type }]) => [name, { type }]),
  )
  const read = attempt(() => parseArgs({ args: [...argv], options, allowPositionals: true, strict: true }))
  const missing = command.takes.slice(read.positionals.length)
  if (missing.length > 0) throw usageFault(command, `${missing.join(' and ')} is missing`)
  const extra = read.positionals.slice(command.takes.length)
  if (extra.length > 0) throw usageFault(command, `${JSON.stringify(extra[0])} is one word too many`)
  return { positionals: read.positionals, values: read.values as Arguments['values'] }

  function attempt<T>(parse: () => T): T {
    try {
      return parse()
    } catch (error) {
      throw usageFault(command, error instanceof Error ? error.message : 'the options cannot be read')
    }
  }
}

/** The value of a text option; the default when it was not given. */
export function textOption(args: Arguments, name: string, otherwise: string): string {
  const value = args.values[name]
  return typeof value === 'string' ? value : otherwise
}

/** The value of an option that is one of a list. @throws CommandFailed. */
export function choiceOption<T extends string>(
  args: Arguments,
  name: string,
  choices: readonly T[],
  otherwise: T,
): T {
  const value = textOption(args, name, otherwise)
  const found = choices.find(choice => choice === value)
  if (found === undefined)
    throw new CommandFailed(exitCodes.usage, `--${name} is one of ${choices.join(', ')}`)
  return found
}

/** One line that shows how a command is called. */
export function renderUsage({ name, takes, options }: Command): string {
  const flags = Object.entries(options).map(
    ([option, { value }]) => `[--${option}${value === undefined ? '' : ` ${value}`}]`,
  )
  return ['chapeau', name, ...takes, ...flags].join(' ')
}

/** All there is to say of a command. */
export function renderHelp(command: Command): string {
  const rows = Object.entries(command.options).map(
    ([name, { value, says }]) => [`  --${name}${value === undefined ? '' : ` ${value}`}`, says] as const,
  )
  const width = Math.max(0, ...rows.map(([left]) => left.length)) + 2
  return [
    renderUsage(command),
    '',
    command.says,
    '',
    ...rows.map(([left, says]) => left.padEnd(width) + says),
  ].join('\n')
}

function usageFault(command: Command, message: string): CommandFailed {
  return new CommandFailed(exitCodes.usage, `${message}\n\n${renderUsage(command)}`)
}
