import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { Icon, type IconName } from './icon.tsx'
import styles from './strip.module.css'

export interface StripProps {
  readonly tone: 'plain' | 'warn' | 'bad'
  readonly icon: IconName
  /** What happened. */
  readonly head: string
  /** What is safe, and what to do. */
  readonly children?: ReactNode
  /** Small print behind: a rule's id. */
  readonly small?: string | null
  /** Words it is about, shown as they are. */
  readonly quote?: string
  readonly actions?: ReactNode
}

/** One line over a page that says what happened, what is safe and what to do; bad news is read out at once. */
export function Strip({ tone, icon, head, children, small, quote, actions }: StripProps) {
  return (
    <div className={cx(styles.strip, styles[tone])} role={tone === 'bad' ? 'alert' : 'status'}>
      <span className={styles.icon}>
        <Icon name={icon} />
      </span>
      <div className={styles.words}>
        <p>
          <b>{head}</b> {children} {small && <span className={styles.small}>{small}</span>}
        </p>
        {quote && <blockquote className={styles.quote}>{quote}</blockquote>}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
