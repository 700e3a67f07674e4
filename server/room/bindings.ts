/**
 * Which person a Yjs client id belongs to: bound for good at its first recorded struct. A connection's own awareness state
 * claims it too, as long as the room is open, so that nobody takes the id of somebody who is here and has not written yet.
 */
import * as Y from 'yjs'
import type { PersonId } from '../../shared/ids.ts'
import type { Bindings } from '../guard/verdict.ts'

export class RoomBindings implements Bindings {
  readonly #written: Map<number, PersonId>
  readonly #claimed = new Map<number, PersonId>()

  constructor(written: Iterable<readonly [number, PersonId]> = []) {
    this.#written = new Map(written)
  }

  personOf(client: number): PersonId | null {
    return this.#written.get(client) ?? this.#claimed.get(client) ?? null
  }

  bind(client: number, person: PersonId): void {
    if (!this.#written.has(client)) this.#written.set(client, person)
    this.#claimed.delete(client)
  }

  /** False when the client id is another person's; otherwise it is this person's from now on. */
  claim(client: number, person: PersonId): boolean {
    const holder = this.personOf(client)
    if (holder === null) this.#claimed.set(client, person)
    return holder === null || holder === person
  }

  /** What the record shows, in the order it was recorded. */
  written(): Iterable<readonly [number, PersonId]> {
    return this.#written
  }
}

/** Client ids that an update, as the record holds it, brings structs of. */
export function clientsOf(update: Uint8Array): Iterable<number> {
  return Y.parseUpdateMeta(update).to.keys()
}
