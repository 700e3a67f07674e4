/** What the screens ask for, as commands; what is a proposal of one's own is written instead. */
import type { BlockId, CommandId, IdSource } from '../../shared/ids.ts'
import { changeBlock, switchOff } from '../../shared/intent/blocks.ts'
import { owns } from '../../shared/intent/writer.ts'
import type { Command } from '../../shared/protocol/command.ts'
import type { ActRequest } from '../workspace/workspace.ts'
import type { TextEditor } from './editor.ts'

type Act = Exclude<ActRequest, { kind: 'speak-for' }>

/** The command that an act comes to; null when it was written as a proposal. */
export function actOf(act: Act, editor: TextEditor, ids: IdSource): Command | null {
  const id = ids.next() as CommandId
  switch (act.kind) {
    case 'adopt': {
      const { kind, proposal, hash: previewHash, together } = act
      return { kind, id, proposal, previewHash, together: [...together], ...reasonOf(act) }
    }
    case 'adopt-as-amended': {
      const { kind, proposal, hash: previewHash, together, amendedBy } = act
      return { kind, id, proposal, previewHash, together: [...together], amendedBy, ...reasonOf(act) }
    }
    case 'not-retain':
    case 'withdraw':
      return { kind: act.kind, id, proposal: act.proposal, ...reasonOf(act) }
    case 'lift-bracket':
      return liftBracket(act, editor, id)
    case 'keep-in-brackets':
      return { kind: act.kind, id, target: act.target, ...reasonOf(act) }
    case 'label':
      return setLabel(act, editor, id)
    case 'retype':
      return setKind(act, editor, id)
  }
}

function reasonOf(act: { readonly reason?: string }): { reason?: string } {
  return act.reason === undefined ? {} : { reason: act.reason }
}

/** A bracket of agreed text is lifted by an act; one of one's own proposal is taken back. */
function liftBracket(
  act: Extract<Act, { kind: 'lift-bracket' }>,
  { surface, voice }: TextEditor,
  id: CommandId,
): Command | null {
  const change = surface.model.changes.get(act.bracket) ?? null
  if (!change || !owns(surface.model, voice.writerFor(surface.model, []), change))
    return { kind: act.kind, id, bracket: act.bracket, ...reasonOf(act) }
  switchOff(surface.model, change)
  return null
}

function setLabel(act: Extract<Act, { kind: 'label' }>, editor: TextEditor, id: CommandId): Command | null {
  const block = act.block as string as BlockId
  if (writesAgreed(editor, act.block)) return { kind: 'label', id, block, label: act.label ?? '' }
  return proposeChange(editor, { kind: 'relabel', block, label: act.label })
}

function setKind(act: Extract<Act, { kind: 'retype' }>, editor: TextEditor, id: CommandId): Command | null {
  const block = act.block as string as BlockId
  const { blockKind, level } = act
  if (writesAgreed(editor, act.block))
    return { kind: 'structure', id, breaks: [], joins: [], kinds: [{ block, kind: blockKind, level }] }
  return proposeChange(editor, { kind: 'retype', block, blockKind, level })
}

function writesAgreed(editor: TextEditor, block: string): boolean {
  return editor.voice.isDirect && editor.surface.model.hosts.get(block)?.kind === 'block'
}

function proposeChange(editor: TextEditor, fields: Parameters<typeof changeBlock>[2]): null {
  const { surface, voice } = editor
  const shown = surface.page.block(fields.block)
  changeBlock(surface.model, voice.writerFor(surface.model, shown ? [shown] : []), fields)
  return null
}
