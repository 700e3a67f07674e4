/** The server's hand: copies characters of a document and says in the relocation table where they went. Nothing else may move text. */
import * as Y from 'yjs'
import type { ChangeId, HostId } from '../../shared/ids.ts'
import { compare, Model } from '../../shared/compose/model.ts'
import { isCharAnchor, type TextAnchor } from '../../shared/text/anchor.ts'
import {
  anchorAtEnd,
  insertEmbed,
  insertText,
  type Piece,
  piecesOf,
  slicePieces,
  type Left,
} from '../../shared/text/items.ts'
import { keysBetween } from '../../shared/text/order.ts'
import { endKey, hostKey, rangeKey } from '../../shared/text/relocation.ts'
import { type BlockMap, type Embed, textOf } from '../../shared/text/roots.ts'
import type { ReboundEnd } from '../../shared/intent/insert-point.ts'

/** A stretch of deleted units and the last living unit left of it in the part that moves; null when there is none. */
interface Tombstone {
  readonly c: number
  readonly k: number
  readonly len: number
  readonly after: { readonly c: number; readonly k: number } | null
}

export class Hand {
  readonly doc: Y.Doc
  /** Resolves anchors, up to date with all that this hand relocated; its places of changes are those of its making. */
  readonly model: Model

  constructor(doc: Y.Doc, model: Model = new Model(doc)) {
    this.doc = doc
    this.model = model
  }

  // ---- relocation

  relocateHost(host: string, to: HostId | TextAnchor): void {
    this.write(hostKey(host), to)
  }

  /** A host that lives again keeps its start. */
  restoreHost(host: string): void {
    this.model.roots.reloc.delete(hostKey(host))
    this.model.reloc.add(hostKey(host), undefined)
  }

  /** Units that an undo re-created. */
  relocateUnits(from: { c: number; k: number }, len: number, to: { c: number; k: number }): void {
    this.write(rangeKey(from.c, from.k), [len, to.c, to.k])
  }

  rebind({ bracket, end, at, ord }: ReboundEnd): void {
    this.write(endKey(bracket, end), { at, ord })
  }

  private write(key: string, value: unknown): void {
    this.model.roots.reloc.set(key, value)
    this.model.reloc.add(key, value)
  }

  // ---- copying

  /** Copies pieces into `to` at visible offset `off`, by adoption of `change` if given; returns the units copied. */
  copyInto(
    pieces: readonly Piece[],
    to: Y.Text,
    off: number,
    change: ChangeId | null,
    left: Left = 'living',
  ): number {
    let at = off
    for (const piece of pieces) {
      const k = Y.getState(this.doc.store, this.doc.clientID)
      if (piece.text !== null) insertText(to, at, piece.text, piece.marks, left)
      else insertEmbed(to, at, this.embedNow(piece.embed as Embed), piece.marks, left)
      const place = [piece.len, this.doc.clientID, k]
      this.write(rangeKey(piece.c, piece.k), change ? [...place, 0, change] : place)
      at += piece.len
    }
    return at - off
  }

  /** A reference to a note that was adopted points to the adopted note. */
  private embedNow(embed: Embed): Embed {
    if (!('footnote' in embed)) return embed
    return {
      footnote: this.model.reloc.hostNow(
        embed.footnote as string as HostId,
      ) as string as typeof embed.footnote,
    }
  }

  /** Moves the units from visible offset `off` on to the end of `to`; deleted units follow their left living neighbour. */
  moveTail(from: Y.Text, off: number, to: { host: HostId; text: Y.Text; off: number }): void {
    const tail = slicePieces(piecesOf(from), off, from.length)
    const tombstones = tombstonesFrom(from, off)
    this.copyInto(tail, to.text, to.off, null, 'last')
    for (const tombstone of tombstones) this.relocateTombstone(tombstone, to)
    if (tail.length) from.delete(off, from.length - off)
  }

  private relocateTombstone(tombstone: Tombstone, to: { host: HostId; text: Y.Text; off: number }): void {
    const { c, k, len, after } = tombstone
    for (const gap of this.model.reloc.gaps(c, k, len)) {
      const place = after ? this.model.reloc.find(after.c, after.k) : null
      if (place?.kind === 'moved') this.write(rangeKey(c, gap.k), [gap.len, place.c, place.k, 1])
      else this.relocateToHead(c, gap, to)
    }
  }

  private relocateToHead(
    c: number,
    gap: { k: number; len: number },
    to: { host: HostId; text: Y.Text; off: number },
  ): void {
    const head = anchorAtHead(to)
    const value = isCharAnchor(head) ? [gap.len, head.c, head.k, 1] : [gap.len, to.host]
    this.write(rangeKey(c, gap.k), value)
  }

  // ---- agreed blocks

  block(id: string): BlockMap | undefined {
    return this.model.roots.blocks.get(id)
  }

  /** Blocks of agreed text in their order, gone ones too when asked. */
  ordered(withGone: boolean): { id: HostId; order: string; block: BlockMap }[] {
    const out: { id: HostId; order: string; block: BlockMap }[] = []
    this.model.roots.blocks.forEach((block, id) => {
      if (withGone || block.get('gone') === undefined)
        out.push({ id: id as HostId, order: block.get('order') as string, block })
    })
    return out.sort((a, b) => compare(a.order, b.order) || compare(a.id, b.id))
  }

  /** An order key directly after a block (`null`: before all). */
  orderAfter(id: string | null): string {
    return this.ordersAfter(id, 1)[0] as string
  }

  /** `count` ascending order keys directly after a block. Equal keys, left by two moves at once, are made distinct first. */
  ordersAfter(id: string | null, count: number): string[] {
    const low = id === null ? null : ((this.block(id)?.get('order') as string | undefined) ?? null)
    if (low !== null && id !== null) this.untie(id, low)
    return keysBetween(low, this.nextOrder(low), count)
  }

  /** The least order key above `low`; null when there is none. */
  private nextOrder(low: string | null): string | null {
    let next: string | null = null
    for (const block of this.model.roots.blocks.values()) {
      const order = block.get('order') as string
      if ((low === null || order > low) && (next === null || order < next)) next = order
    }
    return next
  }

  /** Gives blocks that stand behind `id` under the same key keys of their own. */
  private untie(id: string, order: string): void {
    const tied: string[] = []
    this.model.roots.blocks.forEach((block, other) => {
      if (other > id && block.get('order') === order) tied.push(other)
    })
    if (!tied.length) return
    const orders = keysBetween(order, this.nextOrder(order), tied.length)
    tied.sort(compare).forEach((other, i) => this.block(other)?.set('order', orders[i]))
  }

  /** The anchor after the last unit of a host. */
  endOf(host: HostId): TextAnchor {
    return anchorAtEnd(host, textOf(this.block(host)) as Y.Text)
  }
}

function anchorAtHead(to: { host: HostId; text: Y.Text; off: number }): TextAnchor {
  const left = to.off > 0 ? slicePieces(piecesOf(to.text), to.off - 1, to.off)[0] : undefined
  return left ? { h: to.host, c: left.c, k: left.k, s: -1 } : { h: to.host, s: -1 }
}

/** Deleted items right of visible offset `off` (of the whole text when 0). */
function tombstonesFrom(text: Y.Text, off: number): Tombstone[] {
  const out: Tombstone[] = []
  let seen = 0
  let after: { c: number; k: number } | null = null
  for (let item = text._start; item; item = item.right) {
    if (!item.deleted && item.countable) {
      seen += item.length
      if (seen > off) after = { c: item.id.client, k: item.id.clock + item.length - 1 }
    } else if (item.deleted && (after || off === 0))
      out.push({ c: item.id.client, k: item.id.clock, len: item.length, after })
  }
  return out
}
