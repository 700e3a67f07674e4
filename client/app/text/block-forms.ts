/** What a block can be made from the menu: kind and level, levels counted from 0. */
import type { BlockKind } from '../../../shared/text/roots.ts'

export interface BlockForm {
  readonly blockKind: BlockKind
  readonly level: number
}

export const blockForms: readonly BlockForm[] = [
  { blockKind: 'paragraph', level: 0 },
  ...[0, 1, 2, 3].map(level => ({ blockKind: 'heading' as const, level })),
  ...[0, 1, 2].map(level => ({ blockKind: 'item' as const, level })),
]

/** A form as one word, for a menu; paragraphs know no level there. */
export function formKey({ blockKind, level }: BlockForm): string {
  return blockKind === 'paragraph' ? 'paragraph' : `${blockKind}-${level}`
}

/** The form of a word made by `formKey`, or null. */
export function parseFormKey(key: string): BlockForm | null {
  return blockForms.find(form => formKey(form) === key) ?? null
}
