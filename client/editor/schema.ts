/**
 * The ProseMirror schema of the page: flat blocks of running text. It is a picture of the composed text: whatever stands in
 * it can be drawn anew from the document at any time, and nothing in it is ever written back as it is.
 */
import {
  type DOMOutputSpec,
  type Mark,
  type MarkSpec,
  type Node,
  type NodeSpec,
  Schema,
} from 'prosemirror-model'
import { isSafeAddress } from './addresses.ts'
import { blockParseAttributes, blockSpecAttributes, drawBlockElement } from './block-attributes.ts'

const blockSpec: NodeSpec = {
  content: 'inline*',
  group: 'block',
  whitespace: 'pre',
  attrs: blockSpecAttributes,
  toDOM: drawBlockElement,
  parseDOM: [{ tag: 'div.block', contentElement: '.content', getAttrs: blockParseAttributes }],
}

/** A footnote's reference; `label` is the number as it reads. */
const noteRefSpec: NodeSpec = {
  inline: true,
  group: 'inline',
  atom: true,
  selectable: false,
  attrs: { note: { default: '' }, label: { default: '' } },
  toDOM: node => [
    'sup',
    { class: 'note-ref', 'data-note': String(node.attrs['note']) },
    String(node.attrs['label']),
  ],
  parseDOM: [
    { tag: 'sup.note-ref', getAttrs: dom => ({ note: dom.dataset['note'] ?? '', label: dom.textContent }) },
  ],
}

/** A proposed break inside a paragraph, shown as ¶. */
const splitMarkSpec: NodeSpec = {
  inline: true,
  group: 'inline',
  atom: true,
  selectable: false,
  toDOM: () => ['span', { class: 'split-mark' }, '¶'],
  parseDOM: [{ tag: 'span.split-mark' }],
}

/** A line break inside a paragraph. */
const lineBreakSpec: NodeSpec = {
  inline: true,
  group: 'inline',
  atom: true,
  selectable: false,
  toDOM: () => ['br'],
  parseDOM: [{ tag: 'br' }],
}

/** A mark drawn as `<span class=NAME data-…>`, with spans of the `inner` classes in it; it reads its own DOM back exactly. */
function spanMark(name: string, attributes: readonly string[], ...inner: string[]): MarkSpec {
  return {
    attrs: Object.fromEntries(attributes.map(key => [key, { default: '' }])),
    excludes: '',
    inclusive: false,
    toDOM: mark =>
      nestedSpans([{ class: name, ...dataOf(mark, attributes) }, ...inner.map(each => ({ class: each }))]),
    parseDOM: [
      {
        tag: `span.${name}`,
        getAttrs: dom => Object.fromEntries(attributes.map(key => [key, dom.dataset[key] ?? ''])),
      },
    ],
  }
}

function nestedSpans([attributes, ...inner]: readonly Record<string, string>[]): DOMOutputSpec {
  return ['span', attributes, inner.length ? nestedSpans(inner) : 0]
}

function dataOf(mark: Mark, attributes: readonly string[]): Record<string, string> {
  const data: Record<string, string> = {}
  for (const key of attributes) if (mark.attrs[key] !== '') data[`data-${key}`] = String(mark.attrs[key])
  return data
}

/** A mark of print, drawn as an element of HTML. */
function printMark(tag: string, others: readonly string[] = []): MarkSpec {
  return { toDOM: (): DOMOutputSpec => [tag, 0], parseDOM: [tag, ...others].map(name => ({ tag: name })) }
}

const linkSpec: MarkSpec = {
  attrs: { address: {} },
  inclusive: false,
  toDOM: mark => ['a', linkAttributes(String(mark.attrs['address'])), 0],
  parseDOM: [{ tag: 'a[href]', getAttrs: dom => ({ address: dom.getAttribute('href') ?? '' }) }],
}

function linkAttributes(address: string): Record<string, string> {
  const base = { class: 'link', title: address, rel: 'noopener noreferrer nofollow' }
  return isSafeAddress(address) ? { ...base, href: address } : base
}

/**
 * Attributes of marks are strings, '' for none:
 * highlight: the wash between the ends of a bracket; party: palette number of its holder.
 * insertion, deletion: a proposal's words; first, last: 'true' where they begin and end; initials: of the holder.
 * glyph: one drawn bracket, a character that is nowhere in the text.
 * held: typed while a command is on its way, not yet in the document.
 */
export const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    block: blockSpec,
    text: { group: 'inline' },
    note_ref: noteRefSpec,
    split_mark: splitMarkSpec,
    line_break: lineBreakSpec,
  },
  marks: {
    highlight: spanMark('highlight', ['bracket', 'party']),
    insertion: spanMark(
      'insertion',
      ['change', 'party', 'initials', 'own', 'first', 'last'],
      'pair',
      'words',
    ),
    deletion: spanMark('deletion', ['change', 'party', 'initials', 'own', 'first', 'last'], 'words'),
    reformat: spanMark('reformat', ['change', 'party', 'key', 'value']),
    glyph: spanMark('glyph', ['bracket', 'end', 'party', 'initials', 'unpaired']),
    held: spanMark('held', []),
    printed: spanMark('printed', []),
    link: linkSpec,
    strong: printMark('strong', ['b']),
    em: printMark('em', ['i']),
    underline: printMark('u'),
    sup: printMark('sup'),
    sub: printMark('sub'),
    code: printMark('code'),
  },
})

/** The glyph a text node draws, or null. */
export function glyphMark(node: Node): Mark | null {
  return schema.marks.glyph.isInSet(node.marks) ?? null
}

/** Marks of print as they are named in the document. */
export const drawnMarkNames = ['strong', 'em', 'underline', 'sup', 'sub', 'code', 'link'] as const
export type DrawnMarkName = (typeof drawnMarkNames)[number]
