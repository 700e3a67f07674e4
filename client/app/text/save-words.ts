import type { TFunction } from 'i18next'
import type { IconName } from '../../ui/icon.tsx'
import { formatTime } from '../../workspace/format.ts'
import type { Language } from '../../workspace/language.ts'
import type { SavingState, WorkspaceState } from '../../workspace/workspace.ts'

export type SaveFacts = Pick<WorkspaceState, 'saving' | 'savedAt' | 'troubleSince' | 'unsent'>

/** What the page says about saving. "Saved" is said only when the record holds everything. */
export function saveWords(
  { saving, savedAt, troubleSince, unsent }: SaveFacts,
  t: TFunction,
  language: Language,
): string {
  switch (saving) {
    case 'saved':
      return savedAt === null
        ? t('saving.saved')
        : t('saving.savedAt', { time: formatTime(savedAt, language) })
    case 'offline':
      return unsent === 0 ? t('saving.offline') : t('saving.offlineKept', { count: unsent })
    case 'not-saved':
      return troubleSince === null
        ? t('saving.notSaved')
        : t('saving.notSavedSince', { time: formatTime(troubleSince, language) })
    case 'reading-only':
      return t('saving.readingOnly')
    default:
      return t(`saving.${saving}`)
  }
}

/** The sign beside the words. */
export const saveIcons: Readonly<Record<SavingState, IconName>> = {
  loading: 'clock',
  saved: 'ok',
  saving: 'clock',
  offline: 'off',
  'not-saved': 'warn',
  refused: 'close',
  'reading-only': 'lock',
  closed: 'lock',
}
