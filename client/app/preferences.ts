/** What a person chose for this machine: language and appearance. Kept in the browser, applied to the page. */
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { chooseLanguage, type Language, languages } from '../workspace/language.ts'

export const themes = ['light', 'dark', 'system'] as const
export type Theme = (typeof themes)[number]

export interface Preferences {
  readonly language: Language
  readonly theme: Theme
  readonly setLanguage: (language: Language) => void
  readonly setTheme: (theme: Theme) => void
}

export type PreferencesStore = StoreApi<Preferences>

export const PreferencesContext = createContext<PreferencesStore | null>(null)

/** The person's choices for this machine. */
export function usePreferences(): Preferences {
  const store = useContext(PreferencesContext)
  if (store === null) throw new Error('No preferences here')
  return useStore(store)
}

const keys = { language: 'chapeau.language', theme: 'chapeau.theme' } as const

/** The choices made before on this machine; without one, the browser's language and the system's appearance. */
export function loadPreferences(): PreferencesStore {
  return createStore<Preferences>(set => ({
    language: oneOf(languages, read(keys.language)) ?? chooseLanguage(navigator.languages),
    theme: oneOf(themes, read(keys.theme)) ?? 'system',
    setLanguage: language => {
      write(keys.language, language)
      set({ language })
    },
    setTheme: theme => {
      write(keys.theme, theme)
      set({ theme })
    },
  }))
}

/** Keeps `lang` and `data-theme` of the page as chosen, also when the system turns dark; returns how to stop. */
export function applyPreferences(store: PreferencesStore, root: HTMLElement): () => void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    const { language, theme } = store.getState()
    root.lang = language
    root.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
  }
  apply()
  const stop = store.subscribe(apply)
  dark.addEventListener('change', apply)
  return () => {
    stop()
    dark.removeEventListener('change', apply)
  }
}

function oneOf<T extends string>(known: readonly T[], value: string | null): T | null {
  return known.find(item => item === value) ?? null
}

/** A browser may forbid the store (private window, policy): then the choice lasts as long as the page. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // As in `read`: the choice holds for this page.
  }
}
