/** The keys that the editor handles. */
import { bracketSelection } from './bracketing.ts'
import { breakBlock, breakLine } from './breaking.ts'
import type { Desk } from './desk.ts'
import { erase } from './erasing.ts'
import { toggleMark } from './formatting.ts'
import { insertNote, insertUnit } from './inserting.ts'
import { goToBracket } from './navigation.ts'

/** Handles a key; false leaves it to the browser. */
export function handleKey(desk: Desk, event: KeyboardEvent): boolean {
  const { holding, surface } = desk
  const act =
    undoKey(desk, event) ??
    (surface.view.composing ? null : (editingKey(desk, event) ?? movingKey(desk, event)))
  if (!act) return false
  if (holding.hasQueue) holding.enqueue(act)
  else act()
  return true
}

type Act = () => void

function undoKey(desk: Desk, event: KeyboardEvent): Act | null {
  if (!isCommand(event)) return null
  const key = event.key.toLowerCase()
  const direction = key === 'y' || (key === 'z' && event.shiftKey) ? 'redo' : key === 'z' ? 'undo' : null
  return direction && (() => step(desk, direction))
}

/** Undo while something is held waits, and the keys after it wait with it. */
export function step(desk: Desk, direction: 'undo' | 'redo'): void {
  const { holding, undo } = desk
  if (holding.isHeld) holding.enqueue(() => undo.step(direction))
  else undo.step(direction)
}

function editingKey(desk: Desk, event: KeyboardEvent): Act | null {
  const command = isCommand(event)
  const by = event.ctrlKey || event.altKey ? 'word' : 'letter'
  switch (event.key) {
    case 'Enter':
      if (command) return event.shiftKey ? () => insertUnit(desk) : null
      return event.shiftKey ? () => breakLine(desk) : () => breakBlock(desk)
    case 'Backspace':
      return () => erase(desk, { direction: 'back', by })
    case 'Delete':
      return () => erase(desk, { direction: 'forward', by })
    default:
      return command ? commandKey(desk, event) : null
  }
}

function commandKey(desk: Desk, event: KeyboardEvent): Act | null {
  const key = event.key.toLowerCase()
  if (key === 'f' && event.shiftKey) return () => insertNote(desk)
  if (event.shiftKey) return null
  if (key === 'b') return () => toggleMark(desk, 'strong')
  if (key === 'i') return () => toggleMark(desk, 'em')
  if (key === 'u') return () => toggleMark(desk, 'underline')
  return key === '[' ? () => bracketSelection(desk) : null
}

function movingKey(desk: Desk, event: KeyboardEvent): Act | null {
  if (event.key !== 'F8' || isCommand(event) || event.altKey) return null
  return () => goToBracket(desk.surface, event.shiftKey ? -1 : 1)
}

/** Ctrl, or ⌘ on a Mac; never AltGr, which says Ctrl and Alt. */
function isCommand(event: KeyboardEvent): boolean {
  return (event.ctrlKey && !event.altKey) || event.metaKey
}
