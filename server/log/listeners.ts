/** Who wants to be told of something. */
export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>()

  /** Adds one; the answer takes it away again. */
  add(listener: (value: T) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Tells each, in the order they came. */
  call(value: T): void {
    callAll([...this.#listeners].map(listener => () => listener(value)))
  }
}

/** Runs every one, whatever the others throw; what was thrown is thrown again afterwards, to whoever handles the uncaught. */
export function callAll(calls: readonly (() => void)[]): void {
  for (const call of calls) {
    try {
      call()
    } catch (error) {
      process.nextTick(() => {
        throw error
      })
    }
  }
}
