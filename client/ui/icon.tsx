import { cx } from './cx.ts'
import styles from './icon.module.css'

/** Outlines on a square of 12. */
const outlines = {
  ok: 'M4.6 10.3L.7 6.4l1.4-1.4 2.5 2.5L9.9 1.9l1.4 1.4z',
  warn: 'M6 .6L12 11.4H0zM5.3 4.4v3.4h1.4V4.4zm0 4.3V10h1.4V8.7z',
  clock:
    'M6 .5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zm0 1.4a4.1 4.1 0 1 0 0 8.2 4.1 4.1 0 0 0 0-8.2zM5.4 3h1.3v2.8l2 1.2-.6 1.1-2.7-1.6z',
  down: 'M1.6 3.6L6 8l4.4-4.4 1 1L6 10 .6 4.6z',
  right: 'M3.6 1.6L8 6l-4.4 4.4 1 1L10 6 4.6.6z',
  lock: 'M3 5V3.4a3 3 0 0 1 6 0V5h1v6.5H2V5zm1.4 0h3.2V3.4a1.6 1.6 0 0 0-3.2 0z',
  off: 'M6 .5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM2.9 3.9a3.9 3.9 0 0 0 5.2 5.2zM3.9 2.9l5.2 5.2a3.9 3.9 0 0 0-5.2-5.2z',
  close: 'M2.6 1.6L6 5l3.4-3.4 1 1L7 6l3.4 3.4-1 1L6 7l-3.4 3.4-1-1L5 6 1.6 2.6z',
  square: 'M2 1h8v10H2z',
  list: 'M0 1.4h12v1.5H0zm0 3.9h8v1.5H0zm0 3.9h12v1.5H0z',
} as const

export type IconName = keyof typeof outlines

/** Icons that point along the line and turn with the direction of writing. */
const directed: ReadonlySet<IconName> = new Set(['right', 'list'])

/** A small drawing in the colour of the words beside it; never the only sign of anything, so hidden from readers. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      className={cx(styles.icon, directed.has(name) && styles.directed)}
      data-icon={name}
      viewBox="0 0 12 12"
      aria-hidden="true"
      focusable="false"
    >
      <path fill="currentColor" fillRule="evenodd" d={outlines[name]} />
    </svg>
  )
}
