import { type RefObject, useEffect } from 'react'
import { useWorkspace } from '../../workspace/contexts.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import type { Pane } from './panes.ts'
import { moveToRegion } from './regions.ts'
import { isField, isMac, type Shortcut, shortcutOf } from './shortcuts.ts'
import { adoptable } from './view-choices.ts'

interface ScreenKeys {
  readonly outline: Pane
  readonly panel: Pane
  readonly onSave: () => void
  readonly onHelp: () => void
}

/** Listens for the screen's shortcuts; a window over the page keeps its keys to itself. */
export function useScreenKeys(root: RefObject<HTMLElement | null>, keys: ScreenKeys): void {
  const workspace = useWorkspace()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isInWindow(event.target)) return
      const shortcut = shortcutOf(event, { isMac, inField: isField(event.target) })
      if (shortcut === null || !root.current) return
      event.preventDefault()
      run(shortcut, root.current, keys, workspace)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [root, keys, workspace])
}

function isInWindow(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"], [role="menu"]') !== null
}

function run(shortcut: Shortcut, root: HTMLElement, keys: ScreenKeys, workspace: Workspace): void {
  switch (shortcut) {
    case 'region':
    case 'region-back':
      return moveToRegion(root, shortcut === 'region-back')
    case 'outline':
      return keys.outline.toggle()
    case 'panel':
      return keys.panel.toggle()
    case 'save':
      return keys.onSave()
    case 'help':
      return keys.onHelp()
    default:
      return chooseView(shortcut, workspace)
  }
}

type ViewShortcut = Extract<Shortcut, 'everything' | 'clean' | 'printed' | 'only' | 'asIf'>

function chooseView(shortcut: ViewShortcut, workspace: Workspace): void {
  const { me, proposals, speakingFor } = workspace.state()
  if (shortcut === 'printed') return workspace.setView({ kind: 'printed', names: 'initials' })
  if (shortcut === 'only') return workspace.setView({ kind: 'party', party: speakingFor ?? me.party })
  if (shortcut !== 'asIf') return workspace.setView({ kind: shortcut })
  const ids = adoptable(proposals).map(item => item.id)
  if (ids.length > 0) workspace.setView({ kind: 'as-if', proposals: ids })
}
