/**
 * The five doors by which a person's edits come in: text input, keys, paste, drop, the end of a composition. Anything else
 * that wants to change the page (a phone's delete, a spelling correction) is read as a difference, letters only.
 */
import type { Slice } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import type { EditorProps, EditorView } from 'prosemirror-view'
import { lengthOf } from '../../shared/compose/run.ts'
import { placeAt, placeOf } from './caret-place.ts'
import { bracketSelection, closeTypedBracket } from './bracketing.ts'
import { clipboardParser, clipboardSerializer, copied, copiedText } from './clipboard.ts'
import type { Desk } from './desk.ts'
import { eraseSelection } from './erasing.ts'
import { Difference } from './hold/difference.ts'
import { spotsOfUnits } from './hold/identity.ts'
import { spotAfter, type Token } from './hold/tokens.ts'
import { handleKey } from './keys.ts'
import { linesOf } from './lines.ts'
import { paste } from './pasting.ts'
import { isEmptyRange, replaceRange, selectedRange, typeText } from './replacing.ts'

/** The props that hang the doors into an editor view. `desk` is asked when a door opens: it is made after the view. */
export function doorProps(desk: () => Desk): EditorProps {
  return {
    handleTextInput: (view, from, to, text) => takeText(desk(), view, { from, to }, text),
    handleKeyDown: (_, event) => handleKey(desk(), event),
    handleKeyPress: (_, event) => takeBracketKey(desk(), event),
    handlePaste: (_, __, slice) => takePaste(desk(), slice),
    handleDrop: (view, event, slice, moved) => takeDrop(desk(), view, { event, slice, moved }),
    handleDOMEvents: {
      compositionstart: () => beginComposition(desk()),
      keydown: (_, event) => {
        if (!event.isComposing && event.keyCode !== inputMethodKey) desk().holding.endDeadComposition()
        return false
      },
    },
    clipboardParser,
    clipboardSerializer,
    clipboardTextSerializer: slice => copiedText(slice),
    transformCopied: slice => copied(slice),
  }
}

/** The key code of keys that an input method takes. */
const inputMethodKey = 229

// ---- text input

function takeText(desk: Desk, view: EditorView, at: { from: number; to: number }, text: string): boolean {
  const { holding, surface } = desk
  if (view.composing) return false
  if (holding.hasQueue) {
    holding.enqueue(() => typeText(desk, selectedRange(desk), text))
    return true
  }
  const range = { from: surface.spotAt(at.from), to: surface.spotAt(at.to) }
  if (text === '[' && !isEmptyRange(range)) bracketSelection(desk)
  else if (text !== ']' || !closeTypedBracket(desk)) typeText(desk, range, text)
  return true
}

/** `[` over a selection, read as the character that arrives, before the browser replaces the words. */
function takeBracketKey(desk: Desk, event: KeyboardEvent): boolean {
  if (event.key !== '[' || desk.surface.view.composing || isEmptyRange(selectedRange(desk))) return false
  bracketSelection(desk)
  return true
}

// ---- paste and drop

function takePaste(desk: Desk, slice: Slice): boolean {
  paste(desk, linesOf(slice.content))
  return true
}

interface Drop {
  readonly event: DragEvent
  readonly slice: Slice
  readonly moved: boolean
}

/** A drop is two edits, the later place first, never one. */
function takeDrop(desk: Desk, view: EditorView, { event, slice, moved }: Drop): boolean {
  const { surface, holding } = desk
  const target = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos
  if (target === undefined || holding.isHeld) return true
  const { from, to } = view.state.selection
  const at = surface.spotAt(target)
  const lines = linesOf(slice.content)
  if (!moved) replaceRange(desk, { from: at, to: at }, lines)
  else if (target >= to) {
    replaceRange(desk, { from: at, to: at }, lines)
    holding.enqueue(() => replaceRange(desk, { from: surface.spotAt(from), to: surface.spotAt(to) }, []))
  } else if (target <= from) {
    const place = placeOf(surface.page, at)
    replaceRange(desk, selectedRange(desk), [])
    holding.enqueue(() => {
      const spot = (place && surface.findSpot(place)) ?? at
      replaceRange(desk, { from: spot, to: spot }, lines)
    })
  }
  return true
}

// ---- composition

/** A selection is deleted first, or the composed word would be lost with it; the word will stand behind what was struck. */
function beginComposition(desk: Desk): boolean {
  const { holding, surface } = desk
  if (holding.isHeld) return false
  const range = selectedRange(desk)
  if (isEmptyRange(range)) {
    holding.beginComposition(null)
    return false
  }
  const block = surface.page.blocks[range.from.index]
  const isWithin = range.from.index === range.to.index
  const behind = block && placeAt(block, isWithin ? range.to.offset : lengthOf(block.runs))
  // The caret stays where the browser composes: at the beginning.
  replaceRange(desk, range, [])
  holding.beginComposition(behind ?? null)
  return false
}

// ---- everything else

/** Takes a transaction that the view made by itself. */
export function takeTransaction(desk: Desk, tr: Transaction): void {
  const { surface, holding } = desk
  if (!tr.docChanged) return surface.apply(tr)
  if (surface.view.composing && !holding.isHeld) holding.beginComposition(null)
  if (holding.isHeld) {
    surface.apply(tr)
    return holding.keep()
  }
  if (tr.getMeta('uiEvent') === 'cut') return eraseSelection(desk)
  takeDifference(desk, tr)
}

/** Writes what a transaction changes, block by block, letters only; drawn brackets come back, and deleting one asks for the act. */
function takeDifference(desk: Desk, tr: Transaction): void {
  const { surface } = desk
  const caret = tr.selection.$head
  const spot = { index: caret.depth ? caret.index(0) : 0, offset: caret.depth ? caret.parentOffset : 0 }
  const { edits } = new Difference(surface.page.doc, tr.doc, spot)
  const isPlain = edits.every(edit =>
    [...edit.removed, ...edit.inserted].every(token => token.kind !== 'break'),
  )
  if (!isPlain || !edits.length) return surface.putBack()
  const erases = edits.every(edit => !edit.inserted.length)
  if (erases && !isEmptyRange(selectedRange(desk))) return eraseSelection(desk)
  for (const { after, removed, inserted } of [...edits].reverse()) {
    const words = inserted.map(token => (token.kind === 'unit' ? token.text : '')).join('')
    const ranges = spotsOfUnits(surface, surface.page, removed.filter(isUnit))
    const at = spotAfter(after)
    const place = words ? (ranges.pop() ?? { from: at, to: at }) : null
    for (const range of ranges) replaceRange(desk, range, [])
    if (place) typeText(desk, place, words)
    const glyph = removed.find(token => token.kind === 'glyph')
    if (glyph) desk.ask(glyph.glyph.id)
  }
}

function isUnit(token: Token): token is Extract<Token, { kind: 'unit' }> {
  return token.kind === 'unit'
}
