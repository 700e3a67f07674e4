/** Proposing square brackets around text that stands. */
import type { ComposedBlock } from '../compose/compose.ts'
import type { Model } from '../compose/model.ts'
import type { Run } from '../compose/run.ts'
import type { ChangeId } from '../ids.ts'
import { addChange } from '../proposal/change.ts'
import { type BracketEnd, startOf, type TextAnchor } from '../text/anchor.ts'
import { anchorAfter, anchorBefore } from '../text/items.ts'
import { keyBetween } from '../text/order.ts'
import { textOfHost } from './insert-point.ts'
import { locate } from './locate.ts'
import { contentOrigin, ensureProposal, freshChangeId, structureOrigin, type Writer } from './writer.ts'

/** A shown position: a block and an offset in it. */
export interface ShownPlace {
  readonly block: ComposedBlock
  readonly pos: number
}

/** Proposes a pair of brackets from one shown place to another; gives the change's id. */
export function proposeBracket(model: Model, writer: Writer, from: ShownPlace, to: ShownPlace): ChangeId {
  const cid = freshChangeId(writer)
  const { open, close } = bracketEnds(model, from, to)
  const change = model.doc.transact(() => {
    ensureProposal(model, writer)
    return addChange(model.doc, writer.proposal, cid, { kind: 'bracket', open, close })
  }, structureOrigin)
  model.doc.transact(() => change.set('on', true), contentOrigin)
  return cid
}

/**
 * Where the ends of a bracket around [from, to) hang, with order keys that put them outside of glyphs already there on the
 * outer side. An empty range makes an empty pair: both ends on the left neighbour, open before close.
 */
export function bracketEnds(
  model: Model,
  from: ShownPlace,
  to: ShownPlace,
): { open: BracketEnd; close: BracketEnd } {
  if (from.block.id === to.block.id && from.pos === to.pos) {
    const at = leftAnchor(model, from)
    const low = orderAt(model, from, 'left')
    const openOrd = keyBetween(low, orderAt(model, from, 'right'))
    return {
      open: { at, ord: openOrd },
      close: { at, ord: keyBetween(openOrd, orderAt(model, from, 'right')) },
    }
  }
  return {
    open: {
      at: rightAnchor(model, from),
      ord: keyBetween(orderAt(model, from, 'left'), orderAt(model, from, 'right')),
    },
    close: {
      at: leftAnchor(model, to),
      ord: keyBetween(orderAt(model, to, 'left'), orderAt(model, to, 'right')),
    },
  }
}

function leftAnchor(model: Model, place: ShownPlace): TextAnchor {
  const { inside, at, left } = locate(place.block.runs, place.pos)
  if (inside) return anchorAfter(inside.host, textOfHost(model, inside.host), inside.off + at)
  if (!left) return startOf(place.block.id)
  return anchorAfter(
    left.host,
    textOfHost(model, left.host),
    left.off + (left.kind === 'glyph' ? 0 : left.len),
  )
}

function rightAnchor(model: Model, place: ShownPlace): TextAnchor {
  const { inside, at, right } = locate(place.block.runs, place.pos)
  if (inside) return anchorBefore(inside.host, textOfHost(model, inside.host), inside.off + at)
  return right ? anchorBefore(right.host, textOfHost(model, right.host), right.off) : leftAnchor(model, place)
}

/** The order key of the glyph directly beside a place, or null when a letter or nothing stands there. */
function orderAt(model: Model, place: ShownPlace, side: 'left' | 'right'): string | null {
  const spot = locate(place.block.runs, place.pos)
  const run: Run | null = spot.inside ? null : spot[side]
  if (run?.kind !== 'glyph') return null
  return model.endOf(run.bracket, run.end).ord
}
