/** Runs a command on a document: who may, what it does, what the record keeps. One transaction; a refused command changes nothing. */
import type * as Y from 'yjs'
import type { PartyId, UnixMs } from '../../shared/ids.ts'
import type { Command, CommandKind } from '../../shared/protocol/command.ts'
import { may, type Right } from '../../shared/rules/rights.ts'
import type { Role } from '../../shared/rules/roles.ts'
import {
  runDeleteBlock,
  runInsertNote,
  runLabel,
  runMoveBlock,
  runNewBlock,
  runRemoveNote,
  runStructure,
  runWrapBracket,
} from './agreed-text.ts'
import {
  type ActContext,
  runAdopt,
  runAdoptAsAmended,
  runKeep,
  runLiftBracket,
  runNotRetain,
  runReserve,
  runWithdraw,
} from './decisions.ts'
import { Hand } from './hand.ts'
import { type CommandResult, refusal } from './result.ts'

/** Origin of transactions that the server makes of itself. */
export const serverOrigin = 'server'

/** Who asks. */
export interface CommandSender {
  readonly party: PartyId
  readonly role: Role
}

/** The right that each command asks for. */
export const rightOfCommand: { readonly [kind in CommandKind]: Right } = {
  structure: 'editAgreed',
  label: 'editAgreed',
  'insert-note': 'editAgreed',
  'remove-note': 'editAgreed',
  'delete-block': 'editAgreed',
  'move-block': 'editAgreed',
  'new-block': 'editAgreed',
  'wrap-bracket': 'editAgreed',
  reserve: 'enterOnBehalf',
  adopt: 'decide',
  'adopt-as-amended': 'decide',
  'not-retain': 'decide',
  withdraw: 'propose',
  'lift-bracket': 'decide',
  'keep-in-brackets': 'decide',
}

/** Runs a command. `context.act` is the id of this act, `context.at` its time. */
export function runCommand(
  doc: Y.Doc,
  sender: CommandSender,
  command: Command,
  context: { readonly act: string; readonly at: UnixMs },
): CommandResult {
  if (!may(sender.role, rightOfCommand[command.kind]))
    return refusal('not-allowed', 'RG1', `A ${sender.role} may not do this: ${command.kind}.`)
  return doc.transact(() => dispatch(doc, command, { act: context.act, party: sender.party }), serverOrigin)
}

function dispatch(doc: Y.Doc, command: Command, context: ActContext): CommandResult {
  switch (command.kind) {
    case 'structure':
      return runStructure(new Hand(doc), command)
    case 'label':
      return runLabel(new Hand(doc), command)
    case 'insert-note':
      return runInsertNote(new Hand(doc), command)
    case 'remove-note':
      return runRemoveNote(new Hand(doc), command)
    case 'delete-block':
      return runDeleteBlock(new Hand(doc), command, context.act)
    case 'move-block':
      return runMoveBlock(new Hand(doc), command)
    case 'new-block':
      return runNewBlock(new Hand(doc), command)
    case 'wrap-bracket':
      return runWrapBracket(new Hand(doc), command)
    case 'reserve':
      return runReserve(doc, command, context)
    case 'withdraw':
      return runWithdraw(doc, command, context)
    case 'not-retain':
      return runNotRetain(doc, command, context)
    case 'adopt':
      return runAdopt(doc, command, context)
    case 'adopt-as-amended':
      return runAdoptAsAmended(doc, command, context)
    case 'lift-bracket':
      return runLiftBracket(doc, command, context)
    case 'keep-in-brackets':
      return runKeep(doc, command, context)
  }
}
