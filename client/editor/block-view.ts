/** The element of a block, kept while its attributes change, so that a label or a proposal beside it never disturbs typing. */
import type { Node } from 'prosemirror-model'
import type { NodeView, ViewMutationRecord } from 'prosemirror-view'
import { dataOfBlock } from './block-attributes.ts'

export class BlockView implements NodeView {
  readonly dom: HTMLElement
  readonly contentDOM: HTMLElement
  private readonly label: HTMLElement
  private turn: number

  constructor(node: Node) {
    this.dom = document.createElement('div')
    this.dom.className = 'block'
    this.label = this.dom.appendChild(document.createElement('span'))
    this.label.className = 'label'
    this.label.contentEditable = 'false'
    this.contentDOM = this.dom.appendChild(document.createElement('div'))
    this.contentDOM.className = 'content'
    this.turn = node.attrs['turn'] as number
    this.draw(node)
  }

  /** Takes the new attributes; false, and a new element, when the block is to be made anew. */
  update(node: Node): boolean {
    if (node.type.name !== 'block' || node.attrs['turn'] !== this.turn) return false
    this.draw(node)
    return true
  }

  /** The label and our own attributes are no words. */
  ignoreMutation(mutation: ViewMutationRecord): boolean {
    if (mutation.type === 'selection') return false
    return (
      this.label.contains(mutation.target) || (mutation.type === 'attributes' && mutation.target === this.dom)
    )
  }

  private draw(node: Node): void {
    const data = dataOfBlock(node)
    for (const { name } of [...this.dom.attributes])
      if (name.startsWith('data-') && !(name in data)) this.dom.removeAttribute(name)
    for (const [name, value] of Object.entries(data))
      if (this.dom.getAttribute(name) !== value) this.dom.setAttribute(name, value)
    const label = String(node.attrs['label'])
    if (this.label.textContent !== label) this.label.textContent = label
  }
}
