/** Whether the page shows what the document holds: what must be true after each drawing, and is tested. */
import type { EditorView } from 'prosemirror-view'
import { compose } from '../../shared/compose/compose.ts'
import { Model } from '../../shared/compose/model.ts'
import type { ComposeView } from '../../shared/compose/view.ts'
import { noteLabels } from './note-labels.ts'
import { Page, startOfBlock } from './page.ts'
import type { Surface } from './surface.ts'

/** What is wrong with the page; empty when it is a fresh composition of the document, drawn letter by letter. Cost: composes the text. */
export function faultsOf(surface: Surface, view: ComposeView): string[] {
  const model = new Model(surface.model.doc)
  const blocks = compose(model, view)
  const labels = noteLabels(blocks)
  const look = { ...surface.drawing.look, noteLabel: (id: string) => labels.get(id as never) ?? '*' }
  const fresh = Page.draw({ model, look }, blocks)
  const faults = surface.view.state.doc.eq(fresh.doc) ? [] : ['the page is not what the document composes to']
  return [...faults, ...undrawnBlocks(surface.view).map(index => `block ${index} is drawn in other letters`)]
}

/** Numbers of the blocks among [from, to) whose element does not read as the block does. */
export function undrawnBlocks(view: EditorView, from = 0, to = view.state.doc.childCount): number[] {
  const { doc } = view.state
  const out: number[] = []
  for (let index = from; index < to; index++) {
    const block = doc.child(index)
    const element = view.nodeDOM(startOfBlock(doc, index) - 1)
    const content = element instanceof HTMLElement ? element.querySelector('.content') : null
    if (content && lettersOf(content) !== block.textBetween(0, block.content.size, '', leaf)) out.push(index)
  }
  return out
}

function leaf(node: { type: { name: string }; attrs: { [name: string]: unknown } }): string {
  if (node.type.name === 'note_ref') return String(node.attrs['label'])
  return node.type.name === 'split_mark' ? '¶' : ''
}

/** The letters an element shows, without carets of others. */
function lettersOf(element: Element): string {
  let out = ''
  for (const node of element.childNodes) {
    if (node instanceof Text) out += node.data
    else if (node instanceof Element && !node.classList.contains('cursor')) out += lettersOf(node)
  }
  return out
}
