/** Who was refused too often of late: each refusal may cost a rebuild, so a few are borne and no more. */
import type { PersonId, UnixMs } from '../../shared/ids.ts'
import type { RoomLimits } from './limits.ts'

export class Refusals {
  readonly #instants = new Map<PersonId, UnixMs[]>()
  readonly #now: () => UnixMs
  readonly #limits: Pick<RoomLimits, 'maxRefusals' | 'refusalWindowMs'>

  constructor(now: () => UnixMs, limits: Pick<RoomLimits, 'maxRefusals' | 'refusalWindowMs'>) {
    this.#now = now
    this.#limits = limits
  }

  /** An update of this person was refused. */
  note(person: PersonId): void {
    this.#instants.set(person, [...this.#recent(person), this.#now()].slice(-this.#limits.maxRefusals))
  }

  /** True while the person has used up what is borne. */
  isBanned(person: PersonId): boolean {
    const recent = this.#recent(person)
    if (recent.length === 0) this.#instants.delete(person)
    return recent.length >= this.#limits.maxRefusals
  }

  #recent(person: PersonId): UnixMs[] {
    const since = this.#now() - this.#limits.refusalWindowMs
    return (this.#instants.get(person) ?? []).filter(at => at > since)
  }
}
