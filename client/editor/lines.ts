/** What is typed or pasted: paragraphs of content, and how pages of ProseMirror become such. */
import type { Fragment, Mark, Node } from 'prosemirror-model'
import { type Content, contentLength } from '../../shared/intent/writer.ts'
import { isMarkValue } from '../../shared/rules/mark-values.ts'
import type { BlockKind, MarkName, Marks } from '../../shared/text/roots.ts'
import { drawnMarkNames } from './schema.ts'

/** One paragraph to be written; the kind counts where it becomes a block of its own. */
export interface Line {
  readonly kind: BlockKind
  readonly level: number
  readonly content: readonly Content[]
}

export function line(content: readonly Content[]): Line {
  return { kind: 'paragraph', level: 0, content }
}

/** The paragraphs of pasted or dropped nodes: block nodes, or one line of inline nodes. */
export function linesOf(fragment: Fragment): Line[] {
  const lines: Line[] = []
  let loose: Node[] = []
  const flushLoose = () => {
    if (loose.length) lines.push(line(contentOf(loose)))
    loose = []
  }
  fragment.forEach(node => {
    if (node.isInline) return loose.push(node)
    flushLoose()
    lines.push({
      kind: kindOf(node),
      level: Number(node.attrs['level']) || 0,
      content: contentOf(childrenOf(node)),
    })
  })
  flushLoose()
  return lines
}

function kindOf(node: Node): BlockKind {
  const kind: unknown = node.attrs['kind']
  return kind === 'heading' || kind === 'item' ? kind : 'paragraph'
}

function childrenOf(node: Node): Node[] {
  const out: Node[] = []
  node.forEach(child => out.push(child))
  return out
}

/** Lines in portions that a command, an update and one running text bear. */
export function linesInPortions(lines: readonly Line[]): Line[][] {
  const portions: Line[][] = []
  let units = Number.POSITIVE_INFINITY
  for (const each of lines) {
    const length = contentLength(each.content)
    if (units + length > unitsOfPortion || (portions.at(-1)?.length ?? 0) >= linesOfPortion) {
      portions.push([])
      units = 0
    }
    portions.at(-1)?.push(each)
    units += length
  }
  return portions
}

const linesOfPortion = 200
const unitsOfPortion = 50_000

/** Words and line breaks of inline nodes; nothing else can be written by hand. Neighbours of equal marks are one. */
export function contentOf(nodes: readonly Node[]): Content[] {
  const out: Content[] = []
  for (const node of nodes) {
    if (node.type.name === 'line_break') out.push({ kind: 'line' })
    else if (node.isText) addText(out, node.text ?? '', marksOf(node.marks))
  }
  return out
}

/** Appends words, to the last stretch when the marks are the same. */
export function addText(out: Content[], text: string, marks: Marks | null): void {
  const last = out.at(-1)
  if (last?.kind === 'text' && sameMarks(last.marks, marks))
    out[out.length - 1] = { kind: 'text', text: last.text + text, marks }
  else if (text) out.push({ kind: 'text', text, marks })
}

/** Marks of print, as the document names them; null for none. */
export function marksOf(marks: readonly Mark[]): Marks | null {
  const out: Partial<Record<MarkName, string | true>> = {}
  for (const mark of marks) {
    const name = drawnMarkNames.find(each => each === mark.type.name)
    const value = name === 'link' ? String(mark.attrs['address']) : true
    if (name && isMarkValue(name, value)) out[name] = value
  }
  return Object.keys(out).length ? (out as Marks) : null
}

/** True when two sets of marks are equal. */
export function sameMarks(a: Marks | null, b: Marks | null): boolean {
  const keys = (marks: Marks | null) => Object.keys(marks ?? {}) as MarkName[]
  return keys(a).length === keys(b).length && keys(a).every(key => a?.[key] === b?.[key])
}

/** Plain words of lines, one a line: for notices and for what is kept aside. */
export function wordsOfLines(lines: readonly Line[]): string {
  return lines
    .map(({ content }) => content.map(part => (part.kind === 'text' ? part.text : '\n')).join(''))
    .join('\n')
}
