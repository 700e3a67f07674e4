import type { ReactNode } from 'react'
import { DialogTrigger } from 'react-aria-components/Dialog'
import { Popover } from 'react-aria-components/Popover'
import styles from './popover-button.module.css'

interface PopoverButtonProps {
  /** The button that opens it. */
  readonly trigger: ReactNode
  /** Name of what is shown. */
  readonly label: string
  readonly children: ReactNode
}

/** A button that shows something small beside itself. */
export function PopoverButton({ trigger, label, children }: PopoverButtonProps) {
  return (
    <DialogTrigger>
      {trigger}
      <Popover className={styles.popover ?? ''} offset={4} placement="bottom end" aria-label={label}>
        {children}
      </Popover>
    </DialogTrigger>
  )
}
