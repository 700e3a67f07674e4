/** Going from place to place on the page. */
import { TextSelection } from 'prosemirror-state'
import { positionOf, type Spot } from './page.ts'
import type { Surface } from './surface.ts'

/** Puts the caret at a spot, scrolls it into view and gives the page the focus. */
export function goToSpot(surface: Surface, spot: Spot): void {
  const { tr } = surface.view.state
  const position = positionOf(tr.doc, spot)
  surface.view.focus()
  surface.apply(tr.setSelection(TextSelection.create(tr.doc, position)).scrollIntoView())
}

/** Puts the caret behind the next opening bracket, drawn or of a proposal, or behind the one before. */
export function goToBracket(surface: Surface, by: 1 | -1): void {
  const here = surface.spotAt(surface.view.state.selection.head)
  const spots = openings(surface)
  const isFurther = (spot: Spot) => compareSpots(spot, here) * by > 0
  const next = by > 0 ? spots.find(isFurther) : spots.findLast(isFurther)
  if (next) goToSpot(surface, next)
}

function openings({ page }: Surface): Spot[] {
  const out: Spot[] = []
  page.blocks.forEach((block, index) => {
    let seen = 0
    let own: unknown = null
    for (const run of block.runs) {
      const opens =
        run.kind === 'glyph'
          ? run.end === 'open'
          : run.own !== null && run.own !== own && run.own !== block.proposed
      if (opens) out.push({ index, offset: seen + (run.kind === 'glyph' ? 1 : 0) })
      own = run.own
      seen += run.len
    }
  })
  return out
}

function compareSpots(a: Spot, b: Spot): number {
  return a.index - b.index || a.offset - b.offset
}
