import styles from './chip.module.css'

export interface ChipProps {
  /** 1 to 12; what lies above starts again. */
  readonly colour: number
  /** Initials in the box. */
  readonly short: string
  /** The full name. */
  readonly name: string
  /** Shows the name beside the box; otherwise it is one hover away and read aloud. */
  readonly named?: boolean
}

/** A coloured, striped box with initials: told by letters first, stripes second, colour third. */
export function Chip({ colour, short, name, named = false }: ChipProps) {
  return (
    <span className={styles.chip} data-party={colour}>
      <i className={styles.box} title={named ? undefined : name} aria-hidden={named ? 'true' : undefined}>
        {short}
      </i>
      {named && <span className={styles.name}>{name}</span>}
    </span>
  )
}
