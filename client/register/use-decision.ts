import { useState } from 'react'
import { useWorkspace } from '../workspace/contexts.ts'
import type { ActRequest, ActResult } from '../workspace/workspace.ts'

export interface DecisionState {
  readonly working: boolean
  /** Why the last try did nothing; null before the first. */
  readonly failure: Exclude<ActResult, { kind: 'done' }> | null
  readonly decide: (act: ActRequest) => void
  /** Forgets the failure: the words were shown anew. */
  readonly reset: () => void
}

/** Asks for an act once at a time; `onDone` when the record holds it. */
export function useDecision(onDone: () => void): DecisionState {
  const workspace = useWorkspace()
  const [working, setWorking] = useState(false)
  const [failure, setFailure] = useState<DecisionState['failure']>(null)
  const decide = (act: ActRequest) => {
    setWorking(true)
    setFailure(null)
    void workspace.act(act).then(result => {
      setWorking(false)
      if (result.kind === 'done') return onDone()
      setFailure(result)
    })
  }
  return { working, failure, decide, reset: () => setFailure(null) }
}
