import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/source-serif-4/opsz.css'
import '@fontsource-variable/source-serif-4/opsz-italic.css'
import './ui/tokens.css'
import './ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { applyPreferences, loadPreferences } from './app/preferences.ts'
import { followSignInLinks, takeSignInToken } from './app/sign-in/sign-in-token.ts'
import type { OpenWorkspace } from './workspace/workspace.ts'

/** The editor comes when the first text is opened. */
const openWorkspace: OpenWorkspace = async text =>
  (await import('./app/text/open-workspace.ts')).openWorkspace(text)

const token = takeSignInToken(window)
followSignInLinks(window)
const preferences = loadPreferences()
applyPreferences(preferences, document.documentElement)

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no root')
createRoot(root).render(
  <StrictMode>
    <App token={token} preferences={preferences} openWorkspace={openWorkspace} />
  </StrictMode>,
)
