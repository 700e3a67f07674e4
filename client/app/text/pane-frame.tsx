import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Icon } from '../../ui/icon.tsx'
import { useWorkspace } from '../../workspace/contexts.ts'
import type { Pane } from './panes.ts'
import styles from './pane-frame.module.css'
import { focusRegion } from './regions.ts'

interface PaneFrameProps {
  readonly pane: Pane
  readonly side: 'start' | 'end'
  readonly label: string
  readonly children: ReactNode
}

/** A pane at a side of the page. As a drawer it takes the focus when it opens; Escape shuts it and leads back to the text. */
export function PaneFrame({ pane, side, label, children }: PaneFrameProps) {
  const { t } = useTranslation()
  const frame = useRef<HTMLElement>(null)
  const workspace = useWorkspace()
  const isDrawer = pane.mode === 'drawer'
  useEffect(() => {
    if (isDrawer && frame.current) focusRegion(frame.current)
  }, [isDrawer])
  if (pane.mode === 'shut') return null
  const back = () => {
    pane.leave()
    workspace.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) back()
  }
  const Element = side === 'start' ? 'nav' : 'aside'
  return (
    <Element
      ref={frame}
      className={cx(styles.pane, styles[side], isDrawer && styles.drawer)}
      aria-label={label}
      data-region={side === 'start' ? 'outline' : 'panel'}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      {isDrawer && (
        <div className={styles.close}>
          <Button look="quiet" small aria-label={t('panel.collapse')} onPress={back}>
            <Icon name="close" />
          </Button>
        </div>
      )}
      {children}
    </Element>
  )
}

interface RailProps {
  readonly side: 'start' | 'end'
  readonly label: string
  readonly count?: number
  readonly onPress: () => void
}

/** What is left of a folded pane: a strip that opens it. */
export function Rail({ side, label, count, onPress }: RailProps) {
  return (
    <button
      type="button"
      className={cx(styles.rail, side === 'start' ? styles.railStart : styles.railEnd)}
      onClick={onPress}
    >
      <span>
        <b>{label}</b> {count !== undefined && <span className={styles.count}>{count}</span>}
      </span>
    </button>
  )
}
