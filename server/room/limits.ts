/** What a room bears. An honest client stays below each of them: the editor checks them before it writes. */
import { type Limits, step2Limits, updateLimits } from '../../shared/rules/limits.ts'

export interface RoomLimits {
  /** Of an update as it is typed. */
  readonly update: Limits
  /** Of a sync step 2: all that was written offline in one frame. */
  readonly step2: Limits
  /** Largest awareness frame; the server's own, which stock clients echo, stay below half of it. */
  readonly maxAwarenessBytes: number
  /** Longest JSON of one awareness state, in UTF-16 units. */
  readonly maxAwarenessUnits: number
  /** Least time between two awareness states of one connection that are passed on. */
  readonly awarenessPauseMs: number
  /** Most reports (re-created characters, sides of brackets) that may wait for the update they belong to. */
  readonly maxWaitingReports: number
  /** Most commands that may wait for a sync step 2 asked for. */
  readonly maxWaitingCommands: number
  /** Frames of one connection read a second, after a burst of `frameBurst`; awareness is not counted. */
  readonly framesPerSecond: number
  readonly frameBurst: number
  /** Bytes of frames of one connection that may wait for their turn. */
  readonly maxWaitingBytes: number
  /** Entries after which a snapshot is kept: replaying one costs some 0.03 ms, a snapshot some 10 ms per thousand blocks. */
  readonly entriesPerSnapshot: number
  /** Commands whose answers are remembered, also over a restart. */
  readonly answersKept: number
  /** Bytes of updates kept ready for joiners behind the whole state. */
  readonly maxReadyBytes: number
  /** How long a room without connections is kept. */
  readonly idleMs: number
  /** Refusals of one person within `refusalWindowMs` after which they are not let in until the window is over. */
  readonly maxRefusals: number
  readonly refusalWindowMs: number
}

const kib = 1024

export const defaultLimits: RoomLimits = {
  update: updateLimits,
  step2: step2Limits,
  maxAwarenessBytes: 64 * kib,
  maxAwarenessUnits: 4 * kib,
  awarenessPauseMs: 100,
  maxWaitingReports: 20_000,
  maxWaitingCommands: 100,
  framesPerSecond: 500,
  frameBurst: 2_000,
  maxWaitingBytes: 32 * 1024 * kib,
  entriesPerSnapshot: 2_000,
  answersKept: 2_000,
  maxReadyBytes: 256 * kib,
  idleMs: 60_000,
  maxRefusals: 5,
  refusalWindowMs: 10 * 60_000,
}
