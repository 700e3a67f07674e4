/** A seeded source of randomness with the choices that operations need: the same seed, the same run. */
import { seededRandom as uniform } from '../builders/random.ts'

export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform integer in [0, n). */
  below(n: number): number
  pick<T>(items: readonly T[]): T
}

export function seededRandom(seed: number): Random {
  const next = uniform(seed)
  const below = (n: number) => Math.floor(next() * n)
  return { next, below, pick: items => items[below(items.length)] as (typeof items)[number] }
}
