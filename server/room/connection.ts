/**
 * One socket in its room: reads frames in order, counts them, keeps what belongs to the next update, and knows what is
 * missing. A dropped update leaves a hole: nothing is acknowledged behind it until the sync step 2 that answers our step 1.
 */
import type { ConnectionId } from '../../shared/ids.ts'
import { type CloseCode, closeCodes } from '../../shared/protocol/close-codes.ts'
import type { Command } from '../../shared/protocol/command.ts'
import {
  type ClientFrame,
  emptyAwarenessFrame,
  parseClientFrame,
  renderOwnFrame,
} from '../../shared/protocol/frame.ts'
import type { ClientMessage, ServerMessage } from '../../shared/protocol/messages.ts'
import type { NoticeCode } from '../../shared/protocol/notice.ts'
import type { Place } from '../../shared/protocol/place.ts'
import type { RedonePair } from '../../shared/protocol/redone.ts'
import type { ClientVersion } from '../../shared/protocol/version.ts'
import type { Actor } from '../actor/actor.ts'
import { Pace } from './pace.ts'
import type { Offence, RoomDesk } from './room-desk.ts'
import type { Link, RoomConnection } from './rooms.ts'

const notAFrame: Offence = { rule: 'RO9', reason: 'not a frame of this protocol' }

export class Connection implements RoomConnection {
  readonly id: ConnectionId
  readonly client: ClientVersion | null
  readonly #link: Link
  readonly #room: RoomDesk
  #actor: Actor
  readonly #pace: Pace
  #isListening = true
  /** Sync frames received; those acknowledged as far as we know; those told. */
  #received = 0
  #recorded = 0
  #told = 0
  /** Sync steps 1 of ours that were sent, steps 2 that came. */
  #asked = 0
  #answered = 0
  /** Number of the step 2 that will fill the hole; null: nothing is missing. */
  #hole: number | null = null
  #wasAskedAgain = false
  #redone: RedonePair[] = []
  #places: Place['ends'] = []
  #commands: Command[] = []
  /** Entries up to this one were in the client's sync step 2; Infinity: it has not asked yet. */
  caughtUpAt = Number.POSITIVE_INFINITY

  constructor(
    id: ConnectionId,
    parts: {
      readonly link: Link
      readonly room: RoomDesk
      readonly actor: Actor
      readonly client: ClientVersion | null
      readonly now: () => number
      readonly schedule: (ms: number, task: () => void) => () => void
    },
  ) {
    const { now, schedule, room } = parts
    this.id = id
    this.client = parts.client
    this.#link = parts.link
    this.#room = parts.room
    this.#actor = parts.actor
    this.#pace = new Pace({
      now,
      schedule,
      limits: room.limits,
      read: frame => this.#read(frame),
      overflow: () => this.close(closeCodes.tryAgain, 'too much at a time'),
    })
  }

  get actor(): Actor {
    return this.#actor
  }

  get isStock(): boolean {
    return this.client === null
  }

  receive(frame: Uint8Array): void {
    if (!this.#isListening) return
    if (frame.length > this.#room.limits.step2.maxUpdateBytes + frameOverhead) return this.#closeTooLarge()
    if (frame[0] === awarenessType) this.#read(frame)
    else this.#pace.take(frame)
  }

  #read(frame: Uint8Array): void {
    if (!this.#isListening) return
    try {
      const parsed = parseClientFrame(frame)
      if (parsed) this.#take(parsed)
      else this.#room.refuse(this, notAFrame)
    } catch (error) {
      this.#room.fail(this, error) // a fault of ours: the room must not go on as if nothing were, nor the process end
    }
  }

  gone(): void {
    this.stopListening()
    this.#room.left(this)
  }

  roleChanged(actor: Actor | null): void {
    if (!actor) return this.stopListening()
    this.#actor = actor
    this.#room.renamed(this)
    this.notify('role-changed', actor.role)
  }

  /** Nothing that comes from now on is read. */
  stopListening(): void {
    this.#isListening = false
    this.#pace.stop()
  }

  send(frame: Uint8Array): void {
    this.#link.send(frame)
  }

  /** A message of our own; a stock client gets none. */
  say(message: ServerMessage): void {
    if (!this.isStock) this.#link.send(renderOwnFrame(message))
  }

  notify(code: NoticeCode, about?: string): void {
    this.say({ kind: 'notice', code, ...(about === undefined ? {} : { about }) })
  }

  close(code: CloseCode, reason: string): void {
    this.stopListening()
    this.#link.close(code, reason)
    this.#room.left(this)
  }

  /** Tells up to which frame everything is recorded, if that is news. */
  acknowledge(): void {
    if (this.#recorded === this.#told) return
    this.#told = this.#recorded
    this.say({ kind: 'recorded', upTo: this.#recorded, ...this.#room.lastRecorded() })
  }

  /** Asks what we have not got; a client answers with a step 2 that holds all of it. */
  ask(why: 'new' | 'missing' | 'saving-again'): void {
    this.#asked += 1
    this.#room.ask(this, why)
  }

  /** The record takes updates again: what was dropped meanwhile is asked for. */
  askForDropped(): void {
    if (this.#hole !== null && this.#hole > this.#asked) this.ask('saving-again')
  }

  #take(frame: ClientFrame): void {
    switch (frame.kind) {
      case 'sync-step-1':
        return this.#takeStep1(frame.stateVector)
      case 'sync-step-2':
        this.#answered += 1
        return this.#takeUpdate(frame.update, false)
      case 'update':
        return this.#takeUpdate(frame.update, true)
      case 'awareness':
        return this.#takeAwareness(frame.update)
      case 'query-awareness':
        return this.#room.tellPresence(this)
      case 'own':
        return this.isStock ? this.#room.refuse(this, notAFrame) : this.#takeMessage(frame.message)
    }
  }

  #takeStep1(stateVector: Uint8Array): void {
    this.#received += 1
    if (stateVector.length > this.#room.limits.update.maxUpdateBytes) return this.#closeTooLarge()
    if (this.#room.catchUp(this, stateVector)) this.#countRecorded()
    else this.#room.refuse(this, notAFrame)
  }

  #takeUpdate(update: Uint8Array, live: boolean): void {
    const { limits } = this.#room
    this.#received += 1
    if (update.length > (live ? limits.update : limits.step2).maxUpdateBytes) return this.#closeTooLarge()
    const taken = this.#room.takeUpdate(this, {
      update,
      live,
      reports: { redone: this.#redone, places: this.#places },
    })
    if (taken === 'kept') this.#kept(live)
    else if (taken === 'unsaved') this.#hole = this.#asked + 1
    else if (taken === 'missing') this.#missing(live)
  }

  #kept(live: boolean): void {
    this.#redone = []
    this.#places = []
    if (this.#isHoleFilled(live)) {
      this.#hole = null
      for (const command of this.#commands.splice(0)) this.#takeCommand(command)
    }
    this.#countRecorded()
  }

  #missing(live: boolean): void {
    if (this.#hole !== null && !this.#isHoleFilled(live)) return
    if (this.#wasAskedAgain)
      return this.#room.refuse(this, {
        rule: 'RO8',
        reason: 'what this update hangs on is missing, and did not come when asked for',
      })
    this.#wasAskedAgain = true
    this.#hole = this.#asked + 1
    this.ask('missing')
  }

  /** True when this frame is the step 2 that was asked for. */
  #isHoleFilled(live: boolean): boolean {
    return this.#hole !== null && !live && this.#answered >= this.#hole
  }

  /** All frames so far are acknowledged once the record holds what the room shows now, unless one was dropped. */
  #countRecorded(): void {
    if (this.#hole !== null) return
    const upTo = this.#received
    this.#room.whenRecorded(() => {
      this.#recorded = Math.max(this.#recorded, upTo)
      this.#room.acknowledgeSoon(this)
    })
  }

  #takeAwareness(update: Uint8Array): void {
    const outcome = this.#room.takeAwareness(this, update)
    if (outcome === 'too-large') this.#closeTooLarge()
    else if (outcome === 'malformed')
      this.#room.refuse(this, { rule: 'RO13', reason: 'not an awareness state' })
  }

  #takeMessage(message: ClientMessage): void {
    switch (message.kind) {
      case 'redone':
        this.#redone = [...this.#redone, ...message.pairs]
        return this.#boundReports()
      case 'place':
        this.#places = [...this.#places, ...message.ends]
        return this.#boundReports()
      case 'command':
        return this.#takeCommand(message.command)
    }
  }

  #boundReports(): void {
    if (this.#redone.length + this.#places.length > this.#room.limits.maxWaitingReports)
      this.#room.refuse(this, { rule: 'RO14', reason: 'more reports than belong to one update' })
  }

  /** A command stands behind its sender's own frames; where one is missing it waits for it. Where nothing is saved it is answered so at once. */
  #takeCommand(command: Command): void {
    if (this.#hole === null || !this.#room.isSaving)
      this.#room.takeCommand(this, command, answer => this.say({ kind: 'answer', answer }))
    else if (this.#commands.length < this.#room.limits.maxWaitingCommands) this.#commands.push(command)
    else this.#room.refuse(this, { rule: 'RO14', reason: 'more commands than may wait' })
  }

  #closeTooLarge(): void {
    this.close(closeCodes.tooLarge, 'the frame is too large')
  }
}

/** Awareness is coalesced by itself, and does not stand in the order of what is recorded. */
const awarenessType = emptyAwarenessFrame[0]
/** A frame's own bytes around an update. */
const frameOverhead = 16
