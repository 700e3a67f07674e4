/**
 * Who is in a room and where they stand. Of what a client says the server takes its own state alone, keeps the cursor, and
 * adds the name from the account. Clocks are the server's: a client that comes back with an old one is seen at once.
 */
import type { ConnectionId, PersonId, UnixMs } from '../../shared/ids.ts'
import { parseJson } from '../../shared/protocol/json.ts'
import { reservedClientIds } from '../../shared/text/roots.ts'
import type { Actor } from '../actor/actor.ts'
import { type AwarenessEntry, parseAwareness, renderAwareness } from './awareness-codec.ts'
import type { RoomLimits } from './limits.ts'
import type { PresentPerson } from './rooms.ts'

/** What became of an awareness frame; `foreign`: no state of the sender's own was in it. */
export type AwarenessOutcome = 'taken' | 'foreign' | 'too-large' | 'malformed'

export interface PresenceParts {
  readonly now: () => UnixMs
  readonly schedule: (ms: number, task: () => void) => () => void
  readonly limits: Pick<RoomLimits, 'maxAwarenessBytes' | 'maxAwarenessUnits' | 'awarenessPauseMs'>
  /** Binds a client id to a person; false when it is another's. */
  readonly claim: (client: number, person: PersonId) => boolean
  /** Sends a frame to everybody but one. */
  readonly fanOut: (frame: Uint8Array, except: ConnectionId) => void
}

interface Guest {
  readonly id: ConnectionId
  actor: Actor
  client: number | null
  /** JSON of the cursor; null: no state. */
  cursor: string | null
  hasState: boolean
  sentAt: number
  cancel: (() => void) | null
}

/** Above it a clock is not one that a client counted up to. */
const maxClock = 2 ** 31
/** Most client ids whose last clock is remembered. */
const maxClocks = 10_000

export class Presence {
  readonly #parts: PresenceParts
  readonly #guests = new Map<ConnectionId, Guest>()
  readonly #clocks = new Map<number, number>()

  constructor(parts: PresenceParts) {
    this.#parts = parts
  }

  enter(id: ConnectionId, actor: Actor): void {
    const guest = {
      id,
      actor,
      client: null,
      cursor: null,
      hasState: false,
      sentAt: Number.NEGATIVE_INFINITY,
      cancel: null,
    }
    this.#guests.set(id, guest)
  }

  /** The account changed: everybody sees the new name. */
  rename(id: ConnectionId, actor: Actor): void {
    const guest = this.#guests.get(id)
    if (!guest) return
    guest.actor = actor
    if (guest.hasState) this.#tellSoon(guest)
  }

  leave(id: ConnectionId): void {
    const guest = this.#guests.get(id)
    if (!guest) return
    guest.cancel?.()
    this.#guests.delete(id)
    if (guest.hasState) this.#takeAway(guest)
  }

  list(): readonly PresentPerson[] {
    return Array.from(this.#guests.values(), ({ id, actor: { person, name, party, role } }) => ({
      connection: id,
      person,
      name,
      party,
      role,
    }))
  }

  /** The states of all but one, in frames small enough to be echoed. */
  framesFor(except: ConnectionId): Uint8Array[] {
    const others = [...this.#guests.values()].filter(guest => guest.hasState && guest.id !== except)
    return inChunks(
      others.map(guest => this.#entryOf(guest)),
      this.#parts.limits.maxAwarenessBytes / 2,
    ).map(renderAwareness)
  }

  /** Takes the sender's own state out of an awareness update; all else in it is dropped. */
  take(id: ConnectionId, update: Uint8Array): AwarenessOutcome {
    const guest = this.#guests.get(id)
    if (update.length > this.#parts.limits.maxAwarenessBytes) return 'too-large'
    const entries = parseAwareness(update)
    if (!entries) return 'malformed'
    const own = guest && this.#findOwn(guest, entries)
    return own ? this.#takeOwn(guest, own) : 'foreign'
  }

  #takeOwn(guest: Guest, { clock, state }: AwarenessEntry): AwarenessOutcome {
    if (state.length > this.#parts.limits.maxAwarenessUnits) return 'too-large'
    const said = parseJson(state)
    if (clock > maxClock || typeof said !== 'object' || Array.isArray(said)) return 'malformed'
    guest.hasState = said !== null
    guest.cursor = said !== null && 'cursor' in said ? JSON.stringify(said.cursor) : null
    this.#tellSoon(guest)
    return 'taken'
  }

  /** A client's first frame holds its own state alone; from then on its client id is known. */
  #findOwn(guest: Guest, entries: readonly AwarenessEntry[]): AwarenessEntry | undefined {
    if (guest.client !== null) return entries.find(entry => entry.client === guest.client)
    const [first] = entries
    if (!first || entries.length > 1 || first.state === 'null' || !this.#claim(guest, first.client))
      return undefined
    guest.client = first.client
    return first
  }

  /** The id of a line that is dead but not yet cut goes over to the same person's new line. */
  #claim(guest: Guest, client: number): boolean {
    if (client >= reservedClientIds || !this.#parts.claim(client, guest.actor.person)) return false
    for (const other of this.#guests.values())
      if (other.client === client) {
        other.client = null
        other.hasState = false
        other.cancel?.()
      }
    return true
  }

  /** At most one state a pause is passed on: the newest. */
  #tellSoon(guest: Guest): void {
    if (guest.cancel) return
    const wait = guest.sentAt + this.#parts.limits.awarenessPauseMs - this.#parts.now()
    if (wait <= 0) this.#tell(guest)
    else
      guest.cancel = this.#parts.schedule(wait, () => {
        guest.cancel = null
        this.#tell(guest)
      })
  }

  #tell(guest: Guest): void {
    guest.sentAt = this.#parts.now()
    if (guest.hasState) this.#parts.fanOut(renderAwareness([this.#entryOf(guest)]), guest.id)
    else this.#takeAway(guest)
  }

  #takeAway(guest: Guest): void {
    if (guest.client === null) return
    const entry = { client: guest.client, clock: this.#nextClock(guest.client), state: 'null' }
    this.#parts.fanOut(renderAwareness([entry]), guest.id)
  }

  #entryOf({ actor, client, cursor }: Guest): AwarenessEntry {
    const user = JSON.stringify({ name: actor.name, party: actor.party })
    const state = cursor === null ? `{"user":${user}}` : `{"user":${user},"cursor":${cursor}}`
    return { client: client as number, clock: this.#nextClock(client as number), state }
  }

  /** Greater than any before it, also over a restart, for it follows the clock on the wall. */
  #nextClock(client: number): number {
    const next = Math.max((this.#clocks.get(client) ?? 0) + 1, this.#parts.now())
    this.#clocks.delete(client)
    this.#clocks.set(client, next)
    for (const oldest of this.#clocks.keys()) {
      if (this.#clocks.size <= maxClocks) break
      this.#clocks.delete(oldest)
    }
    return next
  }
}

/** Bytes of the count, client id, clock and length before a state. */
const largestNumbers = 24

function inChunks(entries: readonly AwarenessEntry[], maxBytes: number): AwarenessEntry[][] {
  const chunks: AwarenessEntry[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.state) + largestNumbers
    if (bytes + size > maxBytes) {
      chunks.push([])
      bytes = 0
    }
    chunks.at(-1)?.push(entry)
    bytes += size
  }
  return chunks
}
