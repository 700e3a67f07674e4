/** Going from place to place on the page. */
import { TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { positionOf, type Spot } from './page.ts'
import type { Surface } from './surface.ts'

/** Puts the caret at a spot, with what follows it in view, and gives the page the focus. */
export function goToSpot(surface: Surface, spot: Spot): void {
  const { tr } = surface.view.state
  const position = positionOf(tr.doc, spot)
  surface.view.focus()
  surface.apply(tr.setSelection(TextSelection.create(tr.doc, position)))
  bringUp(surface.view, position)
}

/** Parts of the window's height: what stands between the first two stays, all else comes to the third. */
const [highest, lowest, best] = [0.06, 0.6, 0.2]

function bringUp(view: EditorView, position: number): void {
  const scroller = scrollerOf(view.dom)
  const { top, height } = scroller.getBoundingClientRect()
  const at = (view.coordsAtPos(position).top - top) / height
  if (at < highest || at > lowest) scroller.scrollTop += (at - best) * height
}

function scrollerOf(element: Element): Element {
  const above = element.parentElement
  if (!above) return element
  return /auto|scroll/.test(getComputedStyle(above).overflowY) ? above : scrollerOf(above)
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
