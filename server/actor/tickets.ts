/** Tickets of the socket: good once, for a short time, for one person and one text. Kept in memory: a restart ends them. */
import type { PersonId, TextId, UnixMs } from '../../shared/ids.ts'
import { hashSecret, makeSecret, type RandomBytes } from './secrets.ts'

export const ticketLifeMs = 30_000

/** Most tickets kept at a time; the oldest goes first. */
const maxTickets = 100_000

/** What a ticket was issued for. `credential` names the sign-in or token behind it, so that its end ends the socket too. */
export interface Ticket {
  readonly person: PersonId
  readonly text: TextId
  readonly credential: string
}

export interface Tickets {
  issue(ticket: Ticket): string
  /** What the secret was issued for; null when it is unknown, used or too old. A ticket found is used up. */
  redeem(secret: string): Ticket | null
}

/** Tickets over a clock and a source of randomness. */
export function makeTickets(now: () => UnixMs, randomBytes: RandomBytes): Tickets {
  const kept = new Map<string, { ticket: Ticket; until: UnixMs }>()
  return {
    issue(ticket) {
      dropOld(kept, now())
      const secret = makeSecret(randomBytes)
      kept.set(hashSecret(secret), { ticket, until: (now() + ticketLifeMs) as UnixMs })
      return secret
    },
    redeem(secret) {
      const key = hashSecret(secret)
      const found = kept.get(key)
      kept.delete(key)
      return found !== undefined && now() < found.until ? found.ticket : null
    },
  }
}

/** A Map keeps the order of insertion, and all live equally long: the first that is still good ends the walk. */
function dropOld(kept: Map<string, { until: UnixMs }>, now: UnixMs): void {
  for (const [key, { until }] of kept) {
    if (now < until && kept.size < maxTickets) return
    kept.delete(key)
  }
}
