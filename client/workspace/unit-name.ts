import type { OutlineUnit } from './workspace.ts'

/** A unit as people call it: label and title, whichever there is. */
export function unitName({ label, title }: Pick<OutlineUnit, 'label' | 'title'>): string {
  return [label, title].filter(Boolean).join(' ')
}
