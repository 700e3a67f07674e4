/** What menus and shortcuts put in at the caret: footnotes, new blocks, new units. */
import type { ComposedBlock } from '../../shared/compose/compose.ts'
import type { BlockId, CommandId, HostId, NoteId } from '../../shared/ids.ts'
import type { CommandOf } from '../../shared/protocol/command.ts'
import { startOf } from '../../shared/text/anchor.ts'
import type { BlockKind } from '../../shared/text/roots.ts'
import { anchorOf, placeAt } from './caret-place.ts'
import { type Desk, mayChangeAgreed, runCommand } from './desk.ts'
import { inverseOf } from './inverse.ts'
import { line } from './lines.ts'
import { selectedRange } from './replacing.ts'
import { lastOfUnit, unitOf } from './units.ts'

/** Puts a footnote behind the selection; the caret goes into its body. */
export function insertNote(desk: Desk): void {
  if (desk.holding.isHeld) return desk.holding.enqueue(() => insertNote(desk))
  const { to } = selectedRange(desk)
  const block = desk.surface.page.blocks[to.index]
  if (!block || block.kind === 'note') return
  if (desk.voice.isDirect && !block.proposed) void askForNote(desk, block, to.offset)
  else proposeNote(desk, block, to)
}

function proposeNote(
  { pen, surface }: Desk,
  block: ComposedBlock,
  at: { index: number; offset: number },
): void {
  pen.replace({ from: at, to: at }, [line([{ kind: 'note', body: '' }])])
  const caret = surface.spotAt(surface.view.state.selection.head)
  const note = noteBefore(surface.page.blocks[caret.index] ?? block, caret.offset)
  if (note) surface.setCaret({ at: startOf(note), glyphs: [] })
}

/** The note whose reference stands directly left of a shown offset. */
function noteBefore(block: ComposedBlock, offset: number): NoteId | null {
  let seen = 0
  for (const run of block.runs) {
    seen += run.len
    if (seen === offset && run.kind === 'atom' && 'footnote' in run.embed) return run.embed.footnote
  }
  return null
}

async function askForNote(desk: Desk, block: ComposedBlock, offset: number): Promise<void> {
  if (!mayChangeAgreed(desk)) return
  const { surface, ids } = desk
  const note = ids.next() as NoteId
  const at = anchorOf(placeAt(block, offset))
  const command: CommandOf<'insert-note'> = {
    kind: 'insert-note',
    id: ids.next() as CommandId,
    at,
    note,
    text: '',
  }
  const before = JSON.stringify(surface.selected())
  if (!(await runCommand(desk, command, inverseOf(surface.model, ids, command)))) return
  if (before === JSON.stringify(surface.selected())) surface.setCaret({ at: startOf(note), glyphs: [] })
}

/** A new block after the one with the caret, with the caret in it. */
export function insertBlock(desk: Desk, kind: BlockKind): void {
  if (desk.holding.isHeld) return desk.holding.enqueue(() => insertBlock(desk, kind))
  const block = blockWithCaret(desk)
  if (block) putAfter(desk, block, [{ kind, level: kind === block.kind ? block.level : 0 }])
}

/** A heading and a paragraph after the unit with the caret, with the caret in the heading. */
export function insertUnit(desk: Desk): void {
  if (desk.holding.isHeld) return desk.holding.enqueue(() => insertUnit(desk))
  const { blocks } = desk.surface.page
  const block = blockWithCaret(desk)
  if (!block) return
  const unit = unitOf(blocks, block.id)
  const last = lastOfUnit(blocks, block.id)
  if (last)
    putAfter(desk, last, [
      { kind: 'heading', level: unit?.level ?? 0 },
      { kind: 'paragraph', level: 0 },
    ])
}

function blockWithCaret({ surface }: Desk): ComposedBlock | null {
  const { index } = surface.spotAt(surface.view.state.selection.head)
  const block = surface.page.blocks[index]
  if (block?.kind !== 'note') return block ?? null
  return surface.page.blocks.findLast(each => each.kind !== 'note') ?? null
}

interface Wanted {
  readonly kind: BlockKind
  readonly level: number
}

function putAfter(desk: Desk, after: ComposedBlock, wanted: readonly Wanted[]): void {
  const { voice, pen } = desk
  if (voice.isDirect && !after.proposed) {
    if (mayChangeAgreed(desk)) void askForBlocks(desk, after.id, wanted)
    return
  }
  pen.write(() => {
    const lines = wanted.map(block => ({ ...block, content: [] }))
    const [first] = pen.proposeAfter(pen.writerFor([after]), after.id, lines)
    return first ? pen.endOf(first) : null
  })
}

async function askForBlocks(desk: Desk, after: HostId, wanted: readonly Wanted[]): Promise<void> {
  const { ids, surface } = desk
  let last = after as string as BlockId
  const before = JSON.stringify(surface.selected())
  const made: BlockId[] = []
  for (const { kind: blockKind, level } of wanted) {
    const block = ids.next() as BlockId
    const command: CommandOf<'new-block'> = {
      kind: 'new-block',
      id: ids.next() as CommandId,
      block,
      after: last,
      blockKind,
      level,
      text: '',
    }
    if (!(await runCommand(desk, command, inverseOf(surface.model, ids, command)))) return
    made.push(block)
    last = block
  }
  const [first] = made
  if (first && before === JSON.stringify(surface.selected()))
    surface.setCaret({ at: startOf(first), glyphs: [] })
}
