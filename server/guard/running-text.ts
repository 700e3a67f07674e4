/** What may stand in running text: characters, known marks, and few things beside characters. */
import * as Y from 'yjs'
import { hasOnly, isPlainObject } from '../../shared/text/anchor.ts'
import { isMarkName, isMarkValue } from '../../shared/rules/mark-values.ts'
import { refuse } from './refusal.ts'
import type { OwnTextKind } from './place.ts'

/** Whose text it is: agreed, or one of a proposal's with the notes it may refer to. */
export type TextKind =
  | { readonly of: 'agreed' }
  | { readonly of: OwnTextKind; readonly notes: Y.Map<unknown> | null }

/** Checks one item that came with the update and stands in running text. @throws Refusal */
export function checkTextItem({ parentSub, deleted, content }: Y.Item, kind: TextKind): void {
  if (parentSub !== null) refuse('GU44', 'an attribute of a text')
  if (deleted || content instanceof Y.ContentString) return
  if (content instanceof Y.ContentFormat) checkMark(content)
  else if (content instanceof Y.ContentEmbed) checkEmbed(content.embed as unknown, kind)
  else refuse('GU45', 'neither characters nor a mark nor a known sign')
}

function checkMark({ key, value }: { readonly key: string; readonly value: unknown }): void {
  if (!isMarkName(key)) return refuse('GU46', 'an unknown mark')
  if (value !== null && !isMarkValue(key, value)) refuse('GU47', `a value that the mark ${key} never has`)
}

/** A line break everywhere; in a proposal's insertions, blocks and notes also what those may hold. */
function checkEmbed(embed: unknown, kind: TextKind): void {
  if (isSign(embed, 'br')) return
  if (kind.of === 'agreed')
    return refuse('GU48', 'breaks and references to notes come into agreed text by command')
  if (isSign(embed, 'split') && (kind.of === 'insertion' || kind.of === 'block')) return
  if (!isReference(embed) || kind.of === 'rationale') return refuse('GU49', 'a sign that may not stand here')
  if (!kind.notes?.has(embed.footnote)) refuse('GU50', 'a reference to a note that the change does not bring')
}

function isSign(embed: unknown, name: 'br' | 'split'): boolean {
  return isPlainObject(embed) && hasOnly(embed, [name]) && embed[name] === 1
}

function isReference(embed: unknown): embed is { footnote: string } {
  return isPlainObject(embed) && hasOnly(embed, ['footnote']) && typeof embed.footnote === 'string'
}

/** True for an item that refers to a note. */
export function refersToNote({ content }: Y.Item): boolean {
  return content instanceof Y.ContentEmbed && !isSign(content.embed, 'br')
}
