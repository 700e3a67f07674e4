import { useTranslation } from 'react-i18next'
import { PlainBar } from '../plain-bar.tsx'
import { useTitle } from '../use-title.ts'
import { Skeleton } from './skeleton.tsx'

/** What stands while a text is fetched and opened. */
export function Waiting() {
  const { t } = useTranslation()
  useTitle('')
  return (
    <>
      <PlainBar />
      <main aria-busy="true">
        <Skeleton label={t('page.openingText')} />
      </main>
    </>
  )
}
