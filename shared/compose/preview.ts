/** What a decision would make of the text: the preview that its maker sees, and its hash. */
import type { ProposalId } from '../ids.ts'
import { canonicalWords, previewHash } from './canonical.ts'
import { type ComposedBlock, compose } from './compose.ts'
import type { Model } from './model.ts'
import { asIfAdopted, clean } from './view.ts'

export interface Preview {
  /** Blocks that would read otherwise than the agreed text does now, new ones among them, in order. */
  readonly after: readonly ComposedBlock[]
  /** The same places as they read now. */
  readonly before: readonly ComposedBlock[]
  /** SHA-256, hex, of what changes: a decision carries it. */
  readonly hash: string
}

/** The preview of adopting proposals together; with `changes`, only those changes of them. Cost: composes the text twice. */
export function previewOf(
  model: Model,
  proposals: ReadonlySet<ProposalId>,
  changes?: ReadonlySet<string>,
): Preview {
  const now = compose(model, clean)
  const then = compose(model, asIfAdopted(proposals, { changes }))
  const nowWords = wordsById(now)
  const thenWords = wordsById(then)
  const movedIds = moved(now, then)
  const after = then.filter(
    block => nowWords.get(block.id) !== thenWords.get(block.id) || movedIds.has(block.id),
  )
  const before = now.filter(
    block => nowWords.get(block.id) !== thenWords.get(block.id) || movedIds.has(block.id),
  )
  return { after, before, hash: previewHash([...before, ...after]) }
}

function wordsById(blocks: readonly ComposedBlock[]): Map<string, string> {
  return new Map(blocks.map(block => [block.id as string, canonicalWords([block])]))
}

/** Blocks that stand in both lists with another predecessor among those that stand in both. */
function moved(now: readonly ComposedBlock[], then: readonly ComposedBlock[]): Set<string> {
  const inBoth = new Set(now.map(block => block.id as string))
  const kept = then.filter(block => inBoth.has(block.id))
  const keptIds = new Set(kept.map(block => block.id as string))
  const before = now.filter(block => keptIds.has(block.id))
  const out = new Set<string>()
  kept.forEach((block, i) => {
    if (before[i]?.id !== block.id) out.add(block.id)
  })
  return out
}
