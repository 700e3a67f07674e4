/** Writes a person's edits into the document: own and agreed words where they may be written, proposals elsewhere. */
import { type ComposedBlock, headOfText } from '../../shared/compose/compose.ts'
import type { Change, Model } from '../../shared/compose/model.ts'
import { type LetterRun, lengthOf } from '../../shared/compose/run.ts'
import type { BlockId, HostId, NoteId } from '../../shared/ids.ts'
import {
  changeBlock,
  type NewBlock,
  ownBlockChange,
  proposeBlocks,
  switchOff,
} from '../../shared/intent/blocks.ts'
import { editBlock } from '../../shared/intent/edit-block.ts'
import type { ReboundEnd } from '../../shared/intent/insert-point.ts'
import { cover } from '../../shared/intent/locate.ts'
import { type Content, owns, type Writer } from '../../shared/intent/writer.ts'
import { blocksOfChange } from '../../shared/proposal/change.ts'
import { anchorAfter } from '../../shared/text/items.ts'
import type { BlockKind } from '../../shared/text/roots.ts'
import { type CaretPlace, placeAt } from './caret-place.ts'
import { type Line, linesInPortions } from './lines.ts'
import type { Spot } from './page.ts'
import type { Surface } from './surface.ts'
import type { Voice } from './voice.ts'

/** Two spots of the page, the first not behind the second. */
export interface Range {
  readonly from: Spot
  readonly to: Spot
}

export interface PenParts {
  readonly surface: Surface
  readonly voice: Voice
  /** Tells the server which bracket ends typing binds anew; called before the words are written. */
  readonly announce: (ends: readonly ReboundEnd[]) => void
  /** Asks the server to take the reference of a note out of agreed text. */
  readonly removeNote: (note: NoteId) => void
}

export class Pen {
  private readonly surface: Surface
  private readonly voice: Voice
  private readonly announce: PenParts['announce']
  private readonly removeNote: PenParts['removeNote']

  constructor(parts: PenParts) {
    this.surface = parts.surface
    this.voice = parts.voice
    this.announce = parts.announce
    this.removeNote = parts.removeNote
  }

  /** Runs writes as one, draws once, and puts the caret where they say. */
  write(act: () => CaretPlace | null): void {
    this.surface.pause()
    let caret: CaretPlace | null = null
    try {
      caret = act()
    } finally {
      this.surface.resume()
      this.surface.flush(caret)
    }
  }

  /** The writer of an edit in these blocks. */
  writerFor(blocks: readonly ComposedBlock[]): Writer {
    return this.voice.writerFor(this.model, blocks)
  }

  private get model(): Model {
    return this.surface.model
  }

  private get blocks(): readonly ComposedBlock[] {
    return this.surface.page.blocks
  }

  /**
   * Replaces a range of the page: letters go or are struck, crossed breaks are proposed to go; the first line stands in
   * their place, further lines become proposed blocks. The caret comes to stand behind what was written.
   */
  replace(range: Range, lines: readonly Line[]): void {
    this.write(() => this.replaced(range, lines))
  }

  private replaced({ from, to }: Range, lines: readonly Line[]): CaretPlace | null {
    const touched = this.blocks.slice(from.index, to.index + 1)
    const [first] = touched
    if (!first) return null
    const writer = this.writerFor(touched)
    for (let i = to.index; i > from.index; i--) {
      const block = this.blocks[i] as ComposedBlock
      this.edit(writer, block, { from: 0, to: i === to.index ? to.offset : lengthOf(block.runs) }, [])
      this.crossBreak(writer, block, i === to.index ? to.offset : lengthOf(block.runs))
    }
    const end = from.index === to.index ? to.offset : lengthOf(first.runs)
    const caret = this.edit(writer, first, { from: from.offset, to: end }, lines[0]?.content ?? [])
    return this.proposeLines(writer, first, lines.slice(1)) ?? caret ?? placeAt(first, from.offset)
  }

  /** Edits one block; gives the place behind what was inserted, null when nothing was. */
  private edit(
    writer: Writer,
    block: ComposedBlock,
    range: { from: number; to: number },
    content: readonly Content[],
  ): CaretPlace | null {
    const kept = writer.direct ? this.agreedNotes(block, range) : []
    for (const part of partsBetween(range, kept)) {
      const isFirst = part.from === range.from
      const edit = { block, ...part, content: isFirst ? content : [] }
      const { end, ends } = editBlock(this.model, writer, edit, this.announce)
      // Shown at once; the record's own word comes later.
      if (ends.length) this.surface.live.predictEnds(ends)
      if (isFirst && end) {
        const host = this.model.hosts.get(end.host)
        if (host) return this.removeNotes(kept, { at: anchorAfter(end.host, host.text, end.off), glyphs: [] })
      }
    }
    return this.removeNotes(kept, null)
  }

  /** References of agreed notes in a range: only the server takes them out. */
  private agreedNotes(
    block: ComposedBlock,
    range: { from: number; to: number },
  ): { at: number; note: NoteId }[] {
    const out: { at: number; note: NoteId }[] = []
    let seen = 0
    for (const run of block.runs) {
      const isInside = seen >= range.from && seen < range.to
      if (
        isInside &&
        run.kind === 'atom' &&
        'footnote' in run.embed &&
        !this.model.hosts.get(run.host)?.change
      )
        out.push({ at: seen, note: run.embed.footnote })
      seen += run.len
    }
    return out
  }

  private removeNotes<T>(kept: readonly { note: NoteId }[], result: T): T {
    for (const { note } of kept) this.removeNote(note)
    return result
  }

  /** A break that was crossed: an own block that is left empty is taken back, agreed blocks are proposed to be joined. */
  private crossBreak(writer: Writer, block: ComposedBlock, to: number): void {
    const own = block.proposed && owns(this.model, writer, block.proposed) ? block.proposed : null
    if (own) {
      if (to === lengthOf(block.runs)) this.takeBack(own)
    } else this.proposeJoin(writer, block)
  }

  /** Proposes to join an agreed block to its predecessor; false when there is nothing to propose. */
  proposeJoin(writer: Writer, block: ComposedBlock): boolean {
    const isAgreed = this.model.hosts.get(block.id)?.kind === 'block'
    if (!isAgreed || ownBlockChange(this.model, writer, block.id, 'join')) return false
    changeBlock(this.model, writer, { kind: 'join', block: block.id as string as BlockId })
    return true
  }

  /** Takes an own proposed block back, when it is the only one of its change. */
  takeBack(change: Change): boolean {
    if ((blocksOfChange(change.map)?.size ?? 0) > 1) return false
    switchOff(this.model, change)
    return true
  }

  /** An own proposed block goes, and its words to the end of the one before it. Call it inside `write`. */
  moveUp(index: number): void {
    const [before, block] = [this.blocks[index - 1], this.blocks[index]]
    if (!before || !block?.proposed || !this.takeBack(block.proposed)) return
    const content = block.runs.flatMap((run): Content[] => {
      return run.kind === 'text' ? [{ kind: 'text', text: run.text, marks: run.marks }] : []
    })
    const writer = this.writerFor([before, block])
    const end = lengthOf(before.runs)
    this.edit(writer, block, { from: 0, to: lengthOf(block.runs) }, [])
    if (content.length) this.edit(writer, before, { from: end, to: end }, content)
  }

  /** Proposes lines as blocks after a block; gives the place at the end of the last. */
  private proposeLines(writer: Writer, after: ComposedBlock, lines: readonly Line[]): CaretPlace | null {
    if (!lines.length) return null
    const ids = this.proposeAfter(writer, after.id, lines)
    return this.endOf(ids.at(-1) as HostId)
  }

  /** Proposes blocks one after another, each as a change of its own while they are few, so that each can be taken back. */
  proposeAfter(writer: Writer, after: HostId, lines: readonly Line[]): HostId[] {
    const portions = lines.length <= maxSingleChanges ? lines.map(each => [each]) : linesInPortions(lines)
    const ids: HostId[] = []
    for (const portion of portions)
      ids.push(...proposeBlocks(this.model, writer, ids.at(-1) ?? after, portion.map(newBlockOf)).ids)
    return ids
  }

  /** Proposes a block after another, or before the first block of the text. */
  proposeFirst(after: ComposedBlock | null, block: Line): void {
    const writer = this.writerFor(after ? [after] : this.blocks.slice(0, 1))
    this.proposeAfter(writer, after?.id ?? headOfText, [block])
  }

  /** The place at the end of a host's own text. */
  endOf(host: HostId): CaretPlace | null {
    const text = this.model.hosts.get(host)?.text
    return text ? { at: anchorAfter(host, text, text.length), glyphs: [] } : null
  }

  /** Proposes one empty block after another and puts the caret into it. */
  openBlock(after: ComposedBlock, kind: BlockKind, level: number): void {
    this.write(() => {
      const writer = this.writerFor([after])
      const [id] = this.proposeAfter(writer, after.id, [{ kind, level, content: [] }])
      return id ? this.endOf(id) : null
    })
  }

  /** True when a run's letters are struck by the party that writes now. */
  isStruckByOwn(run: LetterRun, block: ComposedBlock): boolean {
    const writer = this.writerFor([block])
    return run.struck.some(change => owns(this.model, writer, change))
  }

  /** True when the block is proposed by the party that writes now. */
  isOwnBlock(block: ComposedBlock): boolean {
    return block.proposed !== null && owns(this.model, this.writerFor([block]), block.proposed)
  }

  /** True when an edit of this range changes agreed text itself, or a break of it. */
  changesAgreed({ from, to }: Range): boolean {
    if (!this.voice.isDirect) return false
    if (from.index !== to.index) return true
    const block = this.blocks[from.index]
    if (!block) return false
    const parts = cover(block.runs, from.offset, to.offset)
    return parts.length ? parts.some(({ run }) => !run.own) : !block.proposed
  }
}

/** Lines up to this many are proposed one by one; more in portions. */
const maxSingleChanges = 20

function newBlockOf({ kind, level, content }: Line): NewBlock {
  const words = content.map(part => {
    return part.kind === 'text' ? { text: part.text, marks: part.marks } : { text: ' ', marks: null }
  })
  return { kind, level, label: null, words }
}

/** A range without the single offsets in `holes`: the first part begins where the range does. */
function partsBetween(
  range: { from: number; to: number },
  holes: readonly { at: number }[],
): { from: number; to: number }[] {
  const parts: { from: number; to: number }[] = []
  let { from } = range
  for (const { at } of holes) {
    parts.push({ from, to: at })
    from = at + 1
  }
  parts.push({ from, to: range.to })
  const [first, ...rest] = parts
  return [...(first ? [first] : []), ...rest.filter(part => part.from < part.to)].reverse()
}
