/** What is drawn over the page without being part of it: carets of others, bracket letters without a partner. */
import { Plugin, PluginKey, type Transaction } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import type { CaretPlace } from './caret-place.ts'
import { type Page, positionOf, type Spot } from './page.ts'
import { straysOf } from './strays.ts'

/** Somebody else's caret. */
export interface RemoteCaret {
  /** One for each line somebody has open. */
  readonly id: string
  readonly name: string
  /** Palette number of the party. */
  readonly colour: number
  readonly initials: string
  readonly head: CaretPlace
}

const key = new PluginKey<DecorationSet>('overlays')

/** Keeps the overlays in their places between two drawings. */
export function overlayPlugin(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, set) => (tr.getMeta(key) as DecorationSet | undefined) ?? set.map(tr.mapping, tr.doc),
    },
    props: { decorations: state => key.getState(state) },
  })
}

/** Lays carets and marks of strays over the document that a transaction ends with; it must be that of the page. */
export function layOver(
  tr: Transaction,
  page: Page,
  carets: readonly RemoteCaret[],
  findSpot: (place: CaretPlace) => Spot | null,
): void {
  const decorations = [
    ...carets.flatMap(caret => caretDecoration(tr, caret, findSpot(caret.head))),
    ...straysOf(page.blocks).map(({ block, offset }) => {
      return strayDecoration(positionOf(tr.doc, { index: page.indexOf(block.id), offset }))
    }),
  ]
  tr.setMeta(key, DecorationSet.create(tr.doc, decorations))
}

function strayDecoration(position: number): Decoration {
  return Decoration.inline(position, position + 1, { class: 'stray' })
}

function caretDecoration(tr: Transaction, caret: RemoteCaret, spot: Spot | null): Decoration[] {
  if (!spot) return []
  const position = positionOf(tr.doc, spot)
  // A new key makes a new element, with its name shown for a moment.
  return [Decoration.widget(position, () => drawCaret(caret), { key: `${caret.id}@${position}`, side: 10 })]
}

/** The name stands beside a caret this long after a move. */
const nameShownMs = 3000

function drawCaret({ name, colour, initials }: RemoteCaret): HTMLElement {
  const element = document.createElement('span')
  element.className = 'cursor'
  element.dataset['party'] = String(colour)
  element.dataset['name'] = `${name} · ${initials}`
  element.dataset['fresh'] = ''
  setTimeout(() => delete element.dataset['fresh'], nameShownMs)
  return element
}
