/** A person at one tab: a replica, its incremental composition, undo, and queues whose delays are in the test's hand. */
import * as Y from 'yjs'
import { LiveComposition } from '../../shared/compose/live.ts'
import { makeIdSource, type PartyId, type PersonId, type ProposalId } from '../../shared/ids.ts'
import type { ReboundEnd } from '../../shared/intent/insert-point.ts'
import { contentOrigin, type Writer } from '../../shared/intent/writer.ts'
import type { Command } from '../../shared/protocol/command.ts'
import type { RedonePair } from '../../shared/protocol/redone.ts'
import type { Role } from '../../shared/rules/roles.ts'
import { isStanding, newTextDoc, proposalEntry } from '../../shared/text/roots.ts'
import type { Random } from './random.ts'

/** What a client sends, in order. */
export type Outgoing =
  | { readonly kind: 'update'; readonly update: Uint8Array }
  | { readonly kind: 'redone'; readonly pairs: RedonePair[] }
  | { readonly kind: 'place'; readonly ends: readonly ReboundEnd[] }
  | { readonly kind: 'command'; readonly command: Command }

export interface ClientSetup {
  readonly name: string
  readonly person: string
  readonly party: string
  readonly role: Role
  readonly clientId: number
}

const remote = 'remote'

export class SimClient {
  readonly name: string
  readonly person: PersonId
  readonly party: PartyId
  readonly role: Role
  readonly doc: Y.Doc
  readonly live: LiveComposition
  readonly undo: Y.UndoManager
  readonly outbox: Outgoing[] = []
  readonly inbox: Uint8Array[] = []
  online = true
  private sitting = 0
  private readonly ids
  private readonly told = new Set<string>()

  constructor(setup: ClientSetup, state: Uint8Array, random: Random) {
    this.name = setup.name
    this.person = setup.person as PersonId
    this.party = setup.party as PartyId
    this.role = setup.role
    this.doc = newTextDoc({ clientId: setup.clientId })
    Y.applyUpdate(this.doc, state, remote)
    this.ids = makeIdSource(() => 1_700_000_000_000, random.next)
    this.live = new LiveComposition(this.doc)
    this.doc.on('afterTransaction', transaction => this.live.note(transaction))
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== remote) this.outbox.push({ kind: 'update', update })
    })
    const scope = this.role === 'secretary' ? ['blocks', 'footnotes', 'proposals'] : ['proposals']
    this.undo = new Y.UndoManager(
      scope.map(root => this.doc.getMap(root)),
      { trackedOrigins: new Set([contentOrigin]), captureTimeout: 0 },
    )
  }

  get proposal(): ProposalId {
    let id = `${this.name}${this.sitting}` as ProposalId
    while (!this.mayWriteIn(id)) id = `${this.name}${++this.sitting}` as ProposalId
    return id
  }

  private mayWriteIn(id: ProposalId): boolean {
    const roots = { register: this.doc.getMap('register') } as never
    const entry = proposalEntry(roots, id)
    return isStanding(entry)
  }

  newSitting(): void {
    this.sitting++
  }

  get writer(): Writer {
    return { party: this.party, direct: this.role === 'secretary', proposal: this.proposal, ids: this.ids }
  }

  nextId(): string {
    return this.ids.next()
  }

  /** Tells the server which bracket ends the next update binds anew, and shows it at once. */
  announce(ends: readonly ReboundEnd[]): void {
    this.outbox.push({ kind: 'place', ends })
    this.live.predictEnds(ends)
  }

  receive(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, remote)
  }

  /** Tells what an undo re-created, before the update that the undo made. */
  reportRedoneBeforeLast(): void {
    const pairs = this.redonePairs()
    if (pairs.length) this.outbox.splice(Math.max(0, this.outbox.length - 1), 0, { kind: 'redone', pairs })
  }

  /** After an undo or redo: which units were re-created (Yjs keeps that pointer only in this replica). */
  private redonePairs(): RedonePair[] {
    const pairs: RedonePair[] = []
    for (const host of this.live.model.hosts.values())
      for (let item = host.text._start; item; item = item.right) {
        if (!item.deleted || !item.redone) continue
        const key = `${item.id.client}:${item.id.clock}:${item.redone.clock}`
        if (this.told.has(key)) continue
        this.told.add(key)
        pairs.push({
          old: { c: item.id.client, k: item.id.clock },
          now: { c: item.redone.client, k: item.redone.clock },
          len: item.length,
        })
      }
    return pairs
  }
}
