/** What drawing needs besides the block, and the small parts that all ways of drawing share. */
import type { Mark, Node } from 'prosemirror-model'
import type { Model } from '../../shared/compose/model.ts'
import type { Marks } from '../../shared/text/roots.ts'
import type { Look } from './look.ts'
import { drawnMarkNames, schema } from './schema.ts'

export interface Drawing {
  readonly model: Model
  readonly look: Look
}

/** The marks of print that words carry. */
export function printMarks(marks: Marks | null): Mark[] {
  const out: Mark[] = []
  for (const name of drawnMarkNames) {
    const value = marks?.[name]
    if (value === undefined) continue
    out.push(
      name === 'link'
        ? schema.marks.link.create({ address: value === true ? '' : value })
        : schema.marks[name].create(),
    )
  }
  return out
}

/** Neighbouring texts of equal marks as one node, so that its DOM node lasts while somebody types in it. */
export function joined(nodes: readonly Node[]): Node[] {
  const out: Node[] = []
  for (const node of nodes) {
    const last = out.at(-1)
    if (last?.isText && node.isText && last.sameMarkup(node))
      out[out.length - 1] = schema.text((last.text ?? '') + (node.text ?? ''), node.marks)
    else out.push(node)
  }
  return out
}
