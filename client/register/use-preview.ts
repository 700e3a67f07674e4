import { useState } from 'react'
import type { ProposalId } from '../../shared/ids.ts'
import { useWorkspace, useWorkspaceState } from '../workspace/contexts.ts'
import type { Amendment, Preview } from '../workspace/workspace.ts'

export interface ShownPreview {
  /** What is on screen; stays as it is until the person asks for the words as they are now. */
  readonly shown: Preview
  /** True when the text has moved on meanwhile. */
  readonly isOld: boolean
  readonly refresh: () => void
}

/** The outcome of an adoption as it was when it was put on screen, and whether it still holds. */
export function usePreview(proposal: ProposalId, amendedBy?: Amendment): ShownPreview {
  const workspace = useWorkspace()
  useWorkspaceState(state => state)
  const [kept, setKept] = useState<{ preview: Preview; amendedBy: Amendment | undefined } | null>(null)
  const now = workspace.preview(proposal, amendedBy)
  const isSame = kept !== null && sameAmendment(kept.amendedBy, amendedBy)
  // Other words of the decider's own are shown at once; other words of the text are announced first.
  if (!isSame) setKept({ preview: now, amendedBy })
  const shown = isSame ? kept.preview : now
  return { shown, isOld: shown.hash !== now.hash, refresh: () => setKept({ preview: now, amendedBy }) }
}

function sameAmendment(a: Amendment | undefined, b: Amendment | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  if (a.kind === 'proposal') return b.kind === 'proposal' && a.proposal === b.proposal
  return b.kind === 'words' && a.words === b.words
}
