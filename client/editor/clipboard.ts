/** What leaves the page by copying, and what comes in by pasting: words, marks of print, paragraphs; no ids, no proposals. */
import {
  type DOMOutputSpec,
  DOMParser,
  DOMSerializer,
  Fragment,
  type Mark,
  type Node,
  type ParseRule,
  Slice,
} from 'prosemirror-model'
import { isSafeAddress } from './addresses.ts'
import { drawnMarkNames, schema } from './schema.ts'

const headings: ParseRule[] = [1, 2, 3, 4, 5, 6].map(level => ({
  tag: `h${level}`,
  node: 'block',
  attrs: { kind: 'heading', level: level - 1 },
}))

const blocks: ParseRule[] = ['p', 'div', 'blockquote', 'pre', 'td', 'th', 'dd', 'dt', 'figcaption'].map(
  tag => ({
    tag,
    node: 'block',
  }),
)

const inline: ParseRule[] = [
  { tag: 'script, style, title, template, iframe, object', ignore: true },
  { tag: 'br', node: 'line_break' },
  { tag: 'b, strong', mark: 'strong' },
  { tag: 'i, em', mark: 'em' },
  { tag: 'u', mark: 'underline' },
  { tag: 'sup', mark: 'sup' },
  { tag: 'sub', mark: 'sub' },
  { tag: 'code', mark: 'code' },
  {
    style: 'font-weight',
    mark: 'strong',
    getAttrs: value => (/^(bold(er)?|[6-9]\d{2})$/.test(value) ? null : false),
  },
  { style: 'font-style=italic', mark: 'em' },
  { style: 'text-decoration=underline', mark: 'underline' },
  {
    tag: 'a[href]',
    mark: 'link',
    getAttrs: dom => {
      const address = dom.getAttribute('href') ?? ''
      return isSafeAddress(address) ? { address } : false
    },
  },
]

/** Reads pasted HTML: structure and marks of print; whatever else it holds is words. */
export const clipboardParser = new DOMParser(schema, [
  ...headings,
  { tag: 'li', node: 'block', attrs: { kind: 'item' } },
  ...blocks,
  ...inline,
])

const { text = (): DOMOutputSpec => ['span'] } = DOMSerializer.nodesFromSchema(schema)

/** Writes what is copied: plain elements. */
export const clipboardSerializer = new DOMSerializer(
  {
    doc: () => ['div', 0],
    block: node => [elementOf(node), 0],
    text,
    note_ref: node => ['sup', String(node.attrs['label'])],
    split_mark: () => ['br'],
    line_break: () => ['br'],
  },
  {
    strong: () => ['strong', 0],
    em: () => ['em', 0],
    underline: () => ['u', 0],
    sup: () => ['sup', 0],
    sub: () => ['sub', 0],
    code: () => ['code', 0],
    link: mark => ['a', { href: String(mark.attrs['address']) }, 0],
  },
)

function elementOf(node: Node): string {
  if (node.attrs['kind'] === 'heading') return `h${Math.min(6, Number(node.attrs['level']) + 1)}`
  return node.attrs['kind'] === 'item' ? 'li' : 'p'
}

/** What is copied of a selection: without marks of our own; struck words only where nothing else was selected. */
export function copied(slice: Slice): Slice {
  const onlyStruck = !someText(slice.content, node => !isStruck(node))
  return new Slice(stripped(slice.content, onlyStruck), slice.openStart, slice.openEnd)
}

function stripped(fragment: Fragment, keepsStruck: boolean): Fragment {
  const nodes: Node[] = []
  fragment.forEach(node => {
    if (!node.isInline) nodes.push(node.type.create(node.attrs, stripped(node.content, keepsStruck)))
    else if (keepsStruck || !isStruck(node)) nodes.push(node.mark(node.marks.filter(isPrintMark)))
  })
  return Fragment.fromArray(nodes)
}

function isPrintMark(mark: Mark): boolean {
  return drawnMarkNames.some(name => name === mark.type.name)
}

function isStruck(node: Node): boolean {
  return schema.marks.deletion.isInSet(node.marks) !== undefined
}

function someText(fragment: Fragment, test: (node: Node) => boolean): boolean {
  let found = false
  fragment.descendants(node => {
    if (node.isInline && test(node)) found = true
  })
  return found
}

/** The words of a copied slice, one paragraph a line. */
export function copiedText(slice: Slice): string {
  const { content } = copied(slice)
  return content.textBetween(0, content.size, '\n', leafText)
}

function leafText(node: Node): string {
  if (node.type.name === 'note_ref') return String(node.attrs['label'])
  return '\n'
}
