/** How a block is drawn: its attributes in the ProseMirror document, and the element they make. */
import type { DOMOutputSpec, Node } from 'prosemirror-model'

/**
 * Attributes of a block node. Strings, '' for none; lists hold palette numbers parted by blanks.
 * `proposed`, `struck`, `moved`, `joined`: parties whose proposals bring, strike, move the block or join it to its predecessor.
 * `relabel`, `retype`: what the latest such proposal makes of label and kind. `spans`: brackets that go on over its edges.
 */
export interface BlockAttributes {
  readonly id: string
  readonly kind: string
  readonly level: number
  readonly label: string
  readonly proposed: string
  readonly struck: string
  readonly moved: string
  readonly joined: string
  readonly relabel: string
  readonly retype: string
  readonly spans: string
  /** Initials of who proposes or strikes the block. */
  readonly initials: string
  /** 'true' when the block is proposed by one's own party. */
  readonly own: string
  /** Raised to have the element made anew. */
  readonly turn: number
}

export const emptyBlock: BlockAttributes = {
  id: '',
  kind: 'paragraph',
  level: 0,
  label: '',
  proposed: '',
  struck: '',
  moved: '',
  joined: '',
  relabel: '',
  retype: '',
  spans: '',
  initials: '',
  own: '',
  turn: 0,
}

/** The attributes as ProseMirror wants them declared. */
export const blockSpecAttributes = Object.fromEntries(
  Object.entries(emptyBlock).map(([key, value]) => [key, { default: value }]),
)

const shown = [
  'kind',
  'level',
  'proposed',
  'struck',
  'moved',
  'joined',
  'relabel',
  'retype',
  'spans',
  'initials',
  'own',
] as const

/** The `data-` attributes of a block's element. */
export function dataOfBlock(node: Node): Record<string, string> {
  const attributes = node.attrs as BlockAttributes
  const data: Record<string, string> = { 'data-block': attributes.id }
  for (const key of shown) if (attributes[key] !== '') data[`data-${key}`] = String(attributes[key])
  return data
}

/** The element of a block, as ProseMirror's renderer wants it: the label stands outside of what can be edited. */
export function drawBlockElement(node: Node): DOMOutputSpec {
  return [
    'div',
    { class: 'block', ...dataOfBlock(node) },
    ['span', { class: 'label', contenteditable: 'false' }, String(node.attrs['label'])],
    ['div', { class: 'content' }, 0],
  ]
}

/** Attributes read from an element that the browser made by itself: the next drawing replaces it. */
export function blockParseAttributes(dom: HTMLElement): Partial<BlockAttributes> {
  return { id: dom.dataset['block'] ?? '', kind: dom.dataset['kind'] ?? 'paragraph' }
}
