/** Which panes stand beside the page, lie over it, or are shut, by the window's width and the person's choice. */
import { useCallback, useState, useSyncExternalStore } from 'react'

/** `docked`: beside the page; `drawer`: over it; `shut`. */
export type PaneMode = 'docked' | 'drawer' | 'shut'

export interface Pane {
  readonly mode: PaneMode
  /** False when the window is too narrow to put it beside the page. */
  readonly docks: boolean
  readonly toggle: () => void
  /** Shuts a drawer; leaves a docked pane alone. */
  readonly leave: () => void
}

/** A choice holds as long as the window has the width it was made at. */
interface Choice {
  readonly docks: boolean
  readonly open: boolean
}

/** A pane that stands beside the page from `dockFromPx` of width on. */
export function usePane(dockFromPx: number): Pane {
  const docks = useMedia(`(width >= ${dockFromPx}px)`)
  const [choice, setChoice] = useState<Choice | null>(null)
  const mode = paneMode(docks, choice?.docks === docks ? choice.open : null)
  const toggle = useCallback(() => setChoice({ docks, open: mode === 'shut' }), [docks, mode])
  const leave = useCallback(() => setChoice(before => (docks ? before : { docks, open: false })), [docks])
  return { mode, docks, toggle, leave }
}

/** What a choice comes to; null: none was made at this width. */
export function paneMode(docks: boolean, choice: boolean | null): PaneMode {
  if (docks) return (choice ?? true) ? 'docked' : 'shut'
  return choice === true ? 'drawer' : 'shut'
}

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    useCallback(
      listener => {
        const media = window.matchMedia(query)
        media.addEventListener('change', listener)
        return () => media.removeEventListener('change', listener)
      },
      [query],
    ),
    () => window.matchMedia(query).matches,
  )
}
