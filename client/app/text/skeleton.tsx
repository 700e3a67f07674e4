import { Icon } from '../../ui/icon.tsx'
import styles from './skeleton.module.css'

/** Grey lines where words will stand; never looks like a text that is ready. */
export function Skeleton({ label }: { label: string }) {
  return (
    <div className={styles.skeleton}>
      <p className={styles.label} role="status">
        <Icon name="clock" /> {label}
      </p>
      {['short', 'full', 'full', 'long', 'half'].map((line, place) => (
        <i key={`${place}`} className={styles[line]} aria-hidden="true" />
      ))}
    </div>
  )
}
