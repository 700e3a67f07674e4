/** Structure of agreed text: breaks, joins, kinds, labels, blocks. Each function writes; the caller holds the transaction. */
import type * as Y from 'yjs'
import { maxNesting, type Model, type Place } from '../../shared/compose/model.ts'
import type { HostId } from '../../shared/ids.ts'
import type { Anchor, TextAnchor } from '../../shared/text/anchor.ts'
import { appendDeleted, piecesOf } from '../../shared/text/items.ts'
import { addBlock, type BlockKind, textOf } from '../../shared/text/roots.ts'
import type { Hand } from './hand.ts'

/** Where an anchor stands in agreed text; a place inside an insertion counts for the place where that hangs. Null elsewhere. */
export function agreedPlace(model: Model, anchor: Anchor): Place | null {
  let place = model.resolve(anchor)
  for (let depth = 0; place && depth <= maxNesting; depth++) {
    const host = model.hosts.get(place.host)
    if (!host?.change) return place
    if (host.kind !== 'insert') return null
    place = model.resolve(host.change.map.get('at') as Anchor)
  }
  return null
}

/** Breaks a standing block at visible offset `off`; the tail becomes block `tail`, which lives again when it is a joined one. */
export function splitBlock(
  hand: Hand,
  id: HostId,
  off: number,
  tail: { id: HostId; kind: BlockKind; level?: number; order?: string },
): void {
  const block = hand.block(id)
  const text = textOf(block)
  if (!block || !text) throw new Error(`no block ${id} to break`)
  const order = tail.order ?? hand.orderAfter(id)
  const made = hand.block(tail.id)
  if (made) {
    made.delete('gone')
    made.set('order', order)
    made.set('kind', tail.kind)
    hand.restoreHost(tail.id)
  } else {
    const level = tail.level ?? (block.get('level') as number)
    addBlock(hand.model.roots.blocks, tail.id, { order, kind: tail.kind, level, label: null })
    hand.model.addAgreedHost(tail.id, 'block', textOf(hand.block(tail.id)))
  }
  hand.moveTail(text, off, { text: textOf(hand.block(tail.id)) as Y.Text })
}

/** Joins a standing block with its predecessor; false when there is none. */
export function joinBlock(hand: Hand, id: HostId): boolean {
  const blocks = hand.ordered(false)
  const at = blocks.findIndex(block => block.id === id)
  const before = blocks[at - 1]
  const block = blocks[at]
  const head = textOf(before?.block)
  const tail = textOf(block?.block)
  if (!before || !block || !head || !tail) return false
  // A seam behind all of the head: what hangs on the start of the block stays behind what hangs on the head's end.
  const seam: TextAnchor = { h: before.id, ...appendDeleted(head, 1), s: -1 }
  hand.moveTail(tail, 0, { text: head })
  hand.relocateHost(id, seam)
  block.block.set('gone', 'join')
  return true
}

/** Text that arrived in a block after it was joined goes where the block went. */
export function rescueJoined(hand: Hand, id: HostId): void {
  const block = hand.block(id)
  const text = textOf(block)
  if (block?.get('gone') !== 'join' || !text?.length) return
  const to = hand.model.resolve({ h: id, s: -1 })
  const target = to && hand.model.hosts.get(to.host)
  if (!to || !target || target.text === text) return
  hand.copyInto(piecesOf(text), target.text, to.off, null)
  text.delete(0, text.length)
}
