/** The smallest replacements that turn one document of the page into another. */
import { Fragment, type Node, Slice } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { startOfBlock } from './page.ts'

/**
 * Makes the blocks of `tr.doc` those of `to`; gives the numbers [start, end) of the blocks that changed. Blocks that are the
 * same nodes, or keep their id, are not replaced as a whole.
 */
export function patchDoc(tr: Transaction, to: Node): { start: number; end: number } {
  const { start, oldEnd, newEnd } = changedBlocks(tr.doc, to)
  const sameIds =
    oldEnd === newEnd && idsOf(tr.doc, start, oldEnd).every((id, i) => id === idOf(to.child(start + i)))
  if (!sameIds) replaceBlocks(tr, { start, end: oldEnd }, blocksOf(to, start, newEnd))
  else for (let i = start; i < oldEnd; i++) patchBlock(tr, i, to.child(i))
  return { start, end: newEnd }
}

/** The blocks in which two documents differ: [start, oldEnd) of the one, [start, newEnd) of the other. */
function changedBlocks(a: Node, b: Node): { start: number; oldEnd: number; newEnd: number } {
  let start = 0
  while (start < a.childCount && start < b.childCount && a.child(start).eq(b.child(start))) start++
  let oldEnd = a.childCount
  let newEnd = b.childCount
  while (oldEnd > start && newEnd > start && a.child(oldEnd - 1).eq(b.child(newEnd - 1))) {
    oldEnd--
    newEnd--
  }
  return { start, oldEnd, newEnd }
}

function blocksOf(doc: Node, start: number, end: number): Node[] {
  const out: Node[] = []
  for (let i = start; i < end; i++) out.push(doc.child(i))
  return out
}

function idsOf(doc: Node, start: number, end: number): unknown[] {
  return blocksOf(doc, start, end).map(idOf)
}

function idOf(block: Node): unknown {
  return block.attrs['id']
}

function replaceBlocks(
  tr: Transaction,
  range: { start: number; end: number },
  blocks: readonly Node[],
): void {
  const from = startOfBlock(tr.doc, range.start) - 1
  const to = startOfBlock(tr.doc, range.end) - 1
  tr.replace(from, to, new Slice(Fragment.from(blocks), 0, 0))
}

/** Replaces what differs in one block: its attributes, and the words between equal beginning and equal end. */
export function patchBlock(tr: Transaction, index: number, next: Node): void {
  const now = tr.doc.child(index)
  if (now.eq(next)) return
  const start = startOfBlock(tr.doc, index)
  if (!now.hasMarkup(next.type, next.attrs)) tr.setNodeMarkup(start - 1, null, next.attrs)
  const from = now.content.findDiffStart(next.content)
  const end = from === null ? null : now.content.findDiffEnd(next.content)
  if (from === null || !end) return
  const overlap = Math.max(0, from - Math.min(end.a, end.b))
  tr.replace(start + from, start + end.a + overlap, next.slice(from, end.b + overlap))
}
