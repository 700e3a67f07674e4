/** Bracket letters of agreed text without a partner: they are neither drawn pairs nor pairs of letters. */
import type { ComposedBlock } from '../../shared/compose/compose.ts'
import { wordsOf } from '../../shared/compose/run.ts'

export interface Stray {
  readonly block: ComposedBlock
  readonly char: string
  /** Shown offset of the letter. */
  readonly offset: number
}

interface Letter {
  readonly offset: number
  readonly char: string
}

const lettersOf = new WeakMap<ComposedBlock, readonly Letter[]>()

/** The bracket letters of a block's agreed text; kept as long as the block is the same. */
function bracketLetters(block: ComposedBlock): readonly Letter[] {
  const known = lettersOf.get(block)
  if (known) return known
  const out: Letter[] = []
  let seen = 0
  for (const run of block.runs) {
    if (run.kind === 'text' && !run.own && run.marks?.code === undefined)
      for (const match of wordsOf(run).matchAll(/[[\]]/g))
        out.push({ offset: seen + match.index, char: match[0] })
    seen += run.len
  }
  lettersOf.set(block, out)
  return out
}

/** The strays of a text in its order. Letters pair up within their block, then over blocks. */
export function straysOf(blocks: readonly ComposedBlock[]): Stray[] {
  const open: Stray[] = []
  const strays: Stray[] = []
  for (const block of blocks)
    for (const { offset, char } of bracketLetters(block)) {
      const letter = { block, char, offset }
      if (char === '[') open.push(letter)
      else if (!open.pop()) strays.push(letter)
    }
  const places = new Map(blocks.map((block, i) => [block, i]))
  const order = ({ block, offset }: Stray) => [places.get(block) ?? 0, offset] as const
  return [...strays, ...open].sort((a, b) => order(a)[0] - order(b)[0] || order(a)[1] - order(b)[1])
}
