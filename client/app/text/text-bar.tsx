import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { TextId } from '../../../shared/ids.ts'
import { useLanguage, useParties, useWorkspaceState } from '../../workspace/contexts.ts'
import { partyName } from '../../workspace/party.ts'
import { Bar, Spring } from '../bar.tsx'
import { SettingsMenu } from '../settings-menu.tsx'
import { useAccount } from '../sign-in/signed-in.tsx'
import { DownloadMenu } from './download-menu.tsx'
import { Presence } from './presence.tsx'
import { SaveState } from './save-state.tsx'
import styles from './text-bar.module.css'

interface TextBarProps {
  readonly text: TextId
  readonly page: 'text' | 'record'
  readonly onShortcuts: () => void
}

/** Where one is, who else is here, and whether all is saved. */
export function TextBar({ text, page, onShortcuts }: TextBarProps) {
  const { t } = useTranslation()
  return (
    <Bar>
      <nav className={styles.crumbs} aria-label={t('crumbs')}>
        <Link href="/" className={styles.up}>
          {t('home.texts')}
        </Link>
        <span className={styles.slash} aria-hidden="true">
          /
        </span>
        <TextCrumb text={text} isHere={page === 'text'} />
        <span className={styles.slash} aria-hidden="true">
          /
        </span>
        <RecordCrumb text={text} isHere={page === 'record'} />
      </nav>
      <Spring />
      <Presence />
      <SaveState />
      <span className={styles.download}>
        <DownloadMenu text={text} />
      </span>
      <AccountMenu onShortcuts={onShortcuts} />
    </Bar>
  )
}

function TextCrumb({ text, isHere }: { text: TextId; isHere: boolean }) {
  const title = useWorkspaceState(state => state.title)
  const language = useWorkspaceState(state => state.language)
  if (isHere)
    return (
      <h1 id="text-title" className={styles.title} lang={language} title={title}>
        {title}
      </h1>
    )
  return (
    <Link href={`/texts/${text}`} className={styles.title} lang={language}>
      {title}
    </Link>
  )
}

function RecordCrumb({ text, isHere }: { text: TextId; isHere: boolean }) {
  const { t } = useTranslation()
  if (isHere) return <b>{t('record.title')}</b>
  return <Link href={`/texts/${text}/record`}>{t('record.title')}</Link>
}

function AccountMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const find = useParties()
  const me = useWorkspaceState(state => state.me)
  const { signOut } = useAccount()
  return (
    <SettingsMenu
      account={t('settings.account', { name: me.name, party: partyName(find(me.party), language) })}
      onSignOut={signOut}
      onShortcuts={onShortcuts}
    />
  )
}
