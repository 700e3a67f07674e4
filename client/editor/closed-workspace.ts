/** A text that could not be opened, and why. */
import type { ActResult, Preview, Trouble, Workspace, WorkspaceState } from '../workspace/workspace.ts'
import { emptyState } from './empty-state.ts'

export class ClosedWorkspace implements Workspace {
  readonly keys = []
  private readonly closedState: WorkspaceState

  constructor(trouble: Trouble) {
    this.closedState = { ...emptyState, saving: 'closed', trouble }
  }

  subscribe(): () => void {
    return () => {}
  }

  state(): WorkspaceState {
    return this.closedState
  }

  mount(): () => void {
    return () => {}
  }

  act(): Promise<ActResult> {
    return Promise.resolve({ kind: 'offline' })
  }

  resubmit(): Promise<ActResult> {
    return this.act()
  }

  preview(): Preview {
    return { blocks: [], hash: '', together: [] }
  }

  cite(): null {
    return null
  }

  setView(): void {}
  insert(): void {}
  goTo(): void {}
  focus(): void {}
  dismiss(): void {}
  discard(): void {}
  answerAsked(): void {}
  close(): void {}
}
