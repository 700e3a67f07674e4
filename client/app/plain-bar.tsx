import { Bar, Spring } from './bar.tsx'
import { SettingsMenu } from './settings-menu.tsx'

/** The bar of a page without a person or a text. */
export function PlainBar() {
  return (
    <Bar>
      <Spring />
      <SettingsMenu />
    </Bar>
  )
}
