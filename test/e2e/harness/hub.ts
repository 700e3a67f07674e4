/**
 * A room on the page: the guard, what the server adds, and commands, on one document, with a line to each editor whose delay
 * and failures are in the test's hand. No log: what is accepted is shown at once.
 */
import * as Y from 'yjs'
import { judge } from '../../../server/guard/judge.ts'
import type { Bindings, Sender, Verdict } from '../../../server/guard/verdict.ts'
import { addToAccepted, type Reports } from '../../../server/register/additions.ts'
import { runCommand, serverOrigin } from '../../../server/register/commands.ts'
import type { EditorWire } from '../../../client/editor/editor.ts'
import type { CommandId, PersonId, UnixMs } from '../../../shared/ids.ts'
import type { ReboundEnd } from '../../../shared/intent/insert-point.ts'
import type { Answer } from '../../../shared/protocol/answer.ts'
import type { Command } from '../../../shared/protocol/command.ts'
import type { RedonePair } from '../../../shared/protocol/redone.ts'
import { step2Limits, updateLimits } from '../../../shared/rules/limits.ts'

/** Says why a command is refused; null: it is run. */
export type Refuse = (command: Command) => string | null

export class Hub {
  readonly doc: Y.Doc
  readonly lines = new Set<Line>()
  /** What went wrong: refusals of the guard. */
  readonly faults: string[] = []
  refuse: Refuse = () => null
  commandsRun = 0
  private readonly answers = new Map<CommandId, Answer>()
  private readonly persons = new Map<number, PersonId>()
  private acts = 0

  constructor(doc: Y.Doc) {
    this.doc = doc
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      for (const line of this.lines) if (line !== origin) line.down(update)
    })
  }

  private readonly bindings: Bindings = {
    personOf: client => this.persons.get(client) ?? null,
    bind: (client, person) => void this.persons.set(client, person),
  }

  /** Judges an update and adds what follows from it. */
  receive(from: Line, update: Uint8Array, live: boolean, reports: Reports): void {
    const verdict = judge(
      this.doc,
      update,
      from.sender,
      this.bindings,
      live ? updateLimits : step2Limits,
      from,
    )
    if (verdict.kind === 'accepted') {
      const deletes = [...verdict.deletes, ...verdict.staleDeletes]
      addToAccepted(this.doc, { ...verdict, deletes }, from.sender, reports, live)
    } else if (verdict.kind === 'no-op') this.repairStale(from, verdict, reports, live)
    else
      this.faults.push(
        `${from.sender.person}: ${verdict.kind === 'refused' ? `${verdict.rule} ${verdict.reason}` : verdict.kind}`,
      )
  }

  private repairStale(
    from: Line,
    verdict: Verdict & { kind: 'no-op' },
    reports: Reports,
    live: boolean,
  ): void {
    const facts = { newProposals: [], newTextItems: [], deletes: verdict.staleDeletes, emptiedCandidates: [] }
    addToAccepted(this.doc, facts, from.sender, reports, live)
  }

  /** Runs a command once; the same id again gets the same answer. */
  command(from: Line, command: Command): Answer {
    const known = this.answers.get(command.id)
    if (known) return known
    const answer = this.answer(from, command)
    this.answers.set(command.id, answer)
    return answer
  }

  private answer(from: Line, command: Command): Answer {
    this.commandsRun++
    const reason = this.refuse(command)
    if (reason) return { id: command.id, kind: 'refused', code: 'refused', rule: 'TEST', reason }
    const act = `act${++this.acts}`
    const result = runCommand(this.doc, from.sender, command, { act, at: 1 as UnixMs })
    if (result.kind === 'refused') {
      const { depends, ...rest } = result
      return { id: command.id, ...rest, ...(depends ? { depends: [...depends] } : {}) }
    }
    return {
      id: command.id,
      kind: 'done',
      seq: this.acts,
      made: [...result.made],
      leftOut: [...result.leftOut],
    }
  }

  /** Changes the text as the server does of itself. */
  act(change: (doc: Y.Doc) => void): void {
    this.doc.transact(() => change(this.doc), serverOrigin)
  }
}

interface Kept {
  readonly redone: readonly RedonePair[]
  readonly places: readonly ReboundEnd[]
}

function noReports(): Kept {
  return { redone: [], places: [] }
}

function joinReports(a: Kept, b: Kept): Kept {
  return { redone: [...a.redone, ...b.redone], places: [...a.places, ...b.places] }
}

/** The line of one editor. With a delay of 0 it is crossed in a microtask. */
export class Line implements EditorWire {
  readonly sender: Sender
  readonly doc: Y.Doc
  delayMs: number
  inFlight = 0
  private readonly hub: Hub
  private isDown = false
  private epoch = 0
  private reports = noReports()
  /** All reports that the hub may not have: said again when the line heals. */
  private unanswered = noReports()
  private readonly waiting = new Map<CommandId, { command: Command; resolve: (answer: Answer) => void }>()
  /** Called when the hub has answered, before the answer leaves: a test may cut the line there. */
  onAnswer: (() => void) | null = null

  constructor(hub: Hub, doc: Y.Doc, sender: Sender, delayMs: number) {
    this.hub = hub
    this.doc = doc
    this.sender = sender
    this.delayMs = delayMs
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(hub.doc), 'remote')
    hub.lines.add(this)
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'remote' && !this.isDown) this.up(update, true)
    })
  }

  /** A break of the line that nobody has noticed yet. */
  isBreakUnknown = false

  isOnline = (): boolean => !this.isDown || this.isBreakUnknown

  announcePlaces = (places: readonly ReboundEnd[]): void => this.report({ redone: [], places: [...places] })

  announceRedone = (redone: readonly RedonePair[]): void => this.report({ redone: [...redone], places: [] })

  private report(report: Kept): void {
    if (this.inFlight === 0 && !this.isDown) this.unanswered = noReports()
    this.unanswered = joinReports(this.unanswered, report)
    if (!this.isDown) this.reports = joinReports(this.reports, report)
  }

  command = (command: Command): Promise<Answer | null> =>
    new Promise(resolve => {
      this.waiting.set(command.id, { command, resolve })
      this.tell(command)
    })

  /** Carries an update of the hub to this editor. */
  down(update: Uint8Array): void {
    if (!this.isDown) this.cross(() => Y.applyUpdate(this.doc, update, 'remote'))
  }

  /** The line breaks; what is on it is lost. */
  fail(): void {
    this.isDown = true
    this.epoch++
    this.inFlight = 0
  }

  /** The line stands again: both sides catch up, and commands without an answer are sent again. */
  heal(): void {
    if (!this.isDown) return
    this.isDown = false
    this.reports = this.unanswered
    this.up(Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(this.hub.doc)), false)
    const missing = Y.encodeStateAsUpdate(this.hub.doc, Y.encodeStateVector(this.doc))
    this.down(missing)
    for (const { command } of this.waiting.values()) this.tell(command)
  }

  /** Commands without an answer are given up. */
  forgetCommands(): void {
    this.waiting.clear()
  }

  private up(update: Uint8Array, live: boolean): void {
    const { reports } = this
    this.reports = noReports()
    this.cross(() => this.hub.receive(this, update, live, reports))
  }

  private tell(command: Command): void {
    if (this.isDown) return
    this.cross(() => {
      const answer = this.hub.command(this, command)
      this.onAnswer?.()
      if (!this.isDown) this.cross(() => this.answered(answer))
    })
  }

  private answered(answer: Answer): void {
    const waiting = this.waiting.get(answer.id)
    this.waiting.delete(answer.id)
    waiting?.resolve(answer)
  }

  private cross(arrive: () => void): void {
    const { epoch } = this
    this.inFlight++
    const land = () => {
      if (this.epoch !== epoch) return
      this.inFlight--
      if (!this.isDown) arrive()
    }
    if (this.delayMs > 0) setTimeout(land, this.delayMs)
    else queueMicrotask(land)
  }
}
