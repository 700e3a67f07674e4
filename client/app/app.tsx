import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { I18nextProvider } from 'react-i18next'
import { Route, Switch } from 'wouter'
import { useStore } from 'zustand'
import { localeOf } from '../workspace/format.ts'
import type { OpenWorkspace } from '../workspace/workspace.ts'
import { HomePage } from './home/home-page.tsx'
import { startI18n } from './i18n/i18n.ts'
import { PreferencesContext, type PreferencesStore } from './preferences.ts'
import { ProblemPage } from './problem-page.tsx'
import { SafetyNet } from './safety-net.tsx'
import { SignedIn } from './sign-in/signed-in.tsx'
import { Waiting } from './text/waiting.tsx'

/** The screens of a text come when the first one is opened. */
const TextRoute = lazy(() =>
  import('./text/text-route.tsx').then(
    module => ({ default: module.TextRoute }),
    () => ({ default: NotFetched }),
  ),
)

function NotFetched() {
  return <ProblemPage problem="program" />
}

interface AppProps {
  /** Token of the sign-in link the page was opened by. */
  readonly token: string | null
  readonly preferences: PreferencesStore
  readonly openWorkspace: OpenWorkspace
}

/** All screens: signing in, the list of texts, a text and its record. */
export function App({ token, preferences, openWorkspace }: AppProps) {
  return (
    <Providers preferences={preferences}>
      <SignedIn token={token}>
        <Switch>
          <Route path="/">
            <HomePage />
          </Route>
          <Route path="/texts/:text/:page?">
            {params => (
              <Suspense fallback={<Waiting />}>
                <TextRoute key={params.text} {...params} openWorkspace={openWorkspace} />
              </Suspense>
            )}
          </Route>
          <Route>
            <ProblemPage problem="notFound" />
          </Route>
        </Switch>
      </SignedIn>
    </Providers>
  )
}

/** Language, preferences and the cache of what the server told. */
export function Providers({ preferences, children }: { preferences: PreferencesStore; children: ReactNode }) {
  const language = useStore(preferences, state => state.language)
  const [i18n] = useState(() => startI18n(language))
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: false } } }))
  useEffect(() => void i18n.changeLanguage(language), [i18n, language])
  return (
    <PreferencesContext value={preferences}>
      <I18nextProvider i18n={i18n}>
        <I18nProvider locale={localeOf(language)}>
          <QueryClientProvider client={queries}>
            <SafetyNet>{children}</SafetyNet>
          </QueryClientProvider>
        </I18nProvider>
      </I18nextProvider>
    </PreferencesContext>
  )
}
