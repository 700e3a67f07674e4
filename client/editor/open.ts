/** Opens a text: who is signed in, the parties, what the server says of the text; then the workspace on it. */
import 'prosemirror-view/style/prosemirror.css'
import './marks.css'
import { me } from '../../shared/api/me.ts'
import { partyList } from '../../shared/api/party.ts'
import { textMeta, type TextMeta } from '../../shared/api/text.ts'
import type { TextId } from '../../shared/ids.ts'
import type { OpenWorkspace, Trouble } from '../workspace/workspace.ts'
import { ClosedWorkspace } from './closed-workspace.ts'
import { TextWorkspace } from './text-workspace.ts'

/** The workspace of a text. What cannot be opened is a closed workspace that says why. */
export const openWorkspace: OpenWorkspace = async (text: TextId) => {
  const answers = await Promise.all([ask('/api/me'), ask('/api/parties'), ask(`/api/texts/${text}`)])
  const trouble = answers.map(troubleOf).find(each => each !== null)
  if (trouble) return new ClosedWorkspace(trouble)
  const [person, parties, meta] = await Promise.all(answers.map(answer => answer.json() as Promise<unknown>))
  return new TextWorkspace({
    person: me.parse(person),
    parties: partyList.parse(parties).parties,
    meta: textMeta.parse(meta) as TextMeta,
    socketBase: `${location.origin.replace(/^http/, 'ws')}/collab`,
    storage: sessionStorage,
  })
}

function ask(path: string): Promise<Response> {
  return fetch(path, { headers: { Accept: 'application/json' } })
}

function troubleOf(answer: Response): Trouble | null {
  if (answer.ok) return null
  if (answer.status === 401) return 'sign-in-needed'
  if (answer.status === 403 || answer.status === 404) return 'not-allowed'
  throw new Error(`the server answered ${answer.status}`)
}
