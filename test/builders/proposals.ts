/** Proposals for tests: a delegation's edits, named by the words they touch. */
import type * as Y from 'yjs'
import { type ComposedBlock, compose } from '../../shared/compose/compose.ts'
import { Model } from '../../shared/compose/model.ts'
import { wordsOf } from '../../shared/compose/run.ts'
import { everything } from '../../shared/compose/view.ts'
import type { BlockId, HostId, PartyId, ProposalId } from '../../shared/ids.ts'
import { changeBlock, type NewBlock, proposeBlocks } from '../../shared/intent/blocks.ts'
import { proposeBracket } from '../../shared/intent/brackets.ts'
import { editBlock } from '../../shared/intent/edit-block.ts'
import { formatBlock } from '../../shared/intent/formats.ts'
import { type Content, plainContent, type Writer } from '../../shared/intent/writer.ts'
import type { ChangeFields } from '../../shared/proposal/change.ts'
import { rootsOf } from '../../shared/text/roots.ts'
import { testIds } from './imported.ts'

const ids = testIds()

/** One proposal of one party in a document; every call composes anew. */
export class Delegate {
  private readonly doc: Y.Doc
  readonly writer: Writer

  constructor(doc: Y.Doc, party: string) {
    const proposal = ids.next() as ProposalId
    this.doc = doc
    this.writer = { party: party as PartyId, direct: false, proposal, ids }
    const holder = this.writer.party
    rootsOf(doc).register.set(proposal, { kind: 'proposal', holder, writers: [holder], state: 'open' })
  }

  /** Replaces the first occurrence of `words` in the shown text by `by`; no `words`: inserts at the end of block `n`. */
  edit(words: string, by: string | readonly Content[]): this {
    const { model, block, from } = this.find(words)
    const content = typeof by === 'string' ? plainContent(by) : by
    editBlock(model, this.writer, { block, from, to: from + words.length, content })
    return this
  }

  /** Inserts after the first occurrence of `words`. */
  insertAfter(words: string, by: string | readonly Content[]): this {
    const { model, block, from } = this.find(words)
    const at = from + words.length
    const content = typeof by === 'string' ? plainContent(by) : by
    editBlock(model, this.writer, { block, from: at, to: at, content })
    return this
  }

  bracket(words: string): this {
    const { model, block, from } = this.find(words)
    proposeBracket(model, this.writer, { block, pos: from }, { block, pos: from + words.length })
    return this
  }

  format(words: string, key: 'em' | 'strong'): this {
    const { model, block, from } = this.find(words)
    formatBlock(model, this.writer, block, { from, to: from + words.length }, { key, value: true })
    return this
  }

  /** Proposes paragraphs after the block that holds `words`. */
  add(words: string, ...blocks: readonly Partial<Omit<NewBlock, 'words'> & { text: string }>[]): this {
    const { model, block } = this.find(words)
    const made = blocks.map(({ text = '', kind = 'paragraph', level = 0, label = null }): NewBlock => {
      return { kind, level, label, words: [{ text, marks: null }] }
    })
    proposeBlocks(model, this.writer, block.id, made)
    return this
  }

  /** Proposes a change of the block that holds `words` as a whole. */
  change(words: string, make: (block: BlockId) => Extract<ChangeFields, { readonly block: BlockId }>): this {
    const { model, block } = this.find(words)
    changeBlock(model, this.writer, make(block.id as string as BlockId))
    return this
  }

  private find(words: string): { model: Model; block: ComposedBlock; from: number } {
    const model = new Model(this.doc)
    for (const block of compose(model, everything)) {
      const from = block.runs.map(wordsOf).join('').indexOf(words)
      if (from >= 0) return { model, block, from }
    }
    throw new Error(`no block holds "${words}"`)
  }
}

/** The order key of the block that holds `words`. */
export function orderOf(doc: Y.Doc, words: string): string {
  const found = compose(new Model(doc), everything).find(block =>
    block.runs.map(wordsOf).join('').includes(words),
  )
  return rootsOf(doc)
    .blocks.get(found?.id as HostId)
    ?.get('order') as string
}
