/** What holds for every struct of an update, wherever it will stand: whose it is, and where its clock may be. */
import * as Y from 'yjs'
import type { PersonId } from '../../shared/ids.ts'
import type { Limits } from '../../shared/rules/limits.ts'
import { reservedClientIds } from '../../shared/text/roots.ts'
import type { Incoming, Struct } from './incoming.ts'
import { refuse } from './refusal.ts'
import type { Bindings } from './verdict.ts'

/** Checks that every client id with fresh structs is the sender's, or nobody's and unused. @throws Refusal */
export function checkClients(doc: Y.Doc, { fresh }: Incoming, person: PersonId, bindings: Bindings): void {
  for (const client of fresh.keys()) {
    if (client >= reservedClientIds) refuse('GU4', `client id ${client} is the server's or none`)
    const holder = bindings.personOf(client)
    if (holder !== null && holder !== person) refuse('GU5', `client id ${client} belongs to somebody else`)
    if (holder === null && Y.getState(doc.store, client) > 0)
      refuse('GU6', `client id ${client} was used before`)
  }
}

/** Checks that the fresh structs come from few clients, with clocks that leave room for more. @throws Refusal */
export function checkClocks({ fresh }: Incoming, limits: Limits): void {
  if (fresh.size > limits.maxClients) refuse('GU7', `structs of ${fresh.size} clients`)
  for (const structs of fresh.values()) {
    const last = structs.at(-1) as Struct
    if (last.id.clock + last.length > limits.maxClock) refuse('GU9', 'a clock too high')
  }
}
