import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import styles from './button.module.css'
import { cx } from './cx.ts'

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style'> {
  /** `primary`: the one main button of a screen; `quiet`: without an edge. */
  readonly look?: 'plain' | 'primary' | 'quiet'
  readonly small?: boolean
}

/** A button; 28px high at least, 44px under a coarse pointer. */
export function Button({ look = 'plain', small = false, ...rest }: ButtonProps) {
  return <AriaButton {...rest} className={cx(styles.button, styles[look], small && styles.small)} />
}

/** The look of a button for a link that leads somewhere. */
export function buttonClass(look: 'plain' | 'primary' | 'quiet' = 'plain'): string {
  return cx(styles.button, styles[look])
}
