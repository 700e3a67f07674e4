/** Lets a connection's frames through at a rate that leaves room for others. What comes faster waits, in order; nothing is refused for it. */
import type { RoomLimits } from './limits.ts'

export interface PaceParts {
  readonly now: () => number
  readonly schedule: (ms: number, task: () => void) => () => void
  readonly limits: Pick<RoomLimits, 'framesPerSecond' | 'frameBurst' | 'maxWaitingBytes'>
  /** Takes a frame whose turn it is. */
  readonly read: (frame: Uint8Array) => void
  /** More waits than is kept; nothing of it is read any more. */
  readonly overflow: () => void
}

/** How long a pause is before the next frames are read. */
const pauseMs = 50

export class Pace {
  readonly #parts: PaceParts
  #waiting: Uint8Array[] = []
  #waitingBytes = 0
  #credit: number
  #creditAt: number
  #cancel: (() => void) | null = null

  constructor(parts: PaceParts) {
    this.#parts = parts
    this.#credit = parts.limits.frameBurst
    this.#creditAt = parts.now()
  }

  /** A frame came; it is read now or, copied, when its turn comes. */
  take(frame: Uint8Array): void {
    if (!this.#cancel && this.#spend()) return this.#parts.read(frame)
    this.#waitingBytes += frame.length
    if (this.#waitingBytes > this.#parts.limits.maxWaitingBytes) return this.#overflow()
    this.#waiting.push(frame.slice())
    this.#cancel ??= this.#parts.schedule(pauseMs, () => this.#goOn())
  }

  /** Nothing that waits is read any more. */
  stop(): void {
    this.#cancel?.()
    this.#cancel = null
    this.#waiting = []
    this.#waitingBytes = 0
  }

  #goOn(): void {
    this.#cancel = null
    let count = 0
    while (count < this.#waiting.length && this.#spend()) count += 1
    const due = this.#waiting.splice(0, count)
    for (const frame of due) this.#waitingBytes -= frame.length
    if (this.#waiting.length > 0) this.#cancel = this.#parts.schedule(pauseMs, () => this.#goOn())
    for (const frame of due) this.#parts.read(frame)
  }

  #overflow(): void {
    this.stop()
    this.#parts.overflow()
  }

  #spend(): boolean {
    const { now, limits } = this.#parts
    const earned = ((now() - this.#creditAt) * limits.framesPerSecond) / 1000
    this.#credit = Math.min(limits.frameBurst, this.#credit + Math.max(0, earned))
    this.#creditAt = now()
    if (this.#credit < 1) return false
    this.#credit -= 1
    return true
  }
}
