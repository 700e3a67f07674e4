/** A person at one tab: a replica on a line of its own, its incremental composition and undo. The delays of the line are in the test's hand. */
import * as Y from 'yjs'
import { LiveComposition } from '../../shared/compose/live.ts'
import { type IdSource, makeIdSource, type PartyId, type ProposalId } from '../../shared/ids.ts'
import type { ReboundEnd } from '../../shared/intent/insert-point.ts'
import { contentOrigin, type Writer } from '../../shared/intent/writer.ts'
import type { ClientMessage } from '../../shared/protocol/messages.ts'
import type { RedonePair } from '../../shared/protocol/redone.ts'
import { isStanding, newTextDoc, proposalEntry, rootsOf } from '../../shared/text/roots.ts'
import type { Actor } from '../../server/actor/actor.ts'
import type { RawClient } from '../builders/raw-client.ts'
import type { Random } from './random.ts'

/** Joins a person's document to the text; the line is open and the document up to date afterwards. */
export type Join = (actor: Actor, doc: Y.Doc) => RawClient

export class SimClient {
  readonly name: string
  readonly actor: Actor
  readonly line: RawClient
  readonly live: LiveComposition
  readonly undoManager: Y.UndoManager
  private sitting = 0
  private voice: { readonly party: PartyId; readonly proposal: ProposalId } | null = null
  private readonly ids: IdSource
  private readonly told = new Set<string>()
  /** Reports the server has not acknowledged: said again on the next line. */
  private reports: ClientMessage[] = []

  constructor(name: string, actor: Actor, join: Join, random: Random) {
    this.name = name
    this.actor = actor
    this.ids = makeIdSource(() => 1_700_000_000_000, random.next)
    this.line = join(actor, newTextDoc({ clientId: 1 + random.below(1e9) }))
    this.live = new LiveComposition(this.doc)
    this.doc.on('afterTransaction', transaction => this.live.note(transaction))
    const scope = actor.role === 'secretary' ? ['blocks', 'footnotes', 'proposals'] : ['proposals']
    this.undoManager = new Y.UndoManager(
      scope.map(root => this.doc.getMap(root)),
      { trackedOrigins: new Set([contentOrigin]), captureTimeout: 0 },
    )
  }

  get doc(): Y.Doc {
    return this.line.doc
  }

  get party(): PartyId {
    return this.actor.party
  }

  get isSecretary(): boolean {
    return this.actor.role === 'secretary'
  }

  /** The open proposal this person writes in. */
  get proposal(): ProposalId {
    for (;;) {
      const id = `${this.name}${this.sitting}` as ProposalId
      if (isStanding(proposalEntry(rootsOf(this.doc), id))) return id
      this.sitting++
    }
  }

  newSitting(): void {
    this.sitting++
    this.voice = null
  }

  /** From now on, as soon as the server's word has arrived, what this person writes is the delegation's. */
  speakFor(party: PartyId, proposal: ProposalId): void {
    this.voice = { party, proposal }
  }

  /** True while this person's hand writes agreed text. */
  get isDirect(): boolean {
    return this.writer.direct
  }

  get writer(): Writer {
    const entry = this.voice && proposalEntry(rootsOf(this.doc), this.voice.proposal)
    if (this.voice && entry && isStanding(entry))
      return { ...this.voice, hand: this.party, direct: false, ids: this.ids }
    return { party: this.party, direct: this.isSecretary, proposal: this.proposal, ids: this.ids }
  }

  // ---- the line

  get isOnline(): boolean {
    return this.line.isOnline
  }

  goOffline(): void {
    this.line.offline()
  }

  goOnline(): void {
    this.line.online()
    for (const report of this.reports) this.line.say(report)
  }

  /** Composes what arrived; forgets reports and predictions once all is acknowledged. */
  settle(): void {
    if (this.line.isSaved && this.line.isQuiet) {
      this.reports = []
      this.live.forgetPredictions()
    }
    this.live.update()
  }

  // ---- reports

  /** Tells the server which bracket ends the next update binds anew, and shows it at once. */
  announce(ends: readonly ReboundEnd[]): void {
    const report = { kind: 'place', ends } as unknown as ClientMessage
    this.reports.push(report)
    this.line.say(report)
    this.live.predictEnds(ends)
  }

  undo(): void {
    this.undoManager.undo()
    this.afterUndo()
  }

  redo(): void {
    this.undoManager.redo()
    this.afterUndo()
  }

  /** Tells what was re-created, before the update that did it. */
  private afterUndo(): void {
    this.live.update()
    const pairs = this.redonePairs()
    if (!pairs.length) return
    const report: ClientMessage = { kind: 'redone', pairs }
    this.reports.push(report)
    this.line.sayBeforeLast(report)
  }

  /** Which units an undo re-created: Yjs keeps that pointer only in the replica that undid. */
  private redonePairs(): RedonePair[] {
    const pairs: RedonePair[] = []
    for (const host of this.live.model.hosts.values())
      for (let item = host.text._start; item; item = item.right) {
        if (!item.deleted || !item.redone) continue
        const key = `${item.id.client}:${item.id.clock}:${item.redone.client}:${item.redone.clock}`
        if (this.told.has(key)) continue
        this.told.add(key)
        const { id, redone, length } = item
        pairs.push({
          old: { c: id.client, k: id.clock },
          now: { c: redone.client, k: redone.clock },
          len: length,
        })
      }
    return pairs
  }
}
