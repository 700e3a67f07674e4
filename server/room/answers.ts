/** Answers already given, so that a command sent twice acts once. Those of commands that were done are made again from the record. */
import type { CommandId, PersonId } from '../../shared/ids.ts'
import type { Answer, DoneAnswer, RefusedAnswer } from '../../shared/protocol/answer.ts'

export interface KeptAnswer {
  readonly person: PersonId
  readonly answer: DoneAnswer
}

export class Answers {
  readonly #done = new Map<string, KeptAnswer>()
  /** Nothing is recorded of a refusal: after a restart the command is judged anew. */
  readonly #refused = new Map<string, RefusedAnswer>()
  readonly #mostKept: number

  /** @param mostKept how many of each sort; the oldest goes first. */
  constructor(mostKept: number, kept: Iterable<KeptAnswer> = []) {
    this.#mostKept = mostKept
    for (const { person, answer } of kept) this.keep(person, answer)
  }

  /** What this person was answered to the command before; null: not asked yet, or too long ago. */
  find(person: PersonId, command: CommandId): Answer | null {
    const key = keyOf(person, command)
    return this.#done.get(key)?.answer ?? this.#refused.get(key) ?? null
  }

  keep(person: PersonId, answer: Answer): void {
    const key = keyOf(person, answer.id)
    if (answer.kind === 'done') keepIn(this.#done, key, { person, answer }, this.#mostKept)
    else keepIn(this.#refused, key, answer, this.#mostKept)
  }

  /** Answers of commands that were done, oldest first. */
  done(): Iterable<KeptAnswer> {
    return this.#done.values()
  }
}

function keyOf(person: PersonId, command: CommandId): string {
  return `${person} ${command}`
}

/** A Map keeps the order of insertion. */
function keepIn<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.set(key, value)
  for (const oldest of map.keys()) {
    if (map.size <= most) return
    map.delete(oldest)
  }
}
