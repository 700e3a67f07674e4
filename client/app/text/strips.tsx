import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { may } from '../../../shared/rules/rights.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Strip } from '../../ui/strip.tsx'
import { useLanguage, useWorkspace, useWorkspaceState } from '../../workspace/contexts.ts'
import { countWords, formatTime } from '../../workspace/format.ts'
import type { Notice, Salvaged, WorkspaceState } from '../../workspace/workspace.ts'
import { chooseStrip } from './choose-strip.ts'

/** The worst message of the moment, under the tool row. */
export function Strips() {
  const { t } = useTranslation()
  const language = useLanguage()
  const choice = useChoice()
  if (choice === null) return null
  switch (choice.kind) {
    case 'not-saved': {
      const head =
        choice.since === null
          ? t('strip.notSaved')
          : t('strip.notSavedSince', { time: formatTime(choice.since, language) })
      return (
        <Strip tone="bad" icon="warn" head={head}>
          {t('strip.notSavedLead')}
        </Strip>
      )
    }
    case 'offline':
      return <OfflineStrip since={choice.since} unsent={choice.unsent} />
    case 'salvaged':
      return <SalvagedStrip salvaged={choice.first} more={choice.more} />
    case 'notice':
      return <NoticeStrip notice={choice.notice} more={choice.more} />
    case 'reading':
      return (
        <Strip tone="plain" icon="lock" head={t('strip.reader')}>
          {t(choice.role === 'observer' ? 'strip.observerLead' : 'strip.readerLead')}
        </Strip>
      )
  }
}

function useChoice() {
  const state = useWorkspaceState(whole => whole)
  return chooseStrip(state)
}

function OfflineStrip({ since, unsent }: { since: number | null; unsent: number }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const head =
    since === null ? t('strip.offline') : t('strip.offlineSince', { time: formatTime(since, language) })
  const goesOn = useWorkspaceState(whatGoesOn)
  return (
    <Strip tone="warn" icon="off" head={head}>
      {unsent === 0 ? t(`strip.${goesOn}`) : t('strip.offlineKept', { count: unsent })}
    </Strip>
  )
}

/** What a person may go on doing without a line. */
function whatGoesOn({ me, speakingFor }: WorkspaceState): 'offlineNone' | 'offlineAgreed' | 'offlineReading' {
  if (may(me.role, 'editAgreed') && speakingFor === null) return 'offlineAgreed'
  return may(me.role, 'propose') ? 'offlineNone' : 'offlineReading'
}

function SalvagedStrip({ salvaged, more }: { salvaged: Salvaged; more: number }) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const textLanguage = useWorkspaceState(state => state.language)
  const count = countWords(salvaged.words, textLanguage)
  const submit = () => void workspace.resubmit(salvaged.id).then(() => workspace.focus())
  const discard = () => {
    workspace.discard(salvaged.id)
    workspace.focus()
  }
  const actions = (
    <>
      <Button look="primary" small onPress={submit}>
        {t('strip.submit')}
      </Button>
      <CopyButton key={salvaged.id} words={salvaged.words} />
      <Button look="quiet" small onPress={discard}>
        {t('strip.discard')}
      </Button>
    </>
  )
  return (
    <Strip
      tone="bad"
      icon="close"
      head={t('strip.refused')}
      small={salvaged.rule}
      quote={salvaged.words}
      actions={actions}
    >
      {t('strip.refusedLead', { count })} <More count={more} />
    </Strip>
  )
}

function NoticeStrip({ notice, more }: { notice: Notice; more: number }) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const dismiss = () => {
    workspace.dismiss(notice.id)
    workspace.focus()
  }
  const actions = (
    <>
      {notice.text !== '' && <CopyButton key={notice.id} words={notice.text} />}
      <Button look="quiet" small aria-label={t('strip.dismiss')} onPress={dismiss}>
        <Icon name="close" />
      </Button>
    </>
  )
  return (
    <Strip
      tone="warn"
      icon="warn"
      head={t(`notice.${notice.kind}`)}
      small={notice.rule}
      quote={notice.text}
      actions={actions}
    >
      {t(`notice.${notice.kind}-lead`)} <More count={more} />
    </Strip>
  )
}

function More({ count }: { count: number }) {
  const { t } = useTranslation()
  return count > 0 ? <>({t('strip.more', { count })})</> : null
}

function CopyButton({ words }: { words: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  // Without the browser's leave the words stay on screen, to be marked by hand.
  const copy = () => void copyWords(words).then(setCopied)
  return (
    <Button small onPress={copy}>
      {copied ? t('strip.copied') : t('strip.copy')}
    </Button>
  )
}

/** True when the words are on the clipboard; a page that is not on a safe address has none. */
async function copyWords(words: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(words)
    return true
  } catch {
    return false
  }
}
