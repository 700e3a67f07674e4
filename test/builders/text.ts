/** One line makes a text: `text(p('b1', 'States shall act', ref('n1')), note('n1', 'See above.'))`. */
import type * as Y from 'yjs'
import type { BracketId, HostId, NoteId } from '../../shared/ids.ts'
import { anchorAfter, anchorBefore, insertEmbed, insertText } from '../../shared/text/items.ts'
import { keysBetween } from '../../shared/text/order.ts'
import {
  addBlock,
  addNote,
  type BlockKind,
  type Embed,
  type Marks,
  newTextDoc,
  type Roots,
  rootsOf,
  serverClientId,
  textOf,
} from '../../shared/text/roots.ts'

/** A stretch of a block or note: words, words with marks, or a sign. */
export type Stretch = string | { readonly words: string; readonly marks: Marks } | Embed

export interface BlockPart {
  readonly part: 'block'
  readonly id: string
  readonly kind: BlockKind
  readonly level: number
  readonly label: string | null
  readonly stretches: readonly Stretch[]
}

export interface NotePart {
  readonly part: 'note'
  readonly id: string
  readonly stretches: readonly Stretch[]
}

export interface BracketPart {
  readonly part: 'bracket'
  readonly id: string
  readonly from: readonly [host: string, off: number]
  readonly to: readonly [host: string, off: number]
}

/** A paragraph. */
export function p(id: string, ...stretches: readonly Stretch[]): BlockPart {
  return { part: 'block', id, kind: 'paragraph', level: 0, label: null, stretches }
}

/** A heading of the highest level. */
export function h(id: string, ...stretches: readonly Stretch[]): BlockPart {
  return { ...p(id, ...stretches), kind: 'heading' }
}

/** An item with a label. */
export function item(id: string, label: string, ...stretches: readonly Stretch[]): BlockPart {
  return { ...p(id, ...stretches), kind: 'item', level: 1, label }
}

/** The body of a footnote. */
export function note(id: string, ...stretches: readonly Stretch[]): NotePart {
  return { part: 'note', id, stretches }
}

/** The reference to a footnote. */
export function ref(id: string): Embed {
  return { footnote: id as NoteId }
}

export function bold(words: string): Stretch {
  return { words, marks: { strong: true } }
}

/** A pair of brackets in agreed text, from one visible offset to another. */
export function bracket(id: string, from: BracketPart['from'], to: BracketPart['to']): BracketPart {
  return { part: 'bracket', id, from, to }
}

/** A document with this agreed text, written by the server. */
export function text(...parts: readonly (BlockPart | NotePart | BracketPart)[]): Y.Doc {
  const doc = newTextDoc({ clientId: serverClientId })
  const roots = rootsOf(doc)
  doc.transact(() => {
    const blocks = parts.filter(part => part.part === 'block')
    const orders = keysBetween(null, null, blocks.length)
    blocks.forEach((block, i) => writeBlock(roots, block, orders[i] as string))
    for (const part of parts)
      if (part.part === 'note') write(textOf(addNote(roots.footnotes, part.id)), part.stretches)
    for (const part of parts) if (part.part === 'bracket') writeBracket(roots, part)
  })
  return doc
}

function writeBlock(roots: Roots, { id, kind, level, label, stretches }: BlockPart, order: string): void {
  write(textOf(addBlock(roots.blocks, id, { order, kind, level, label })), stretches)
}

function write(target: Y.Text | null, stretches: readonly Stretch[]): void {
  if (!target) throw new Error('nothing to write in')
  for (const stretch of stretches) {
    if (typeof stretch === 'string') insertText(target, target.length, stretch, null)
    else if ('words' in stretch) insertText(target, target.length, stretch.words, stretch.marks)
    else insertEmbed(target, target.length, stretch)
  }
}

function writeBracket(roots: Roots, { id, from, to }: BracketPart): void {
  roots.brackets.set(id, {
    open: { at: anchorBefore(from[0], hostText(roots, from[0]), from[1]), ord: 'a0', written: '[' },
    close: { at: anchorAfter(to[0], hostText(roots, to[0]), to[1]), ord: 'a1', written: ']' },
  })
  roots.register.set(id as BracketId, { kind: 'bracket', holder: null, state: 'standing' })
}

/** The running text of an agreed block or note. */
export function hostText(roots: Roots, id: string): Y.Text {
  const found = textOf(roots.blocks.get(id)) ?? textOf(roots.footnotes.get(id))
  if (!found) throw new Error(`no agreed text ${id as HostId}`)
  return found
}
