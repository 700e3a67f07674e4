import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Button, buttonClass } from '../ui/button.tsx'
import { PlainBar } from './plain-bar.tsx'
import styles from './problem-page.module.css'
import { useTitle } from './use-title.ts'

export type ProblemKind = 'offline' | 'notFound' | 'server' | 'signIn' | 'outdated' | 'program' | 'broken'

/** Problems that only a fresh page mends. */
const reloading: ReadonlySet<ProblemKind> = new Set(['outdated', 'program', 'signIn', 'broken'])

interface ProblemProps {
  readonly problem: ProblemKind
  readonly onAgain?: () => void
}

/** What happened, what is safe, what to do. */
export function Problem({ problem, onAgain }: ProblemProps) {
  const { t } = useTranslation()
  useTitle(t('problem.title'))
  const reloads = reloading.has(problem)
  return (
    <main className={styles.problem}>
      <h1 className={styles.title}>{t('problem.title')}</h1>
      <p role="alert">{t(`problem.${problem}`)}</p>
      <div className={styles.actions}>
        {reloads && (
          <Button look="primary" onPress={() => window.location.reload()}>
            {t('problem.reload')}
          </Button>
        )}
        {onAgain && !reloads && (
          <Button look="primary" onPress={onAgain}>
            {t('problem.again')}
          </Button>
        )}
        <Link href="/" className={buttonClass()}>
          {t('problem.home')}
        </Link>
      </div>
    </main>
  )
}

/** A problem with the bar above it, for a page that has nothing else. */
export function ProblemPage(props: ProblemProps) {
  return (
    <>
      <PlainBar />
      <Problem {...props} />
    </>
  )
}
