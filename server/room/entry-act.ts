/** What an entry tells of a command, for people, reports and for the answer when the command is sent again. */
import type { CommandId } from '../../shared/ids.ts'
import type { DoneAnswer } from '../../shared/protocol/answer.ts'
import type { Command, CommandKind } from '../../shared/protocol/command.ts'
import type { Entry } from '../log/entry.ts'
import type { Json } from '../log/payload.ts'
import type { ActRecord, CommandResult } from '../register/result.ts'
import type { KeptAnswer } from './answers.ts'

/** The act of a command's entry, as it stands in the record. */
export interface CommandAct {
  /** Id of the act, named by what it closed. */
  readonly act: string
  readonly command: CommandKind
  readonly key: CommandId
  readonly reason?: string
  readonly words?: string
  readonly made: readonly string[]
  readonly leftOut: readonly string[]
  /** What the command itself tells. */
  readonly record: ActRecord
}

type DoneResult = Extract<CommandResult, { kind: 'done' }>

/** The act to record for a command that was done. */
export function describeCommand(act: string, command: Command, result: DoneResult): CommandAct {
  const { kind, id, reason, words } = command
  const { made, leftOut, record } = result
  return {
    act,
    command: kind,
    key: id,
    ...(reason === undefined ? {} : { reason }),
    ...(words === undefined ? {} : { words }),
    made,
    leftOut,
    record,
  }
}

/** The act as the record takes it. */
export function toJson(act: CommandAct): Json {
  return act as unknown as Json
}

/** The answer to a command that was done as entry `seq`. */
export function answerTo({ key, made, leftOut }: CommandAct, seq: number): DoneAnswer {
  return { id: key, kind: 'done', seq, made: [...made], leftOut: [...leftOut] } as DoneAnswer
}

/** The command an entry's act tells of; null when it tells of something else. */
export function findCommandAct(act: Json | undefined): CommandAct | null {
  if (typeof act !== 'object' || act === null || !('command' in act) || !('key' in act)) return null
  return act as unknown as CommandAct
}

/** The answer an entry stands for; null when it is no command of a person. */
export function findAnswer(
  { actor, seq }: Pick<Entry, 'actor' | 'seq'>,
  act: Json | undefined,
): KeptAnswer | null {
  const found = findCommandAct(act)
  return found === null || actor === null ? null : { person: actor, answer: answerTo(found, seq) }
}

const structural: ReadonlySet<CommandKind> = new Set<CommandKind>([
  'structure',
  'label',
  'insert-note',
  'remove-note',
  'delete-block',
  'move-block',
  'new-block',
  'wrap-bracket',
])

/** `command` for a change of structure, `act` for an act of procedure. */
export function entryKindOf(command: Command): 'command' | 'act' {
  return structural.has(command.kind) ? 'command' : 'act'
}
