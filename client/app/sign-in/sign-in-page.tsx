import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { PlainBar } from '../plain-bar.tsx'
import type { ApiFault } from '../api.ts'
import { useTitle } from '../use-title.ts'
import styles from './sign-in-page.module.css'
import { parseSignInLink } from './sign-in-token.ts'

interface SignInPageProps {
  /** What went wrong with the last try; null when there was none. */
  readonly fault: ApiFault | null
  readonly working: boolean
  readonly onToken: (token: string) => void
}

/** Asks for a sign-in link. */
export function SignInPage({ fault, working, onToken }: SignInPageProps) {
  const { t } = useTranslation()
  const [pasted, setPasted] = useState('')
  const [unreadable, setUnreadable] = useState(false)
  useTitle(t('signIn.title'))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const token = parseSignInLink(pasted)
    setUnreadable(token === null)
    if (token !== null) onToken(token)
  }
  const error = unreadable ? t('signIn.unreadable') : faultWords(fault, t)
  return (
    <>
      <PlainBar />
      <main className={styles.page}>
        <h1 className={styles.title}>{t('signIn.title')}</h1>
        <p className={styles.lead}>{t('signIn.lead')}</p>
        <form className={styles.form} onSubmit={submit} noValidate>
          <TextField label={t('signIn.field')} value={pasted} onChange={setPasted} error={error} />
          <Button type="submit" look="primary" isDisabled={working}>
            {working ? t('signIn.working') : t('signIn.submit')}
          </Button>
        </form>
      </main>
    </>
  )
}

function faultWords(fault: ApiFault | null, t: ReturnType<typeof useTranslation>['t']): string | null {
  if (fault === null) return null
  if (fault === 'offline') return t('signIn.offline')
  return fault === 'refused' ? t('signIn.spent') : t('problem.server')
}
