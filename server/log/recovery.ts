/** The way back into service: open the storage anew, see that it still holds what was acknowledged, then go on. */
import { BrokenChain } from './chain.ts'
import { readChained } from './chained-reader.ts'
import { equalBytes } from './entry.ts'
import type { EntryStore } from './entry-store.ts'
import type { Heads } from './heads.ts'
import type { LogFailure } from './log.ts'

export interface RecoveryOptions {
  /** Milliseconds between two attempts. */
  readonly probeMs: number
  readonly recovered: () => void
  /** The record on disk is not the one acknowledged; there will be no further attempt. */
  readonly stopped: (failure: LogFailure) => void
}

/** Attempts until one succeeds, the record is found broken, or `stop`. */
export class Recovery {
  readonly #store: EntryStore
  readonly #heads: Heads
  readonly #options: RecoveryOptions
  #timer: NodeJS.Timeout | null = null
  #attempt: Promise<void> | null = null
  #over = false

  constructor(store: EntryStore, heads: Heads, options: RecoveryOptions) {
    this.#store = store
    this.#heads = heads
    this.#options = options
  }

  /** Starts attempts, unless they are under way already. */
  begin(): void {
    if (this.#over || this.#timer || this.#attempt) return
    this.#timer = setTimeout(() => this.#try(), this.#options.probeMs)
    this.#timer.unref()
  }

  /** Resolves when no attempt is under way, and there will be none. */
  async stop(): Promise<void> {
    this.#over = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.#attempt
  }

  #try(): void {
    this.#timer = null
    this.#attempt = this.#recover().then(outcome => {
      this.#attempt = null
      if (this.#over) return
      if (outcome === 'failed') this.begin()
      else if (outcome === 'whole') this.#options.recovered()
      else this.#giveUp(outcome)
    })
  }

  #giveUp(broken: BrokenChain): void {
    this.#over = true
    this.#options.stopped({ code: 'stopped', message: broken.message })
  }

  async #recover(): Promise<'whole' | 'failed' | BrokenChain> {
    try {
      if (await this.#store.recover()) return 'failed'
      this.#checkKnown()
      this.#heads.forget()
      return 'whole'
    } catch (error) {
      // A record that is readable and another one is final; what cannot be read now may be readable at the next attempt.
      return error instanceof BrokenChain ? error : 'failed'
    }
  }

  /** Entries may have landed without an answer, so more than we know of is right; less, or others, is not. */
  #checkKnown(): void {
    for (const [stream, durable] of this.#heads.known()) {
      const toSeq = Math.max(durable.seq, this.#store.findHead(stream)?.seq ?? 0)
      for (const entry of readChained(this.#store, stream, { fromSeq: durable.seq, toSeq })) {
        const isOther = entry.seq === durable.seq && !equalBytes(entry.hash, durable.hash)
        if (isOther) throw new BrokenChain(stream, entry.seq, 'hash')
      }
    }
  }
}
