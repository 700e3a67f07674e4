import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import styles from './dialog.module.css'

export interface DialogProps {
  readonly title: string
  /** Called by Escape and by a press outside. */
  readonly onClose: () => void
  readonly children: ReactNode
  /** Buttons at the foot, the main one first. */
  readonly actions?: ReactNode
  readonly wide?: boolean
}

/** A window over the page that takes the focus and gives it back. Open as long as it is rendered. */
export function Dialog({ title, onClose, children, actions, wide = false }: DialogProps) {
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={open => {
        if (!open) onClose()
      }}
      className={styles.overlay ?? ''}
    >
      <Modal className={wide ? (styles.wide ?? '') : (styles.modal ?? '')}>
        <AriaDialog className={styles.dialog ?? ''}>
          <Heading slot="title" level={2} className={styles.title ?? ''}>
            {title}
          </Heading>
          <div className={styles.body}>{children}</div>
          {actions !== undefined && <div className={styles.actions}>{actions}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
