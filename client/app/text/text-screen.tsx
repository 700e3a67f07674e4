import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TextId } from '../../../shared/ids.ts'
import { RegisterPanel } from '../../register/register-panel.tsx'
import { AskedDialog } from '../../register/asked-dialog.tsx'
import { useWorkspaceState } from '../../workspace/contexts.ts'
import { countOpenPoints } from '../../workspace/open-points.ts'
import { ProblemPage } from '../problem-page.tsx'
import { useTitle } from '../use-title.ts'
import { Outline } from './outline.tsx'
import { Page } from './page.tsx'
import { PaneFrame, Rail } from './pane-frame.tsx'
import { useMedia, usePane } from './panes.ts'
import { RecordScreen } from './record-screen.tsx'
import { SavedAloud, useSavedAloud } from './saved-aloud.tsx'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { Strips } from './strips.tsx'
import { TextBar } from './text-bar.tsx'
import styles from './text-screen.module.css'
import { ToolRow } from './tool-row.tsx'
import { useScreenKeys } from './use-screen-keys.ts'
import { useSteadyScroll } from './use-steady-scroll.ts'

interface TextScreenProps {
  readonly text: TextId
  readonly page: 'text' | 'record'
}

const troubles = { 'sign-in-needed': 'signIn', 'not-allowed': 'notFound', outdated: 'outdated' } as const

/** An open text: bar, tools, outline, page and open points; or its record. */
export function TextScreen({ text, page }: TextScreenProps) {
  const { t } = useTranslation()
  const title = useWorkspaceState(state => state.title)
  const trouble = useWorkspaceState(state => state.trouble)
  const [helping, setHelping] = useState(false)
  const showHelp = useCallback(() => setHelping(true), [])
  useTitle(page === 'record' ? `${t('record.title')}, ${title}` : title)
  if (trouble !== null) return <ProblemPage problem={troubles[trouble]} />
  return (
    <>
      {page === 'text' ? (
        <Drafting text={text} onHelp={showHelp} />
      ) : (
        <div className={styles.plain}>
          <TextBar text={text} page={page} onShortcuts={showHelp} />
          <RecordScreen text={text} />
        </div>
      )}
      {helping && <ShortcutsDialog onClose={() => setHelping(false)} />}
    </>
  )
}

function Drafting({ text, onHelp }: { text: TextId; onHelp: () => void }) {
  const { t } = useTranslation()
  const root = useRef<HTMLDivElement>(null)
  const outline = usePane(1000)
  const panel = usePane(1400)
  const roomy = useMedia('(width >= 1000px)')
  const aloud = useSavedAloud()
  const openPoints = useWorkspaceState(countOpenPoints)
  useScreenKeys(root, { outline, panel, onSave: aloud.say, onHelp })
  return (
    <div className={styles.app} ref={root}>
      <TextBar text={text} page="text" onShortcuts={onHelp} />
      <div className={styles.columns}>
        {outline.docks && outline.mode === 'shut' && (
          <Rail side="start" label={t('outline.label')} onPress={outline.toggle} />
        )}
        <PaneFrame pane={outline} side="start" label={t('outline.label')}>
          <Outline />
        </PaneFrame>
        <main className={styles.main} aria-label={t('page.label')}>
          <ToolRow outline={outline} panel={panel} roomy={roomy} />
          <PageArea />
        </main>
        <PaneFrame pane={panel} side="end" label={t('panel.label')}>
          <RegisterPanel />
        </PaneFrame>
        {roomy && panel.mode !== 'docked' && (
          <Rail side="end" label={t('panel.label')} count={openPoints} onPress={panel.toggle} />
        )}
      </div>
      <AskedDialog />
      <SavedAloud aloud={aloud} />
    </div>
  )
}

/** The message of the moment and, under it, the page; the words stay where they are when a message comes or goes. */
function PageArea() {
  const strips = useRef<HTMLDivElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  useSteadyScroll(strips, scroller)
  return (
    <>
      <div ref={strips}>
        <Strips />
      </div>
      <div ref={scroller} className={styles.scroller} data-region="page" tabIndex={-1}>
        <Page />
      </div>
    </>
  )
}
