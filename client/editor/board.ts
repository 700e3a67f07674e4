/** The state that the screens read: immutable snapshots, told of only when something in them changed. */
import type { IdSource } from '../../shared/ids.ts'
import type { Notice, WorkspaceState } from '../workspace/workspace.ts'

export class Board {
  private current: WorkspaceState
  private readonly ids: IdSource
  private readonly listeners = new Set<() => void>()

  constructor(state: WorkspaceState, ids: IdSource) {
    this.current = state
    this.ids = ids
  }

  get state(): WorkspaceState {
    return this.current
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Nobody is told any more. */
  close(): void {
    this.listeners.clear()
  }

  /** Takes over what differs; parts that read the same stay the same objects. */
  set(part: Partial<WorkspaceState>): void {
    const changed = Object.entries(part).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(this.current[key as keyof WorkspaceState]),
    )
    if (!changed.length) return
    this.current = { ...this.current, ...Object.fromEntries(changed) }
    for (const listener of this.listeners) listener()
  }

  // ---- notices

  addNotice(notice: Omit<Notice, 'id'>): void {
    this.set({ notices: [...this.current.notices, { id: this.ids.next(), ...notice }] })
  }

  dismiss(notice: string): void {
    this.set({ notices: this.current.notices.filter(each => each.id !== notice) })
  }

  // ---- words that were refused or left behind

  salvage(words: string, rule: string | null): void {
    if (words.trim()) this.set({ salvaged: [...this.current.salvaged, { id: this.ids.next(), words, rule }] })
  }

  discard(salvaged: string): void {
    this.set({ salvaged: this.current.salvaged.filter(each => each.id !== salvaged) })
  }
}
