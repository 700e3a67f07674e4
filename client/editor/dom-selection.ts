/**
 * The browser's selection between two of its events. The browser moves the caret first and tells a moment later; what is
 * drawn in between must not put the caret back.
 */
import type { EditorView } from 'prosemirror-view'

interface DomRange {
  readonly anchorNode: Node | null
  readonly anchorOffset: number
  readonly focusNode: Node | null
  readonly focusOffset: number
}

export class DomSelection {
  private last: DomRange | null = null

  /** The browser's selection is the editor's now. */
  remember(view: EditorView): void {
    this.last = rangeOf(view)
  }

  /** ProseMirror positions of a selection that the editor has not been told of; null when there is none. */
  untold(view: EditorView): { anchor: number; head: number } | null {
    const now = rangeOf(view)
    if (!this.last || !now || sameRange(now, this.last) || !view.hasFocus() || view.composing) return null
    const anchor = positionIn(view, now.anchorNode, now.anchorOffset)
    const head = positionIn(view, now.focusNode, now.focusOffset)
    return anchor === null || head === null ? null : { anchor, head }
  }
}

function rangeOf(view: EditorView): DomRange | null {
  const selection = view.dom.ownerDocument.getSelection()
  if (!selection) return null
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection
  return { anchorNode, anchorOffset, focusNode, focusOffset }
}

function sameRange(a: DomRange, b: DomRange): boolean {
  return (
    a.anchorNode === b.anchorNode &&
    a.anchorOffset === b.anchorOffset &&
    a.focusNode === b.focusNode &&
    a.focusOffset === b.focusOffset
  )
}

/** The position of a place in the page's words; null outside of them. */
function positionIn(view: EditorView, node: Node | null, offset: number): number | null {
  if (!node || !view.dom.contains(node)) return null
  const position = view.posAtDOM(node, offset)
  return view.state.doc.resolve(position).parent.inlineContent ? position : null
}
