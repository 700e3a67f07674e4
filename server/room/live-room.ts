/**
 * One open text. An update is judged on the document, the server adds what follows from it, both go into one entry; the next
 * is judged at once. All that leaves waits in the audience's outbox until the log holds it.
 */
import * as Y from 'yjs'
import type { ConnectionId, IdSource, TextId, UnixMs } from '../../shared/ids.ts'
import type { Answer } from '../../shared/protocol/answer.ts'
import { closeCodes } from '../../shared/protocol/close-codes.ts'
import type { Command } from '../../shared/protocol/command.ts'
import { ProtocolError } from '../../shared/protocol/errors.ts'
import { renderYjsFrame } from '../../shared/protocol/frame.ts'
import type { Recorded } from '../../shared/protocol/recorded.ts'
import type { ClientVersion } from '../../shared/protocol/version.ts'
import type { Actor } from '../actor/actor.ts'
import { hex } from '../log/entry.ts'
import type { Log } from '../log/log.ts'
import { Audience } from './audience.ts'
import { Clerk } from './clerk.ts'
import { Connection } from './connection.ts'
import type { RoomLimits } from './limits.ts'
import { type AwarenessOutcome, Presence } from './presence.ts'
import { Recorder } from './recorder.ts'
import type { Refusals } from './refusals.ts'
import type { IncomingUpdate, Offence, RoomDesk, Taken } from './room-desk.ts'
import type { Link, PresentPerson, Room, RoomConnection, RoomEvent } from './rooms.ts'
import type { TextRules } from './rules.ts'
import type { TextMemory } from './text-memory.ts'
import { whyNotLetIn } from './welcome.ts'

export interface LiveRoomParts {
  readonly log: Log
  readonly rules: TextRules
  readonly limits: RoomLimits
  readonly ids: IdSource
  readonly now: () => UnixMs
  /** Runs a task after so many milliseconds, unless the answer is called before. */
  readonly schedule: (ms: number, task: () => void) => () => void
  /** Runs a task at the end of this turn of the event loop. */
  readonly defer: (task: () => void) => void
  readonly refusals: Refusals
  readonly report: (event: RoomEvent) => void
  /** The room is over; the text may be opened anew. */
  readonly ended: (room: LiveRoom) => void
}

/** A room that is over, as HTTP meets it. */
function notRecorded(): ProtocolError {
  return new ProtocolError('unavailable', 'the record could not be written; try again')
}

export class LiveRoom implements Room, RoomDesk {
  readonly textId: TextId
  readonly limits: RoomLimits
  readonly #parts: LiveRoomParts
  readonly #memory: TextMemory
  readonly #recorder: Recorder
  readonly #audience: Audience
  readonly #presence: Presence
  readonly #clerk: Clerk
  #isSaving: boolean
  #isOver = false
  #cancelIdle: (() => void) | null = null

  constructor(textId: TextId, memory: TextMemory, parts: LiveRoomParts) {
    const { log, limits, now, schedule, defer } = parts
    this.textId = textId
    this.limits = limits
    this.#parts = parts
    this.#memory = memory
    this.#isSaving = log.state === 'ok'
    this.#audience = new Audience({ durableSeq: memory.head.seq, defer, limits })
    this.#recorder = new Recorder({
      log,
      memory,
      now,
      limits,
      durable: head => this.#audience.confirm(head.seq),
      lost: reason => this.discard(reason),
    })
    this.#presence = new Presence({
      now,
      schedule,
      limits,
      claim: (client, person) => memory.bindings.claim(client, person),
      fanOut: (frame, except) => this.#audience.spread(memory.head.seq, frame, except),
    })
    this.#clerk = this.#employClerk()
    this.#waitForIdle()
  }

  // ---- for HTTP

  connect(link: Link, actor: Actor, client: ClientVersion | null): RoomConnection {
    const id = this.#parts.ids.next() as ConnectionId
    const { now, schedule } = this.#parts
    const connection = new Connection(id, { link, room: this, actor, client, now, schedule })
    const closed = this.#isOver
      ? { code: closeCodes.tryAgain, reason: 'try again' }
      : whyNotLetIn(this.#memory.doc, client, this.#parts.refusals.isBanned(actor.person))
    if (closed) connection.close(closed.code, closed.reason)
    else this.#letIn(connection)
    return connection
  }

  command(actor: Actor, command: Command): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const answer = this.#tryAnswer(actor, command)
      this.#whenRecorded(
        () => answer && resolve(answer),
        () => reject(notRecorded()),
      )
    })
  }

  read<T>(look: (doc: Y.Doc) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const seen = this.#isOver ? null : { value: this.#memory.read(look) }
      this.#whenRecorded(
        () => seen && resolve(seen.value),
        () => reject(notRecorded()),
      )
    })
  }

  presence(): readonly PresentPerson[] {
    return this.#presence.list()
  }

  // ---- for its connections

  get isSaving(): boolean {
    return this.#isSaving
  }

  takeUpdate(from: Connection, incoming: IncomingUpdate): Taken {
    const outcome = this.#clerk.takeUpdate(from, incoming)
    switch (outcome.kind) {
      case 'accepted':
        for (const proposal of outcome.late) this.#whenRecorded(() => from.notify('late', proposal))
        return 'kept'
      case 'no-op':
        return 'kept'
      case 'unsaved':
        return 'unsaved'
      case 'resync':
        return 'missing'
      case 'refused':
        this.refuse(from, outcome.offence)
        return 'refused'
      case 'lost':
        return 'refused'
    }
  }

  takeCommand(from: Connection, command: Command, deliver: (answer: Answer) => void): void {
    const answer = this.#clerk.answer(from.actor, from, command)
    this.#whenRecorded(() => deliver(answer))
  }

  takeAwareness(from: Connection, update: Uint8Array): AwarenessOutcome {
    return this.#presence.take(from.id, update)
  }

  catchUp(from: Connection, stateVector: Uint8Array): boolean {
    const { doc, head } = this.#memory
    return this.#audience.catchUp(from, stateVector, { seq: head.seq, doc })
  }

  ask(from: Connection, why: 'new' | 'missing' | 'saving-again'): void {
    if (why === 'missing') this.#parts.report({ kind: 'resync', text: this.textId, connection: from.id })
    const frame = renderYjsFrame({ kind: 'sync-step-1', stateVector: Y.encodeStateVector(this.#memory.doc) })
    this.#whenRecorded(() => from.send(frame))
  }

  tellPresence(from: Connection): void {
    for (const frame of this.#presence.framesFor(from.id)) this.#whenRecorded(() => from.send(frame))
  }

  whenRecorded(send: () => void): void {
    this.#whenRecorded(send)
  }

  acknowledgeSoon(connection: Connection): void {
    this.#audience.acknowledgeSoon(connection)
  }

  lastRecorded(): Pick<Recorded, 'seq' | 'head'> {
    const { seq, hash } = this.#recorder.durable
    return { seq, head: hex(hash) }
  }

  /** What was recorded of the sender is acknowledged before the refusal, so that the client knows which words to offer again. */
  refuse(from: Connection, { rule, reason }: Offence): void {
    from.stopListening()
    this.#parts.refusals.note(from.actor.person)
    this.#parts.report({ kind: 'refused', text: this.textId, connection: from.id, rule })
    this.#whenRecorded(() => {
      from.acknowledge()
      from.say({ kind: 'refused', rule, reason })
      from.close(closeCodes.refused, `${rule} ${reason}`)
    })
  }

  fail(from: Connection, error: unknown): void {
    this.#parts.report({ kind: 'fault', text: this.textId, error })
    this.#parts.refusals.note(from.actor.person)
    from.close(closeCodes.refused, 'the server could not read this')
    this.discard('a fault while a frame was read')
  }

  left(connection: Connection): void {
    if (!this.#audience.remove(connection)) return
    this.#presence.leave(connection.id)
    if (this.#audience.size === 0) this.#waitForIdle()
  }

  renamed(connection: Connection): void {
    this.#presence.rename(connection.id, connection.actor)
  }

  // ---- for the rooms

  /** Somebody asked for the room: it is kept for a while from now on. */
  touch(): void {
    if (this.#audience.size === 0) this.#waitForIdle()
  }

  /** The log takes nothing now: people are told, reading goes on, what they send is asked for again later. */
  stopSaving(): void {
    this.#isSaving = false
    this.#audience.notify('not-saved')
  }

  /** The log takes entries again. One that got there without our knowing makes the room anew. */
  resumeSaving(): void {
    const seq = this.#parts.log.head(this.#memory.stream)?.seq
    if (seq !== this.#memory.head.seq) return this.discard('the record holds more than the room has seen')
    this.#isSaving = true
    this.#audience.notify('saving-again')
    this.#audience.each(connection => connection.askForDropped())
  }

  /** What the document shows and the log does not hold is given up: everybody out, to come back to what the log holds. */
  discard(reason: string): void {
    if (this.#isOver) return
    this.#parts.report({ kind: 'discarded', text: this.textId, reason })
    this.#end('try again')
  }

  /** Reads nothing more; what was taken goes on to the log. */
  stopListening(): void {
    this.#audience.notify('going')
    this.#audience.each(connection => connection.stopListening())
  }

  /** Everybody out; what stands in memory is kept as a snapshot if that spares work. */
  close(): void {
    if (this.#isOver) return
    if (this.#memory.sinceSnapshot * snapshotShare >= this.limits.entriesPerSnapshot)
      this.#recorder.takeSnapshot()
    this.#end('the server goes')
  }

  #employClerk(): Clerk {
    const { rules, limits, report, ids, now } = this.#parts
    const text = this.textId
    return new Clerk({
      ids,
      now,
      recorder: this.#recorder,
      isSaving: () => this.#isSaving && !this.#isOver,
      publish: ({ seq }, from, emitted) => this.#audience.publish(seq, from, emitted),
      bench: {
        memory: this.#memory,
        rules,
        limits,
        fault: error => report({ kind: 'fault', text, error }),
        rebuilt: () => report({ kind: 'rebuilt', text }),
      },
    })
  }

  #letIn(connection: Connection): void {
    this.#cancelIdle?.()
    this.#cancelIdle = null
    this.#audience.add(connection)
    this.#presence.enter(connection.id, connection.actor)
    connection.ask('new')
    this.tellPresence(connection)
    if (!this.#isSaving) connection.notify('not-saved')
  }

  /** null when the text could not be kept in order: the room is over. */
  #tryAnswer(actor: Actor, command: Command): Answer | null {
    try {
      return this.#clerk.answer(actor, null, command)
    } catch (error) {
      this.#parts.report({ kind: 'fault', text: this.textId, error })
      this.discard('a fault while a command was run')
      return null
    }
  }

  #whenRecorded(send: () => void, drop?: () => void): void {
    if (this.#isOver) drop?.()
    else this.#audience.when(this.#memory.head.seq, send, drop)
  }

  #waitForIdle(): void {
    this.#cancelIdle?.()
    this.#cancelIdle = this.#parts.schedule(this.limits.idleMs, () => this.#letGoIfIdle())
  }

  #letGoIfIdle(): void {
    if (this.#isOver || this.#audience.size > 0) return
    if (this.#recorder.durable.seq < this.#memory.head.seq) return this.#waitForIdle()
    this.#parts.report({ kind: 'let-go', text: this.textId })
    this.close()
  }

  #end(reason: string): void {
    this.#isOver = true
    this.#cancelIdle?.()
    this.#recorder.stop()
    this.#audience.closeAll(closeCodes.tryAgain, reason)
    this.#memory.doc.destroy()
    this.#parts.ended(this)
  }
}

/** A snapshot is worth its bytes from a tenth of the entries on after which one is made anyway. */
const snapshotShare = 10
