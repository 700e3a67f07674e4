/** Keys of the screens. The editor handles its own and lists them in `Workspace.keys`. */
import type { EditorKey } from '../../workspace/workspace.ts'

export type Shortcut =
  | 'region'
  | 'region-back'
  | 'outline'
  | 'panel'
  | 'everything'
  | 'clean'
  | 'printed'
  | 'only'
  | 'asIf'
  | 'save'
  | 'help'

/** What is read of a key event. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
}

const byAltCode: Readonly<Record<string, Shortcut>> = {
  KeyO: 'outline',
  KeyP: 'panel',
  Digit1: 'everything',
  Digit2: 'clean',
  Digit3: 'printed',
  Digit4: 'only',
  Digit5: 'asIf',
}

/**
 * The shortcut a key press stands for, or null. On a Mac Alt and a letter type characters, so the Alt row is Ctrl Alt
 * there. `?` counts as the character that arrives, and only where no words go in.
 */
export function shortcutOf(
  press: KeyPress,
  where: { readonly isMac: boolean; readonly inField: boolean },
): Shortcut | null {
  const { altKey, ctrlKey, metaKey, shiftKey } = press
  if (press.key === 'F6' && !altKey && !ctrlKey && !metaKey) return shiftKey ? 'region-back' : 'region'
  if (altKey && ctrlKey === where.isMac && !metaKey && !shiftKey) return byAltCode[press.code] ?? null
  const command = where.isMac ? metaKey && !ctrlKey : ctrlKey && !metaKey
  if (command && !altKey && !shiftKey && press.key.toLowerCase() === 's') return 'save'
  if (press.key === '?' && !where.inField && !ctrlKey && !metaKey && !altKey) return 'help'
  return null
}

/** True where a press of `?` is a letter of somebody's words. */
export function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.matches('input, textarea, select')
}

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

const editorKeys: Readonly<Record<EditorKey, string>> = {
  undo: 'Ctrl Z',
  redo: 'Ctrl ⇧ Z',
  break: 'Enter',
  'line-break': '⇧ Enter',
  'bracket-selection': '[',
  note: 'Ctrl ⇧ F',
  'new-unit': 'Ctrl ⇧ Enter',
  leave: 'Tab',
  'next-bracket': 'F8',
  'previous-bracket': '⇧ F8',
  strong: 'Ctrl B',
  emphasis: 'Ctrl I',
}

/** How a key of the editor is written on this machine. */
export function editorKeyName(key: EditorKey, mac: boolean): string {
  return mac ? editorKeys[key].replace('Ctrl', '⌘') : editorKeys[key]
}

/** How the keys of the screens are written on this machine, in the order of the list. */
export function screenKeys(
  mac: boolean,
): readonly (readonly [Exclude<Shortcut, 'region-back'> | 'close', string])[] {
  const alt = mac ? '⌃ ⌥ ' : 'Alt '
  return [
    ['region', 'F6'],
    ['outline', `${alt}O`],
    ['panel', `${alt}P`],
    ['everything', `${alt}1`],
    ['clean', `${alt}2`],
    ['printed', `${alt}3`],
    ['only', `${alt}4`],
    ['asIf', `${alt}5`],
    ['save', mac ? '⌘ S' : 'Ctrl S'],
    ['help', '?'],
    ['close', 'Esc'],
  ]
}
