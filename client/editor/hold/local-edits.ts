/** Edits of the ProseMirror document alone, while something is held. What is typed bears the mark `held`, so that it is found again exactly. */
import { Fragment, type Node, Slice } from 'prosemirror-model'
import { TextSelection, type Transaction } from 'prosemirror-state'
import type { Content } from '../../../shared/intent/writer.ts'
import type { BlockKind } from '../../../shared/text/roots.ts'
import { emptyBlock } from '../block-attributes.ts'
import { joined, printMarks } from '../drawing.ts'
import type { Line } from '../lines.ts'
import { schema } from '../schema.ts'

/** Replaces [from, to) by lines; each line after the first opens a block whose id `freshId` gives. The caret comes to stand behind. */
export function replaceLocally(
  tr: Transaction,
  range: { from: number; to: number },
  lines: readonly Line[],
  freshId: () => string,
): void {
  deleteLocally(tr, range.from, range.to)
  let at = range.from
  lines.forEach(({ kind, content }, i) => {
    if (i > 0) at = splitLocally(tr, at, { id: freshId(), kind })
    const nodes = heldNodes(content)
    tr.replace(at, at, new Slice(Fragment.from(nodes), 0, 0))
    at += nodes.reduce((size, node) => size + node.nodeSize, 0)
  })
  tr.setSelection(TextSelection.create(tr.doc, at))
}

function heldNodes(content: readonly Content[]): Node[] {
  const held = schema.marks.held.create()
  const nodes = content.flatMap(part => {
    if (part.kind === 'text')
      return part.text ? [schema.text(part.text, [held, ...printMarks(part.marks)])] : []
    return part.kind === 'line' ? [schema.nodes.line_break.create(null, null, [held])] : []
  })
  return joined(nodes)
}

/** Deletes [from, to); breaks go where agreed blocks meet, other blocks only lose their words. */
export function deleteLocally(tr: Transaction, from: number, to: number): void {
  if (from >= to) return
  const before = tr.doc
  const $from = before.resolve(from)
  const first = $from.index(0)
  for (let i = before.resolve(to).index(0); i >= first; i--) {
    const start = $from.posAtIndex(i, 0) + 1
    const end = start + before.child(i).content.size
    tr.delete(Math.max(from, start), Math.min(to, end))
    if (i > first && joinsLocally(tr.doc, i)) tr.join(start - 1)
  }
}

function joinsLocally(doc: Node, index: number): boolean {
  return isAgreed(doc.maybeChild(index)) && isAgreed(doc.maybeChild(index - 1))
}

/** True for a block of agreed text, one that is only held yet included. */
export function isAgreed(block: Node | null): boolean {
  return block !== null && block.attrs['proposed'] === '' && block.attrs['kind'] !== 'note'
}

/** Breaks the block at a position; gives the position where the words of the new block begin. A heading's end opens a paragraph. */
export function splitLocally(tr: Transaction, at: number, fresh: { id: string; kind?: BlockKind }): number {
  const $at = tr.doc.resolve(at)
  const { parent } = $at
  const isEndOfHeading = parent.attrs['kind'] === 'heading' && $at.parentOffset === parent.content.size
  const kind =
    fresh.kind && fresh.kind !== 'paragraph'
      ? fresh.kind
      : isEndOfHeading
        ? 'paragraph'
        : parent.attrs['kind']
  const attrs = { ...emptyBlock, id: fresh.id, kind, level: isEndOfHeading ? 0 : parent.attrs['level'] }
  tr.split(at, 1, [{ type: schema.nodes.block, attrs }])
  return at + 2
}

/** Words that are held and nowhere else yet, one line a block. */
export function heldWords(doc: Node): string {
  const lines: string[] = []
  doc.forEach(block => {
    let words = ''
    block.forEach(node => {
      if (schema.marks.held.isInSet(node.marks)) words += node.text ?? '\n'
    })
    if (words) lines.push(words)
  })
  return lines.join('\n')
}
