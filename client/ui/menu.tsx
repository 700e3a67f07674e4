import type { ReactNode } from 'react'
import { Header } from 'react-aria-components/Header'
import { Keyboard } from 'react-aria-components/Keyboard'
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps as AriaMenuItemProps,
  type MenuProps as AriaMenuProps,
  MenuSection as AriaMenuSection,
  type MenuSectionProps as AriaMenuSectionProps,
  MenuTrigger,
} from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Icon } from './icon.tsx'
import styles from './menu.module.css'

interface MenuButtonProps extends Omit<AriaMenuProps<object>, 'className' | 'style'> {
  /** The button that opens it. */
  readonly trigger: ReactNode
}

/** A button with a menu under it. */
export function MenuButton({ trigger, ...menu }: MenuButtonProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={styles.popover ?? ''} offset={4}>
        <AriaMenu {...menu} className={styles.menu ?? ''} />
      </Popover>
    </MenuTrigger>
  )
}

interface MenuItemProps extends Omit<AriaMenuItemProps, 'className' | 'style' | 'children'> {
  readonly children: ReactNode
  /** The key that does the same. */
  readonly keys?: string
}

/** One line of a menu; a chosen one shows a tick. */
export function MenuItem({ children, keys, ...rest }: MenuItemProps) {
  return (
    <AriaMenuItem {...rest} className={styles.item ?? ''}>
      {({ isSelected, selectionMode }) => (
        <>
          {selectionMode !== 'none' && (
            <span className={styles.tick}>{isSelected && <Icon name="ok" />}</span>
          )}
          <span className={styles.words}>{children}</span>
          {keys !== undefined && <Keyboard className={styles.keys ?? ''}>{keys}</Keyboard>}
        </>
      )}
    </AriaMenuItem>
  )
}

interface MenuGroupProps extends Omit<AriaMenuSectionProps<object>, 'className' | 'style' | 'children'> {
  readonly title: string
  readonly children: ReactNode
}

/** Lines of a menu under a title; may hold a selection of its own. */
export function MenuGroup({ title, children, ...rest }: MenuGroupProps) {
  return (
    <AriaMenuSection {...rest} className={styles.group ?? ''}>
      <Header className={styles.title ?? ''}>{title}</Header>
      {children}
    </AriaMenuSection>
  )
}
