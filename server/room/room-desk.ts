/** What a connection asks of its room. */
import type { Answer } from '../../shared/protocol/answer.ts'
import type { Command } from '../../shared/protocol/command.ts'
import type { Place } from '../../shared/protocol/place.ts'
import type { Recorded } from '../../shared/protocol/recorded.ts'
import type { RedonePair } from '../../shared/protocol/redone.ts'
import type { Connection } from './connection.ts'
import type { RoomLimits } from './limits.ts'
import type { AwarenessOutcome } from './presence.ts'

/** What a client reported for the update that follows. */
export interface UpdateReports {
  readonly redone: readonly RedonePair[]
  readonly places: Place['ends']
}

/** An update on its way to the judge. */
export interface IncomingUpdate {
  readonly update: Uint8Array
  /** False for a sync step 2. */
  readonly live: boolean
  readonly reports: UpdateReports
}

/**
 * What became of an update. `kept`: recorded, or on its way, or it changed nothing; `missing`: it hangs on something we
 * have not got; `unsaved`: the record takes nothing now; `refused`: the connection is over.
 */
export type Taken = 'kept' | 'missing' | 'unsaved' | 'refused'

/** Why a connection is refused: id of the rule, and the reason for people. */
export interface Offence {
  readonly rule: string
  readonly reason: string
}

/** What a connection asks of its room. */
export interface RoomDesk {
  readonly limits: RoomLimits
  /** False while the record takes nothing. */
  readonly isSaving: boolean
  takeUpdate(from: Connection, update: IncomingUpdate): Taken
  takeCommand(from: Connection, command: Command, deliver: (answer: Answer) => void): void
  takeAwareness(from: Connection, update: Uint8Array): AwarenessOutcome
  /** Sends what the client lacks; false when the state vector cannot be read. */
  catchUp(from: Connection, stateVector: Uint8Array): boolean
  /** Sends our sync step 1; `missing`: because an update hangs on something we have not got. */
  ask(from: Connection, why: 'new' | 'missing' | 'saving-again'): void
  /** Sends everybody's awareness states. */
  tellPresence(from: Connection): void
  /** Runs `send` when the record holds all that the room shows now. */
  whenRecorded(send: () => void): void
  /** The connection has something to acknowledge at the end of this turn. */
  acknowledgeSoon(connection: Connection): void
  /** The place of the last durable entry. */
  lastRecorded(): Pick<Recorded, 'seq' | 'head'>
  refuse(from: Connection, offence: Offence): void
  /** Something that must not happen did, while a frame was read. */
  fail(from: Connection, error: unknown): void
  left(connection: Connection): void
  renamed(connection: Connection): void
}
