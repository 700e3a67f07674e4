/** The server's part without room, guard and log: applies updates, adds what follows, runs commands. */
import * as Y from 'yjs'
import type { ProposalId, UnixMs } from '../../shared/ids.ts'
import type { Command } from '../../shared/protocol/command.ts'
import { newTextDoc, rootsOf, serverClientId } from '../../shared/text/roots.ts'
import {
  type AcceptedFacts,
  addToAccepted,
  type Reports,
  type Units,
} from '../../server/register/additions.ts'
import { runCommand } from '../../server/register/commands.ts'
import type { CommandResult } from '../../server/register/result.ts'
import { pathOf } from '../../shared/compose/live.ts'
import type { SimClient } from './client.ts'

/** An update for all but the client it came from. */
export interface Sent {
  readonly update: Uint8Array
  readonly origin: unknown
}

export class DirectServer {
  readonly doc = newTextDoc({ clientId: serverClientId })
  private acts = 0

  /** Takes an update of a client; gives all updates that follow, for everybody. */
  receive(client: SimClient, update: Uint8Array, reports: Reports, live: boolean): Sent[] {
    return this.collect(() => {
      let facts: AcceptedFacts | null = null
      this.doc.once('afterTransaction', (transaction: Y.Transaction) => {
        facts = factsOf(this.doc, transaction, update)
      })
      Y.applyUpdate(this.doc, update, client)
      if (facts) addToAccepted(this.doc, facts, client, reports, live)
    })
  }

  command(
    client: Pick<SimClient, 'party' | 'role'>,
    command: Command,
  ): { result: CommandResult; updates: Sent[] } {
    let result: CommandResult | null = null
    const updates = this.collect(() => {
      result = runCommand(this.doc, client, command, { act: `act${this.acts++}`, at: 0 as UnixMs })
    })
    return { result: result as unknown as CommandResult, updates }
  }

  private collect(run: () => void): Sent[] {
    const updates: Sent[] = []
    const on = (update: Uint8Array, origin: unknown) => updates.push({ update, origin })
    this.doc.on('update', on)
    run()
    this.doc.off('update', on)
    return updates
  }
}

function factsOf(doc: Y.Doc, transaction: Y.Transaction, update: Uint8Array): AcceptedFacts {
  const roots = rootsOf(doc)
  const newProposals: ProposalId[] = []
  const touched = new Set<ProposalId>()
  const newTextItems: Units[] = []
  for (const [type, keys] of transaction.changed) {
    const { root, path } = pathOf(type as Y.AbstractType<unknown>)
    if (root === roots.proposals) {
      if (path.length === 0) newProposals.push(...([...keys] as ProposalId[]))
      else touched.add(path[0] as ProposalId)
    }
    if (type instanceof Y.Text && (root === roots.blocks || root === roots.footnotes))
      for (let item = type._start; item; item = item.right)
        if (
          !item.deleted &&
          item.countable &&
          item.id.clock >= (transaction.beforeState.get(item.id.client) ?? 0)
        )
          newTextItems.push({ client: item.id.client, clock: item.id.clock, len: item.length })
  }
  const deletes: Units[] = []
  Y.decodeUpdate(update).ds.clients.forEach((ranges, client) => {
    for (const { clock, len } of ranges) deletes.push({ client, clock, len })
  })
  return { newProposals, newTextItems, deletes, emptiedCandidates: [...touched] }
}
