import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Hidden } from '../../ui/hidden.tsx'
import { useLanguage, useWorkspace } from '../../workspace/contexts.ts'
import { saveWords } from './save-words.ts'

export interface Aloud {
  readonly words: string
  readonly say: () => void
}

/** Says the state of saving to those who do not see it, whenever asked. */
export function useSavedAloud(): Aloud {
  const { t } = useTranslation()
  const language = useLanguage()
  const workspace = useWorkspace()
  const [words, setWords] = useState('')
  // The same words twice in a row are read only when they differ: an invisible blank comes and goes.
  const say = useCallback(() => {
    const now = saveWords(workspace.state(), t, language)
    setWords(before => (before === now ? `${now}\u00a0` : now))
  }, [workspace, t, language])
  return { words, say }
}

/** Where it is said. */
export function SavedAloud({ aloud }: { aloud: Aloud }) {
  return (
    <div aria-live="polite" data-aloud="">
      <Hidden>{aloud.words}</Hidden>
    </div>
  )
}
