/** Judges what comes in and puts it on the record; what everybody is to be told goes to `publish`. */
import type { IdSource, UnixMs } from '../../shared/ids.ts'
import type { Answer } from '../../shared/protocol/answer.ts'
import type { Command } from '../../shared/protocol/command.ts'
import type { Actor } from '../actor/actor.ts'
import type { Head } from '../log/entry.ts'
import type { EntryPayload } from '../log/payload.ts'
import type { Connection } from './connection.ts'
import { answerTo, entryKindOf, toJson } from './entry-act.ts'
import {
  type Bench,
  judgeCommand,
  type JudgedCommand,
  type JudgedUpdate,
  judgeUpdate,
  unavailableAnswer,
} from './judging.ts'
import type { Recorder } from './recorder.ts'
import type { IncomingUpdate } from './room-desk.ts'
import type { Emitted } from './text-memory.ts'

export interface ClerkParts {
  readonly bench: Bench
  readonly recorder: Recorder
  readonly ids: IdSource
  readonly now: () => UnixMs
  /** False while the log takes nothing. */
  readonly isSaving: () => boolean
  /** An entry was given its place; `from` has its own update already. */
  readonly publish: (head: Head, from: Connection | null, emitted: Emitted) => void
}

/** `unsaved`: not looked at, for the log takes nothing; `lost`: judged, but the log could not take it and the room is over. */
export type UpdateOutcome = JudgedUpdate | { readonly kind: 'unsaved' } | { readonly kind: 'lost' }

type DoneCommand = Extract<JudgedCommand, { kind: 'done' }> & { readonly command: Command }

export class Clerk {
  readonly #parts: ClerkParts

  constructor(parts: ClerkParts) {
    this.#parts = parts
  }

  /** An update that is accepted stands in the document and has its place in the log when this returns. */
  takeUpdate(from: Connection, incoming: IncomingUpdate): UpdateOutcome {
    const { bench, recorder, publish, isSaving } = this.#parts
    if (!isSaving()) return { kind: 'unsaved' }
    const judged = judgeUpdate(bench, { ...from.actor, stock: from.isStock }, incoming)
    if (judged.kind !== 'accepted') return judged
    const { emitted, onBehalfOf } = judged
    const header = { kind: 'edit', actor: from.actor, onBehalfOf, connection: from.id }
    const head = recorder.append(header, withoutUndefined(emitted))
    if (!head) return { kind: 'lost' }
    publish(head, from, emitted)
    recorder.finishEntry()
    return judged
  }

  /** The same command of the same person gets the same answer, and acts once. */
  answer(actor: Actor, from: Connection | null, command: Command): Answer {
    const { bench, recorder, ids, now, isSaving } = this.#parts
    const { answers } = bench.memory
    const known = answers.find(actor.person, command.id)
    if (known) return known
    if (!isSaving()) return unavailableAnswer(command)
    const judged = judgeCommand(bench, actor, command, { act: ids.next(), at: bench.memory.tick(now()) })
    const answer = judged.kind === 'done' ? this.#record(actor, from, { ...judged, command }) : judged.answer
    if (answer.kind === 'done' || answer.code !== 'unavailable') answers.keep(actor.person, answer)
    recorder.finishEntry()
    return answer
  }

  #record(actor: Actor, from: Connection | null, { command, act, emitted }: DoneCommand): Answer {
    const { recorder, publish } = this.#parts
    const onBehalfOf = command.kind === 'reserve' ? command.onBehalfOf : null
    const header = { kind: entryKindOf(command), actor, onBehalfOf, connection: from?.id ?? null }
    const head = recorder.append(header, { ...withoutUndefined(emitted), act: toJson(act) })
    if (!head) return unavailableAnswer(command)
    publish(head, null, emitted)
    return answerTo(act, head.seq)
  }
}

function withoutUndefined({ update, additions }: Emitted): Pick<EntryPayload, 'update' | 'additions'> {
  return { ...(update ? { update } : {}), ...(additions ? { additions } : {}) }
}
