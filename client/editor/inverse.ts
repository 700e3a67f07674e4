/** The command that takes a command back, for the list of undo. */
import { orderedBlocks } from '../../shared/compose/compose.ts'
import type { Model } from '../../shared/compose/model.ts'
import type { BlockId, BracketId, CommandId, HostId, IdSource } from '../../shared/ids.ts'
import type { Command, CommandOf } from '../../shared/protocol/command.ts'
import { anchorAfter, anchorAtEnd, type Piece, piecesOf } from '../../shared/text/items.ts'
import type { AgreedBracket, BlockKind, BlockMap } from '../../shared/text/roots.ts'

/** The inverse as the text stands before `command` is run; null for acts, which are taken back by other acts. */
export function inverseOf(model: Model, ids: IdSource, command: Command): Command | null {
  const id = ids.next() as CommandId
  switch (command.kind) {
    case 'structure':
      return inverseOfStructure(model, id, command)
    case 'label':
      return { kind: 'label', id, block: command.block, label: labelOf(blockOf(model, command.block)) }
    case 'insert-note':
      return { kind: 'remove-note', id, note: command.note }
    case 'remove-note':
      return inverseOfRemoveNote(model, id, command)
    case 'delete-block':
      return inverseOfDeleteBlock(model, id, command)
    case 'move-block':
      return { kind: 'move-block', id, block: command.block, after: predecessor(model, command.block) }
    case 'new-block':
      return { kind: 'delete-block', id, block: command.block }
    case 'wrap-bracket':
      return { kind: 'lift-bracket', id, bracket: command.bracket }
    case 'lift-bracket':
      return inverseOfLift(model, id, command, ids)
    default:
      return null
  }
}

/** Breaks are joined again; joined blocks are broken off at the seam, with their old ids; kinds go back. */
function inverseOfStructure(model: Model, id: CommandId, command: CommandOf<'structure'>): Command {
  const standing = standingBlocks(model)
  const breaks = command.joins.flatMap(block => {
    const at = standing.findIndex(each => each.id === (block as string))
    const before = standing[at - 1]
    const here = standing[at]
    const text = before && model.hosts.get(before.id)?.text
    if (!before || !here || !text) return []
    return [{ at: anchorAtEnd(before.id, text), id: block, kind: here.block.get('kind') as BlockKind }]
  })
  const kinds = command.kinds.flatMap(({ block }) => {
    const map = blockOf(model, block)
    return map ? [{ block, kind: map.get('kind') as BlockKind, level: map.get('level') as number }] : []
  })
  return {
    kind: 'structure',
    id,
    breaks: breaks.reverse(),
    joins: command.breaks.map(each => each.id).reverse(),
    kinds,
  }
}

function inverseOfRemoveNote(model: Model, id: CommandId, command: CommandOf<'remove-note'>): Command | null {
  for (const { id: host } of standingBlocks(model)) {
    const text = model.hosts.get(host)?.text
    const isReference = (piece: Piece) =>
      piece.embed !== null && 'footnote' in piece.embed && piece.embed.footnote === command.note
    const piece = text && piecesOf(text).find(isReference)
    if (text && piece)
      return { kind: 'insert-note', id, at: anchorAfter(host, text, piece.off), note: command.note, text: '' }
  }
  return null
}

function inverseOfDeleteBlock(
  model: Model,
  id: CommandId,
  command: CommandOf<'delete-block'>,
): Command | null {
  const map = blockOf(model, command.block)
  if (!map) return null
  const [blockKind, level] = [map.get('kind') as BlockKind, map.get('level') as number]
  const after = predecessor(model, command.block)
  return { kind: 'new-block', id, block: command.block, after, blockKind, level, text: '' }
}

/** The same brackets again, as a new pair: the old one stays lifted on the record. */
function inverseOfLift(
  model: Model,
  id: CommandId,
  command: CommandOf<'lift-bracket'>,
  ids: IdSource,
): Command | null {
  const bracket: AgreedBracket | undefined = model.roots.brackets.get(command.bracket)
  if (!bracket) return null
  const fresh = ids.next() as BracketId
  return { kind: 'wrap-bracket', id, bracket: fresh, open: bracket.open.at, close: bracket.close.at }
}

function blockOf(model: Model, id: string): BlockMap | undefined {
  return model.roots.blocks.get(id)
}

function labelOf(block: BlockMap | undefined): string {
  return (block?.get('label') as string | null | undefined) ?? ''
}

function standingBlocks(model: Model): { id: HostId; block: BlockMap }[] {
  return orderedBlocks(model, null).filter(({ block }) => block.get('gone') === undefined)
}

function predecessor(model: Model, id: BlockId): BlockId | null {
  const standing = standingBlocks(model)
  const at = standing.findIndex(block => block.id === (id as string))
  return (standing[at - 1]?.id as string | undefined as BlockId | undefined) ?? null
}
