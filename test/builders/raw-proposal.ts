/** Proposals written as a client writes them: containers first, words then, no word to the register. */
import type * as Y from 'yjs'
import type { BlockId, ChangeId, CommandId, ProposalId } from '../../shared/ids.ts'
import { makeIdSource } from '../../shared/ids.ts'
import { addChange, addProposal } from '../../shared/proposal/change.ts'
import { anchorAfter, insertText } from '../../shared/text/items.ts'
import { rootsOf, textOf } from '../../shared/text/roots.ts'
import { seededRandom } from './random.ts'
import { blockText } from './text-state.ts'

const random = seededRandom(7)
let clock = 1_750_000_000_000
const ids = makeIdSource(() => clock++, random)

export interface RawProposal {
  readonly id: ProposalId
  readonly change: ChangeId
}

/** A proposal to insert `words` behind the first `off` units of a block; one transaction, one update. */
export function propose(doc: Y.Doc, words: string, { block = 'B1', off = 0 } = {}): RawProposal {
  const id = ids.next() as ProposalId
  const change = ids.next(id) as ChangeId
  doc.transact(() => {
    addProposal(doc, id)
    const at = anchorAfter(block, blockText(doc, block), off)
    const map = addChange(doc, id, change, { kind: 'insert', at, ord: 'a0' })
    insertText(textOf(map) as Y.Text, 0, words, null)
  })
  return { id, change }
}

/** The words of a proposed insertion; null where it has not arrived. */
export function proposedText(doc: Y.Doc, { id, change }: RawProposal): Y.Text | null {
  const changes = rootsOf(doc).proposals.get(id)?.get('changes') as Y.Map<Y.Map<unknown>> | undefined
  return textOf(changes?.get(change))
}

/** A fresh id of a command, block, note or bracket. */
export function freshId<T extends string = CommandId>(): T {
  return ids.next() as T
}

/** The command that breaks a block behind its first `off` units. */
export function breakCommand(doc: Y.Doc, block: string, off: number, id: CommandId = freshId()) {
  const at = anchorAfter(block, blockText(doc, block), off)
  return {
    id,
    kind: 'structure' as const,
    breaks: [{ at, id: freshId<BlockId>(), kind: 'paragraph' as const }],
    joins: [],
    kinds: [],
  }
}
