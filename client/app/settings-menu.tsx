import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { MenuButton, MenuGroup, MenuItem } from '../ui/menu.tsx'
import { languages } from '../workspace/language.ts'
import { themes, usePreferences } from './preferences.ts'

interface SettingsMenuProps {
  /** `Ana Lima, Brazil`; without it nobody is signed in. */
  readonly account?: string
  readonly onSignOut?: () => void
  readonly onShortcuts?: () => void
}

/** Language, appearance and, for a person signed in, the way out. */
export function SettingsMenu({ account, onSignOut, onShortcuts }: SettingsMenuProps) {
  const { t } = useTranslation()
  const trigger = (
    <Button look="quiet" aria-label={t('settings.open')}>
      {t('language.short')} <Icon name="down" />
    </Button>
  )
  return (
    <MenuButton trigger={trigger} aria-label={t('settings.open')}>
      <LanguageGroup />
      <ThemeGroup />
      {account !== undefined && (
        <MenuGroup title={account} aria-label={account}>
          {onShortcuts && (
            <MenuItem onAction={onShortcuts} keys="?">
              {t('settings.shortcuts')}
            </MenuItem>
          )}
          {onSignOut && <MenuItem onAction={onSignOut}>{t('settings.signOut')}</MenuItem>}
        </MenuGroup>
      )}
    </MenuButton>
  )
}

function LanguageGroup() {
  const { t } = useTranslation()
  const { language, setLanguage } = usePreferences()
  return (
    <MenuGroup
      title={t('settings.language')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[language]}
      onSelectionChange={keys => {
        const chosen = languages.find(item => keys === 'all' || keys.has(item))
        if (chosen) setLanguage(chosen)
      }}
    >
      {languages.map(item => (
        <MenuItem key={item} id={item}>
          <span lang={item}>{t(`language.${item}`)}</span>
        </MenuItem>
      ))}
    </MenuGroup>
  )
}

function ThemeGroup() {
  const { t } = useTranslation()
  const { theme, setTheme } = usePreferences()
  return (
    <MenuGroup
      title={t('settings.appearance')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[theme]}
      onSelectionChange={keys => {
        const chosen = themes.find(item => keys === 'all' || keys.has(item))
        if (chosen) setTheme(chosen)
      }}
    >
      {themes.map(item => (
        <MenuItem key={item} id={item}>
          {t(`settings.${item}`)}
        </MenuItem>
      ))}
    </MenuGroup>
  )
}
