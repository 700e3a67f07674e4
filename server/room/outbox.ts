/** What is on its way out of a room, in order; each item waits until the record holds all it shows. */

interface Item {
  readonly seq: number
  readonly send: () => void
  readonly drop: (() => void) | undefined
}

export class Outbox {
  #waiting: Item[] = []
  #durableSeq: number
  #isSending = false

  /** @param durableSeq last entry that is on disk. */
  constructor(durableSeq: number) {
    this.#durableSeq = durableSeq
  }

  /** Runs `send` once entry `seq` and everything pushed before is out; at once when nothing stands before it. `drop` runs instead if that never happens. */
  push(seq: number, send: () => void, drop?: () => void): void {
    if (this.#waiting.length === 0 && seq <= this.#durableSeq && !this.#isSending) send()
    else this.#waiting.push({ seq, send, drop })
  }

  /** Entry `seq` is on disk, and with it all before. */
  confirm(seq: number): void {
    this.#durableSeq = seq
    if (this.#isSending) return
    this.#isSending = true
    try {
      for (let ready = this.#takeReady(); ready.length > 0; ready = this.#takeReady())
        for (const item of ready) item.send()
    } finally {
      this.#isSending = false
    }
  }

  /** Nothing that waits will ever leave. */
  clear(): void {
    for (const item of this.#waiting.splice(0)) item.drop?.()
  }

  #takeReady(): Item[] {
    const firstNotReady = this.#waiting.findIndex(item => item.seq > this.#durableSeq)
    return this.#waiting.splice(0, firstNotReady < 0 ? this.#waiting.length : firstNotReady)
  }
}
