/** Proposals about whole blocks: new ones, and deletion, move, label, kind, join of standing ones. */
import type * as Y from 'yjs'
import { headOfText } from '../compose/compose.ts'
import { type Change, compareChanges, type Model } from '../compose/model.ts'
import type { BlockId, ChangeId, HostId } from '../ids.ts'
import { addChange, blocksOfChange, type ChangeFields, type ChangeKind } from '../proposal/change.ts'
import { startOf, type TextAnchor } from '../text/anchor.ts'
import { anchorAtEnd, insertText } from '../text/items.ts'
import { keyBetween } from '../text/order.ts'
import { addBlock, type BlockKind, type Marks, textOf } from '../text/roots.ts'
import { contentOrigin, ensureProposal, freshChangeId, owns, structureOrigin, type Writer } from './writer.ts'

/** A block as proposed: its words are one stretch or several with marks. */
export interface NewBlock {
  readonly kind: BlockKind
  readonly level: number
  readonly label: string | null
  readonly words: readonly { readonly text: string; readonly marks: Marks | null }[]
}

/** Proposes blocks after the block `after` (or `headOfText`); gives the change and the ids of the blocks. */
export function proposeBlocks(
  model: Model,
  writer: Writer,
  after: HostId,
  blocks: readonly NewBlock[],
): { cid: ChangeId; ids: HostId[] } {
  const place = placeAfter(model, after)
  const cid = freshChangeId(writer)
  const ids = blocks.map(() => writer.ids.next(cid) as HostId)
  const change = model.doc.transact(() => {
    ensureProposal(model, writer)
    const map = addChange(model.doc, writer.proposal, cid, { kind: 'newBlock', ...place })
    let order: string | null = null
    blocks.forEach(({ kind, level, label }, i) => {
      order = keyBetween(order, null)
      addBlock(blocksOfChange(map) as NonNullable<ReturnType<typeof blocksOfChange>>, ids[i] as string, {
        order,
        kind,
        level,
        label,
      })
    })
    return map
  }, structureOrigin)
  model.doc.transact(() => {
    change.set('on', true)
    blocks.forEach(({ words }, i) =>
      writeWords(textOf(blocksOfChange(change)?.get(ids[i] as string)) as Y.Text, words),
    )
  }, contentOrigin)
  return { cid, ids }
}

function writeWords(text: Y.Text, words: NewBlock['words']): void {
  for (const part of words) if (part.text) insertText(text, text.length, part.text, part.marks)
}

/** After a block proposed by a change: beside that change, so that paragraphs typed one after another do not nest. */
function placeAfter(model: Model, after: HostId): { after: TextAnchor; ord: string } {
  const host = model.hosts.get(after)
  if (host?.kind === 'newBlock' && host.change && isLastOf(host.change, after)) {
    const change = host.change
    const place = [...change.places][0] ?? ''
    const next = newBlocksAt(model, place).find(other => compareChanges(other, change) > 0)
    return { after: change.map.get('after') as TextAnchor, ord: keyBetween(change.ord, next?.ord ?? null) }
  }
  const first = newBlocksAt(model, `@${after}`)[0]
  const anchor = host ? anchorAtEnd(after, host.text) : startOf(headOfText)
  return { after: anchor, ord: keyBetween(null, first?.ord ?? null) }
}

function newBlocksAt(model: Model, place: string): Change[] {
  return [...(model.byPlace.get(place) ?? [])]
    .filter(change => change.kind === 'newBlock')
    .sort(compareChanges)
}

function isLastOf(change: Change, block: HostId): boolean {
  let last: { id: string; order: string } | null = null
  blocksOfChange(change.map)?.forEach((map, id) => {
    const order = map.get('order') as string
    if (!last || order > last.order || (order === last.order && id > last.id)) last = { id, order }
  })
  return (last as { id: string } | null)?.id === block
}

type BlockChange = Extract<ChangeFields, { readonly block: BlockId }>

/** Proposes a change of a block as a whole; switched on, so that it can be undone. */
export function changeBlock(model: Model, writer: Writer, fields: BlockChange): ChangeId {
  const cid = freshChangeId(writer)
  const change = model.doc.transact(() => {
    ensureProposal(model, writer)
    return addChange(model.doc, writer.proposal, cid, fields)
  }, structureOrigin)
  model.doc.transact(() => change.set('on', true), contentOrigin)
  return cid
}

/** Switches an own change off: a proposed block, bracket, move ... is taken back. */
export function switchOff(model: Model, change: Change): void {
  model.doc.transact(() => change.map.delete('on'), contentOrigin)
}

/** The writer's own open change of one kind for a block, or null. */
export function ownBlockChange(model: Model, writer: Writer, block: HostId, kind: ChangeKind): Change | null {
  for (const change of model.byPlace.get(`@${block}`) ?? [])
    if (change.kind === kind && model.isOn(change) && owns(model, writer, change)) return change
  return null
}
