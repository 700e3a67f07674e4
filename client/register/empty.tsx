import type { ReactNode } from 'react'
import styles from './list.module.css'

/** What a list says when nothing is in it. */
export function Empty({ head, children }: { head: string; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <h3>{head}</h3>
      {children !== undefined && <p>{children}</p>}
    </div>
  )
}
