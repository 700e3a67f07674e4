import { useEffect, useState } from 'react'
import type { TextId } from '../../../shared/ids.ts'
import { WorkspaceContext } from '../../workspace/contexts.ts'
import type { OpenWorkspace, Workspace } from '../../workspace/workspace.ts'
import { ProblemPage } from '../problem-page.tsx'
import { TextScreen } from './text-screen.tsx'
import { Waiting } from './waiting.tsx'

interface TextRouteProps {
  readonly text: string
  /** What follows the text in the address. */
  readonly page?: string | undefined
  readonly openWorkspace: OpenWorkspace
}

type Opening =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly workspace: Workspace }
  | { readonly kind: 'failed' }

/** A text, opened as long as its address stands; its record is another page of it. */
export function TextRoute({ text, page, openWorkspace }: TextRouteProps) {
  const opening = useOpening(text as TextId, openWorkspace)
  if (page !== undefined && page !== 'record') return <ProblemPage problem="notFound" />
  if (opening.kind === 'failed') return <ProblemPage problem="program" />
  if (opening.kind === 'opening') return <Waiting />
  return (
    <WorkspaceContext value={opening.workspace}>
      <TextScreen text={text as TextId} page={page ?? 'text'} />
    </WorkspaceContext>
  )
}

function useOpening(text: TextId, openWorkspace: OpenWorkspace): Opening {
  const [opening, setOpening] = useState<Opening>({ kind: 'opening' })
  useEffect(() => {
    let left = false
    let opened: Workspace | null = null
    openWorkspace(text).then(
      workspace => {
        if (left) return workspace.close()
        opened = workspace
        setOpening({ kind: 'open', workspace })
      },
      () => setOpening({ kind: 'failed' }),
    )
    return () => {
      left = true
      opened?.close()
    }
  }, [text, openWorkspace])
  return opening
}
