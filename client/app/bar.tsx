import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useTranslation } from 'react-i18next'
import styles from './bar.module.css'

/** The strip at the head of every page: the name of the program, which leads home, and what the page puts beside it. */
export function Bar({ children }: { children?: ReactNode }) {
  const { t } = useTranslation()
  return (
    <header className={styles.bar} data-region="bar" tabIndex={-1}>
      <Link href="/" className={styles.brand} aria-label={`Chapeau, ${t('home.title')}`}>
        Chapeau
      </Link>
      {children}
    </header>
  )
}

/** Takes the room between what stands at the start and what stands at the end of a bar. */
export function Spring() {
  return <span className={styles.spring} />
}
