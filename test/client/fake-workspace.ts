import type { HostId, ProposalId } from '../../shared/ids.ts'
import type {
  ActRequest,
  ActResult,
  Amendment,
  EditorKey,
  InsertKind,
  Preview,
  Target,
  ViewChoice,
  Workspace,
  WorkspaceState,
} from '../../client/workspace/workspace.ts'

/** A workspace in memory: holds the state it is given, keeps what it was asked, answers as told. */
export class FakeWorkspace implements Workspace {
  readonly keys: readonly EditorKey[] = ['undo', 'redo', 'break', 'bracket-selection', 'note']
  readonly acts: ActRequest[] = []
  readonly inserts: InsertKind[] = []
  readonly targets: Target[] = []
  readonly dismissed: string[] = []
  readonly resubmitted: string[] = []
  readonly discarded: string[] = []
  /** What the next acts are answered. */
  answer: ActResult = { kind: 'done' }
  previewOf: (proposal: ProposalId, amendedBy?: Amendment) => Preview = () => ({
    blocks: [],
    hash: 'none',
    together: [],
  })
  draw: (element: HTMLElement) => void = () => {}
  closed = false
  focused = 0
  private current: WorkspaceState
  private readonly listeners = new Set<() => void>()

  constructor(state: WorkspaceState) {
    this.current = state
  }

  /** Changes a part of the state and tells those who listen. */
  set(part: Partial<WorkspaceState>): void {
    this.current = { ...this.current, ...part }
    for (const listener of this.listeners) listener()
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  state(): WorkspaceState {
    return this.current
  }

  mount(element: HTMLElement): () => void {
    this.draw(element)
    return () => element.replaceChildren()
  }

  setView(view: ViewChoice): void {
    this.set({ view })
  }

  act(act: ActRequest): Promise<ActResult> {
    this.acts.push(act)
    if (act.kind === 'speak-for') this.set({ speakingFor: act.party })
    return Promise.resolve(this.answer)
  }

  insert(kind: InsertKind): void {
    this.inserts.push(kind)
  }

  preview(proposal: ProposalId, amendedBy?: Amendment): Preview {
    return this.previewOf(proposal, amendedBy)
  }

  cite(block: HostId): string | null {
    return this.current.outline.find(unit => unit.block === block)?.label ?? null
  }

  goTo(target: Target): void {
    this.targets.push(target)
  }

  focus(): void {
    this.focused++
  }

  dismiss(notice: string): void {
    this.dismissed.push(notice)
  }

  resubmit(salvaged: string): Promise<ActResult> {
    this.resubmitted.push(salvaged)
    return Promise.resolve(this.answer)
  }

  discard(salvaged: string): void {
    this.discarded.push(salvaged)
  }

  answerAsked(): void {
    this.set({ asked: null })
  }

  close(): void {
    this.closed = true
  }
}
