/** What every struct of an update must be, wherever it will stand: whose it is, how many there are, what it holds. */
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

/** Checks number and contents of the fresh structs. @throws Refusal */
export function checkStructs({ fresh }: Incoming, limits: Limits): void {
  if (fresh.size > limits.maxClients) refuse('GU7', `structs of ${fresh.size} clients`)
  let count = 0
  for (const structs of fresh.values()) {
    count += structs.length
    if (count > limits.maxStructs) refuse('GU8', `more than ${limits.maxStructs} structs`)
    const last = structs.at(-1) as Struct
    if (last.id.clock + last.length > limits.maxClock) refuse('GU9', 'a clock too high')
    for (const struct of structs) if (struct instanceof Y.Item) checkContent(struct.content)
  }
}

const known: ReadonlySet<unknown> = new Set([
  Y.ContentString,
  Y.ContentDeleted,
  Y.ContentFormat,
  Y.ContentEmbed,
  Y.ContentAny,
  Y.ContentType,
])

function checkContent(content: Y.Item['content']): void {
  if (!known.has(content.constructor)) refuse('GU11', 'content of a kind that no text holds')
  if (!(content instanceof Y.ContentType)) return
  const { constructor } = content.type
  if (constructor !== Y.Map && constructor !== Y.Text) refuse('GU12', 'a type that no text holds')
}
