import type { WorkspaceState } from './workspace.ts'

/** Brackets of agreed text that stand open; one that a proposal puts counts with its proposal. */
export function countBrackets({ brackets }: Pick<WorkspaceState, 'brackets'>): number {
  return brackets.filter(({ state }) => state === 'standing').length
}

/** What is open in a text: agreed brackets and proposals. */
export function countOpenPoints(state: Pick<WorkspaceState, 'brackets' | 'proposals'>): number {
  return countBrackets(state) + state.proposals.length
}
