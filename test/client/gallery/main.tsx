/** The screens over a workspace in memory, one scene an address: `?scene=offline&role=secretary`. */
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/source-serif-4/opsz.css'
import '@fontsource-variable/source-serif-4/opsz-italic.css'
import '../../../client/ui/tokens.css'
import '../../../client/ui/base.css'
import 'prosemirror-view/style/prosemirror.css'
import '../../../client/editor/marks.css'
import { createRoot } from 'react-dom/client'
import { App } from '../../../client/app/app.tsx'
import { applyPreferences, loadPreferences } from '../../../client/app/preferences.ts'
import { FakeWorkspace } from '../fake-workspace.ts'
import { drawSamplePage } from '../sample-page.ts'
import { samplePreview, sampleState } from '../sample-state.ts'
import { answerRequests } from './answers.ts'
import { sceneOf } from './scenes.ts'

const query = new URLSearchParams(location.search)
const scene = sceneOf(query)
answerRequests(scene.me)
const preferences = loadPreferences()
applyPreferences(preferences, document.documentElement)
const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <App
      token={null}
      preferences={preferences}
      openWorkspace={() => {
        const workspace = new FakeWorkspace({ ...sampleState, ...scene.state })
        workspace.draw = drawSamplePage
        workspace.previewOf = () => samplePreview
        return Promise.resolve(workspace)
      }}
    />,
  )
