/** Holds back whoever tries to guess: failed sign-ins of one address, counted over a minute. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

const failuresAMinute = 10
const windowSeconds = 60

export interface AttemptLimit {
  /** Seconds to wait; 0: go on. */
  waitOf(address: string): Promise<number>
  countFailure(address: string): Promise<void>
}

/** Counts in memory; a right attempt costs nothing, so that a delegation behind one address signs in together. */
export function makeAttemptLimit(): AttemptLimit {
  const limiter = new RateLimiterMemory({ points: failuresAMinute, duration: windowSeconds })
  return {
    async waitOf(address) {
      const state = await limiter.get(address)
      if (state === null || state.consumedPoints < failuresAMinute) return 0
      return Math.max(1, Math.ceil(state.msBeforeNext / 1000))
    },
    async countFailure(address) {
      await limiter.consume(address).catch(ignoreLimit)
    },
  }
}

/** Over the limit is what `waitOf` tells; anything else is a fault. */
function ignoreLimit(reason: unknown): void {
  if (!(reason instanceof RateLimiterRes)) throw reason
}
