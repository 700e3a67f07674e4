/** The server's hand: copies characters of a document and says in the relocation table where they went. Nothing else may move text. */
import * as Y from 'yjs'
import type { ChangeId, HostId } from '../../shared/ids.ts'
import { compare, Model } from '../../shared/compose/model.ts'
import type { TextAnchor } from '../../shared/text/anchor.ts'
import {
  anchorAtEnd,
  appendDeleted,
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

  /** Moves the units from visible offset `off` on to the end of `to`, deleted ones too: what hangs on them keeps its order. */
  moveTail(from: Y.Text, off: number, to: { text: Y.Text }): void {
    for (const part of tailOf(from, off)) {
      if (part.kind === 'living') this.copyInto([part.piece], to.text, to.text.length, null, 'last')
      else this.copyDeleted(part, to.text)
    }
    if (from.length > off) from.delete(off, from.length - off)
  }

  private copyDeleted({ c, k, len }: { c: number; k: number; len: number }, to: Y.Text): void {
    for (const gap of this.model.reloc.gaps(c, k, len))
      this.relocateUnits({ c, k: gap.k }, gap.len, appendDeleted(to, gap.len))
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

/** A stretch of a text that moves. */
type TailPart =
  | { readonly kind: 'living'; readonly piece: Piece }
  | { readonly kind: 'deleted'; readonly c: number; readonly k: number; readonly len: number }

/** The units from visible offset `off` on, and the deleted ones between and behind them (of the whole text when 0). */
function tailOf(text: Y.Text, off: number): TailPart[] {
  const out: TailPart[] = []
  const pieces = slicePieces(piecesOf(text), off, text.length)
  let next = 0
  let seen = 0
  for (let item = text._start; item; item = item.right) {
    const { client: c, clock: k } = item.id
    if (item.deleted && (next > 0 || off === 0)) out.push({ kind: 'deleted', c, k, len: item.length })
    else if (!item.deleted && item.countable) {
      seen += item.length
      const piece = pieces[next]
      if (piece && seen > off) out.push({ kind: 'living', piece })
      if (piece && seen > off) next++
    }
  }
  return out
}
