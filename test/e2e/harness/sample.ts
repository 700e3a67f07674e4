/** Short texts for the page: `# ` opens a heading, `[` and `]` are a drawn pair of agreed text. */
import { anchorAfter, anchorBefore } from '../../../shared/text/items.ts'
import type { BlockKind, Roots } from '../../../shared/text/roots.ts'
import { textOf } from '../../../shared/text/roots.ts'
import type * as Y from 'yjs'

export interface Sample {
  readonly kind: BlockKind
  readonly words: string
  /** Offsets in `words` of the ends of each pair. */
  readonly pairs: readonly (readonly [number, number])[]
}

/** Reads one paragraph. */
export function parseLine(written: string): Sample {
  const kind = written.startsWith('# ') ? 'heading' : 'paragraph'
  const open: number[] = []
  const pairs: [number, number][] = []
  let words = ''
  for (const char of kind === 'heading' ? written.slice(2) : written) {
    if (char === '[') open.push(words.length)
    else if (char === ']') pairs.push([open.pop() ?? 0, words.length])
    else words += char
  }
  return { kind, words, pairs: pairs.sort(([a], [b]) => a - b) }
}

/** Draws pair number `n` of a block around [from, to). */
export function addBracket(
  roots: Roots,
  at: { id: string; n: number },
  [from, to]: readonly [number, number],
): void {
  const text = textOf(roots.blocks.get(at.id)) as Y.Text
  const [open, close] =
    from === to
      ? [anchorAfter(at.id, text, from), anchorAfter(at.id, text, from)]
      : [anchorBefore(at.id, text, from), anchorAfter(at.id, text, to)]
  const id = `${at.id}g${at.n}`
  // Of nested pairs the outer one opens first and closes last.
  const ords = [`a${at.n}`, from === to ? `a${at.n}V` : `a${9 - at.n}`] as const
  roots.brackets.set(id, {
    open: { at: open, ord: ords[0], written: '[' },
    close: { at: close, ord: ords[1], written: ']' },
  })
  roots.register.set(id, { kind: 'bracket', holder: null, state: 'standing' })
}
