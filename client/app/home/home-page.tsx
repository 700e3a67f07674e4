import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { TextSummary } from '../../../shared/api/text.ts'
import { formatDay } from '../../workspace/format.ts'
import { useLanguage } from '../../workspace/contexts.ts'
import { PartyChip } from '../../workspace/party-chip.tsx'
import { partyName } from '../../workspace/party.ts'
import { fetchTexts } from '../api.ts'
import { Bar, Spring } from '../bar.tsx'
import { partySummary } from '../party-summary.ts'
import { Problem } from '../problem-page.tsx'
import { SettingsMenu } from '../settings-menu.tsx'
import { problemOf, useAccount } from '../sign-in/signed-in.tsx'
import { useTitle } from '../use-title.ts'
import styles from './home-page.module.css'

/** The list of texts. */
export function HomePage() {
  const { t } = useTranslation()
  const texts = useQuery({ queryKey: ['texts'], queryFn: fetchTexts })
  useTitle(t('home.title'))
  if (texts.isError)
    return (
      <>
        <HomeBar />
        <Problem problem={problemOf(texts.error)} onAgain={() => void texts.refetch()} />
      </>
    )
  return (
    <>
      <HomeBar />
      <main className={styles.page} aria-busy={texts.isPending}>
        <Greeting />
        {texts.data && <TextList texts={texts.data} />}
      </main>
    </>
  )
}

function HomeBar() {
  const language = useLanguage()
  const { t } = useTranslation()
  const { me, signOut } = useAccount()
  const party = partySummary(me.party)
  return (
    <Bar>
      <b>{t('home.title')}</b>
      <Spring />
      <PartyChip party={party} named />
      <SettingsMenu
        account={t('settings.account', { name: me.name, party: partyName(party, language) })}
        onSignOut={signOut}
      />
    </Bar>
  )
}

function Greeting() {
  const { t } = useTranslation()
  const language = useLanguage()
  const { me } = useAccount()
  const party = partyName(partySummary(me.party), language)
  return (
    <div className={styles.greeting}>
      <p className={styles.who}>{t('home.who', { name: me.name, party, role: t(`role.${me.role}`) })}</p>
      <h1 className={styles.title}>{t('home.texts')}</h1>
    </div>
  )
}

function TextList({ texts }: { texts: readonly TextSummary[] }) {
  const { t } = useTranslation()
  if (texts.length === 0)
    return (
      <div className={styles.empty}>
        <h2>{t('home.empty')}</h2>
        <p>{t('home.emptyLead')}</p>
      </div>
    )
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('home.text')}</th>
          <th scope="col">{t('home.language')}</th>
          <th scope="col">{t('home.created')}</th>
          <th scope="col">{t('home.record')}</th>
        </tr>
      </thead>
      <tbody>
        {texts.map(text => (
          <TextRow key={text.id} text={text} />
        ))}
      </tbody>
    </table>
  )
}

function TextRow({ text }: { text: TextSummary }) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <tr>
      <td className={styles.name}>
        <Link href={`/texts/${text.id}`} lang={text.language}>
          {text.title}
        </Link>
      </td>
      <td>{languageName(text.language, language)}</td>
      <td className={styles.number}>{formatDay(text.createdAt, language)}</td>
      <td>
        <Link href={`/texts/${text.id}/record`} aria-label={t('home.recordOf', { title: text.title })}>
          {t('home.record')}
        </Link>
      </td>
    </tr>
  )
}

/** The name of a text's language in the language of the interface; the tag itself when it has none. */
function languageName(tag: string, language: string): string {
  try {
    return new Intl.DisplayNames(language, { type: 'language', fallback: 'code' }).of(tag) ?? tag
  } catch {
    // Not a language tag at all: show what stands there.
    return tag
  }
}
