/**
 * The drawn page: composition in, ProseMirror out. It draws what a transaction touched, block by block, and keeps the caret
 * by identity. While something is held (a composition, a command on its way) ProseMirror goes on alone and nothing is drawn.
 */
import { EditorState, type Plugin, TextSelection, type Transaction } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import type * as Y from 'yjs'
import type { ComposedBlock } from '../../shared/compose/compose.ts'
import { LiveComposition } from '../../shared/compose/live.ts'
import type { Model } from '../../shared/compose/model.ts'
import type { ComposeView } from '../../shared/compose/view.ts'
import type { NoteId } from '../../shared/ids.ts'
import { BlockView } from './block-view.ts'
import { type CaretPlace, findSpot, placeOf } from './caret-place.ts'
import { showsNotes } from './draw.ts'
import type { Drawing } from './drawing.ts'
import type { Look } from './look.ts'
import { DomSelection } from './dom-selection.ts'
import { noteLabels } from './note-labels.ts'
import { layOver, overlayPlugin, type RemoteCaret } from './overlays.ts'
import { Page, positionOf, type Spot, spotOf, startOfBlock } from './page.ts'
import { patchDoc } from './patch.ts'
import { schema } from './schema.ts'

/** A selection by identity. */
export interface Selected {
  readonly anchor: CaretPlace
  readonly head: CaretPlace
}

export interface SurfaceParts {
  readonly doc: Y.Doc
  readonly element: HTMLElement
  readonly view: ComposeView
  readonly look: Omit<Look, 'noteLabel'>
  readonly plugins: readonly Plugin[]
  readonly isEditable: () => boolean
  readonly dispatch: (tr: Transaction) => void
}

export class Surface {
  readonly view: EditorView
  readonly live: LiveComposition
  page: Page
  private look: Look
  private labels: ReadonlyMap<NoteId, string>
  private carets: readonly RemoteCaret[] = []
  /** Carets of others and marks of strays lie where they belong. */
  private isLaidOver = false
  private pauses = 0
  /** Id of the block in which a composition lasts: it is left alone. */
  private frozen: string | null = null
  private isStale = false
  private touched = { start: 0, end: 0 }
  private readonly doc: Y.Doc
  private readonly listeners = new Set<() => void>()
  private readonly domSelection = new DomSelection()

  constructor(parts: SurfaceParts) {
    this.doc = parts.doc
    this.live = new LiveComposition(parts.doc, parts.view)
    this.labels = noteLabels(this.live.blocks)
    this.look = { ...parts.look, noteLabel: id => this.labels.get(id) ?? '*' }
    this.page = Page.draw(this.drawing, this.live.blocks)
    this.view = new EditorView(
      { mount: parts.element },
      {
        state: EditorState.create({
          doc: this.page.doc,
          schema,
          plugins: [overlayPlugin(), ...parts.plugins],
        }),
        nodeViews: { block: node => new BlockView(node) },
        editable: parts.isEditable,
        // Reached by Tab also by those who only read: they scroll by keys. The bar over the page holds the title.
        attributes: {
          tabindex: '0',
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-labelledby': 'text-title',
        },
        dispatchTransaction: parts.dispatch,
      },
    )
    this.doc.on('afterTransaction', this.follow)
    this.show(null, { scroll: false })
  }

  get model(): Model {
    return this.live.model
  }

  get drawing(): Drawing {
    return { model: this.live.model, look: this.look }
  }

  /** True while drawing waits. */
  get isPaused(): boolean {
    return this.pauses > 0
  }

  destroy(): void {
    this.doc.off('afterTransaction', this.follow)
    this.view.destroy()
  }

  /** Calls `listener` after each drawing and each change of the selection; returns how to stop. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private readonly follow = (transaction: Y.Transaction): void => {
    this.live.note(transaction)
    this.flush()
  }

  /** Nothing is drawn until `resume` was called as often. */
  pause(): void {
    this.pauses++
  }

  resume(): void {
    this.pauses--
  }

  /** From now on the block with the caret is not drawn, whatever arrives for it; the others are. */
  freeze(): void {
    const { index } = this.spotAt(this.view.state.selection.head)
    this.frozen = this.page.blocks[index]?.id ?? null
  }

  /** The frozen block is drawn again. */
  thaw(): void {
    this.frozen = null
  }

  /** Takes another way of looking: view, parties, voice. The whole page is drawn anew. */
  setLook(look: Partial<Look>, view?: ComposeView): void {
    this.look = { ...this.look, ...look }
    if (view) this.live.setView(view)
    this.isStale = true
    this.flush()
  }

  /** Shows these carets of others from now on; while one composes, only when that is over. */
  setCarets(carets: readonly RemoteCaret[]): void {
    if (JSON.stringify(carets) === JSON.stringify(this.carets)) return
    this.carets = carets
    this.isLaidOver = false
    if (this.pauses > 0 || this.frozen !== null) return
    this.show(this.selected(), { scroll: false })
  }

  private layOver(tr: Transaction): void {
    this.isLaidOver = true
    // In print other letters stand between the words, and places of the text are not places of the page.
    layOver(tr, this.page, this.look.print ? [] : this.carets, place => this.findSpot(place))
  }

  /** Draws what was touched since; the caret stays at its letter, or goes to `caret`. */
  flush(caret: CaretPlace | null = null): void {
    if (this.pauses > 0) return
    this.live.update()
    if (this.frozen !== null) return this.flushOthers(this.frozen)
    const isChanged = this.isStale || !sameBlocks(this.live.blocks, this.page.blocks)
    if (!isChanged && !caret && this.isLaidOver) return
    const keep = caret ? { anchor: caret, head: caret } : this.selected()
    if (isChanged) this.page = this.redrawn(this.live.blocks)
    this.show(keep, { scroll: caret !== null })
    if (isChanged) for (const listener of this.listeners) listener()
  }

  /** Draws what changed in other blocks than the frozen one; nothing when that one is gone. */
  private flushOthers(frozen: string): void {
    const old = this.page.block(frozen)
    const index = this.live.blocks.findIndex(block => block.id === frozen)
    if (!old || index < 0) return
    const blocks = this.live.blocks.map((block, i) => (i === index ? old : block))
    if (!this.isStale && sameBlocks(blocks, this.page.blocks)) return
    const { state } = this.view
    const { anchor, head } = state.selection
    const [from, to] = [this.spotAt(anchor), this.spotAt(head)]
    const composing = state.doc.child(from.index)
    this.page = this.redrawn(blocks)
    const tr = state.tr
    patchDoc(tr, this.page.doc.copy(this.page.doc.content.replaceChild(index, composing)))
    const at = (spot: Spot) => positionOf(tr.doc, { ...spot, index })
    tr.setSelection(TextSelection.create(tr.doc, at(from), at(to)))
    this.update(tr)
    for (const listener of this.listeners) listener()
  }

  private redrawn(blocks: readonly ComposedBlock[]): Page {
    const labels = noteLabels(blocks)
    const isRenumbered = [...labels].some(([id, label]) => this.labels.get(id) !== label)
    this.labels = labels
    const keeps = (block: ComposedBlock) => !this.isStale && !(isRenumbered && showsNotes(block))
    const page = Page.draw(this.drawing, blocks, { page: this.page, keeps })
    this.isStale = false
    return page
  }

  /** Makes the ProseMirror document that of the page, with the selection where it belongs. */
  private show(keep: Selected | null, options: { scroll: boolean }): void {
    const { state } = this.view
    const tr = state.tr
    this.touched = patchDoc(tr, this.page.doc)
    if (keep) this.select(tr, keep)
    const isOverlaid = this.isLaidOver && !tr.docChanged
    this.page = this.page.over(tr.doc)
    if (isOverlaid && tr.selection.eq(state.selection) && !options.scroll) return
    if (options.scroll) tr.scrollIntoView()
    if (!isOverlaid) this.layOver(tr)
    this.apply(tr)
  }

  private select(tr: Transaction, { anchor, head }: Selected): void {
    const from = this.positionOfPlace(anchor)
    const to = this.positionOfPlace(head)
    if (from === null || to === null) return
    tr.setSelection(TextSelection.create(tr.doc, from, to))
  }

  private update(tr: Transaction): void {
    this.view.updateState(this.view.state.apply(tr))
    this.domSelection.remember(this.view)
  }

  /** Applies a transaction to ProseMirror alone. */
  apply(tr: Transaction): void {
    const { selection } = this.view.state
    this.update(tr)
    if (!selection.eq(this.view.state.selection)) for (const listener of this.listeners) listener()
  }

  /**
   * Draws another page than the composed one (a command's effect ahead of its answer). Drawing must be paused; the page that
   * shows the document stays `page`.
   */
  showAhead(page: Page, caret: Spot | null): void {
    const tr = this.view.state.tr
    patchDoc(tr, page.doc)
    if (caret) tr.setSelection(TextSelection.create(tr.doc, positionOf(tr.doc, caret)))
    this.apply(tr.scrollIntoView())
  }

  /** Puts the ProseMirror document back to the page. */
  putBack(): void {
    const tr = this.view.state.tr
    patchDoc(tr, this.page.doc)
    if (tr.docChanged) this.apply(tr)
  }

  /** Numbers [start, end) of the blocks that the last drawing changed; none when asked again. */
  takeTouched(): [number, number] {
    const { start, end } = this.touched
    this.touched = { start: 0, end: 0 }
    return [start, end]
  }

  /** Makes the elements of blocks anew. */
  redraw(blocks: readonly number[]): void {
    const { tr } = this.view.state
    for (const index of blocks) tr.setNodeAttribute(startOfBlock(tr.doc, index) - 1, 'turn', 1)
    this.update(tr)
    this.putBack()
  }

  // ---- places

  /** The selection by identity; null when it stands nowhere in the text. */
  selected(): Selected | null {
    const { anchor, head } = this.domSelection.untold(this.view) ?? this.view.state.selection
    const from = placeOf(this.page, this.spotAt(anchor))
    const to = anchor === head ? from : placeOf(this.page, this.spotAt(head))
    return from && to ? { anchor: from, head: to } : null
  }

  /** Where a ProseMirror position stands on the page. */
  spotAt(position: number): Spot {
    return spotOf(this.view.state.doc, position)
  }

  findSpot(place: CaretPlace): Spot | null {
    return findSpot(this.model, this.page, place)
  }

  /** The ProseMirror position of a place; null when it is not shown. */
  positionOfPlace(place: CaretPlace): number | null {
    const spot = this.findSpot(place)
    return spot && positionOf(this.page.doc, spot)
  }

  /** Sets the caret without scrolling the page under other hands. */
  setCaret(place: CaretPlace): void {
    const position = this.positionOfPlace(place)
    if (position === null) return
    const { tr } = this.view.state
    this.apply(tr.setSelection(TextSelection.create(tr.doc, position)).scrollIntoView())
  }
}

function sameBlocks(a: readonly ComposedBlock[], b: readonly ComposedBlock[]): boolean {
  return a.length === b.length && a.every((block, i) => block === b[i])
}
