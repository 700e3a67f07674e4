/** What is drawn: composed blocks and the ProseMirror document made of them, block by block. Immutable. */
import type { Node } from 'prosemirror-model'
import type { ComposedBlock } from '../../shared/compose/compose.ts'
import { drawBlock, drawDoc } from './draw.ts'
import type { Drawing } from './drawing.ts'

/** A place on the page: the block's number, and the shown offset in it. */
export interface Spot {
  readonly index: number
  readonly offset: number
}

/** An earlier page, and which of its blocks are still drawn right; all when `keeps` is not given. */
export interface Before {
  readonly page: Page
  readonly keeps?: (block: ComposedBlock) => boolean
}

export class Page {
  readonly blocks: readonly ComposedBlock[]
  readonly doc: Node
  private indexes: Map<string, number> | null = null

  constructor(blocks: readonly ComposedBlock[], doc: Node) {
    this.blocks = blocks
    this.doc = doc
  }

  /** The page of these blocks; nodes of blocks that `before` shows already, and `keeps`, are taken from it. */
  static draw(drawing: Drawing, blocks: readonly ComposedBlock[], before: Before | null = null): Page {
    const known = new Map<ComposedBlock, Node>()
    before?.page.blocks.forEach((block, i) => {
      if (before.keeps?.(block) ?? true) known.set(block, before.page.doc.child(i))
    })
    return new Page(blocks, drawDoc(blocks.map(block => known.get(block) ?? drawBlock(drawing, block))))
  }

  /** The same page over equal nodes: those that are drawn, so that what did not change is found at a glance. */
  over(doc: Node): Page {
    const page = new Page(this.blocks, doc)
    page.indexes = this.indexes
    return page
  }

  /** Number of the block with this id; -1 when it is not shown. */
  indexOf(id: string): number {
    this.indexes ??= new Map(this.blocks.map((block, i) => [block.id as string, i]))
    return this.indexes.get(id) ?? -1
  }

  block(id: string): ComposedBlock | null {
    return this.blocks[this.indexOf(id)] ?? null
  }
}

/** The ProseMirror position where the words of block `index` begin. */
export function startOfBlock(doc: Node, index: number): number {
  let position = 1
  for (let i = 0; i < index; i++) position += doc.child(i).nodeSize
  return position
}

/** The ProseMirror position of a spot; past the end of a block it is the end. */
export function positionOf(doc: Node, spot: Spot): number {
  const index = Math.min(spot.index, doc.childCount - 1)
  return startOfBlock(doc, index) + Math.min(spot.offset, doc.child(index).content.size)
}

/** The spot of a ProseMirror position; between two blocks it is the start of the second, or the end of the last. */
export function spotOf(doc: Node, position: number): Spot {
  const $position = doc.resolve(Math.max(0, Math.min(position, doc.content.size)))
  if ($position.depth > 0) return { index: $position.index(0), offset: $position.parentOffset }
  const index = $position.index(0)
  return index < doc.childCount
    ? { index, offset: 0 }
    : { index: index - 1, offset: doc.child(index - 1).content.size }
}
