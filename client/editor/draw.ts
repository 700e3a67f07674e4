/** Composed blocks become nodes of the page. */
import type { Mark, Node } from 'prosemirror-model'
import { type ComposedBlock, noteRefs } from '../../shared/compose/compose.ts'
import type { Change } from '../../shared/compose/model.ts'
import type { AtomRun, GlyphRun, LetterRun, Run } from '../../shared/compose/run.ts'
import type { BracketId } from '../../shared/ids.ts'
import { type BlockAttributes, emptyBlock } from './block-attributes.ts'
import { withDrawnRuns } from './drawn-runs.ts'
import { type Drawing, joined, printMarks } from './drawing.ts'
import { holderOf, holderOfBracket, partyAttributes } from './look.ts'
import { drawPrinted } from './printed.ts'
import { schema } from './schema.ts'
import { type Stretch, stretchesOf } from './stretches.ts'

/** The node of a block. */
export function drawBlock(drawing: Drawing, composed: ComposedBlock): Node {
  const block = withDrawnRuns(composed)
  if (drawing.look.print) return drawPrinted(drawing, block)
  return schema.nodes.block.create(
    blockAttributes(drawing, block),
    joined(new BlockPen(drawing, block).nodes()),
  )
}

/** The document of a page; an empty text shows one empty block. */
export function drawDoc(nodes: readonly Node[]): Node {
  return schema.nodes.doc.create(null, nodes.length ? nodes : [schema.nodes.block.create()])
}

/** True when the block must be drawn anew because the numbers of notes changed. */
export function showsNotes(block: ComposedBlock): boolean {
  return block.kind === 'note' || noteRefs(block.runs).length > 0
}

// ---- the block as a whole

/** The attributes of a block's node. */
export function blockAttributes(drawing: Drawing, block: ComposedBlock): BlockAttributes {
  const { model, look } = drawing
  const relabel = block.relabels.at(-1)
  const retype = block.retypes.at(-1)
  const author = block.proposed ?? block.struck[0] ?? null
  return {
    ...emptyBlock,
    id: block.id,
    kind: block.kind,
    level: block.level,
    label: labelOf(drawing, block),
    proposed: block.proposed ? colours(drawing, [block.proposed]) : '',
    struck: colours(drawing, block.struck),
    moved: colours(drawing, block.moves),
    joined: colours(drawing, block.joins),
    relabel: relabel ? String(relabel.map.get('label') ?? '–') : '',
    retype: retype ? String(retype.map.get('blockKind')) : '',
    spans: spansOf(drawing, block),
    initials: author ? partyAttributes(look, holderOf(model, look, author)).initials : '',
    own: author && holderOf(model, look, author) === look.me ? 'true' : '',
  }
}

function labelOf({ look }: Drawing, block: ComposedBlock): string {
  return block.label ?? (block.kind === 'note' ? look.noteLabel(block.id as string as never) : '')
}

/** Palette numbers of the holders of changes; `0` for a holder without one. */
function colours({ model, look }: Drawing, changes: readonly Change[]): string {
  return changes.map(change => partyAttributes(look, holderOf(model, look, change)).party || '0').join(' ')
}

/** Palette numbers of the brackets that go on over an edge of the block, outermost first. */
function spansOf({ model, look }: Drawing, block: ComposedBlock): string {
  const unpaired = new Set(block.unpaired)
  const open = [...block.within]
  const over = new Set<BracketId>(open)
  for (const run of block.runs) {
    if (run.kind !== 'glyph' || unpaired.has(run.bracket.id)) continue
    if (run.end === 'open') open.push(run.bracket.id)
    else open.splice(open.indexOf(run.bracket.id), 1)
  }
  for (const id of open) over.add(id)
  return [...over].map(id => bracketColour({ model, look }, id) || '0').join(' ')
}

function bracketColour({ model, look }: Drawing, id: BracketId): string {
  const bracket = model.brackets.get(id)
  return bracket ? partyAttributes(look, holderOfBracket(model, look, bracket)).party : ''
}

// ---- the words

/** Draws the runs of one block, keeping which brackets are open. */
class BlockPen {
  private readonly drawing: Drawing
  private readonly block: ComposedBlock
  private readonly stretches: ReadonlyMap<Run, readonly Stretch[]>
  private open: BracketId[]

  constructor(drawing: Drawing, block: ComposedBlock) {
    this.drawing = drawing
    this.block = block
    this.stretches = stretchesOf(block)
    this.open = [...block.within]
  }

  nodes(): Node[] {
    return this.block.runs.map(run => (run.kind === 'glyph' ? this.glyph(run) : this.letters(run)))
  }

  private letters(run: LetterRun): Node {
    const marks = [
      ...this.highlights(),
      ...this.proposalMarks(run),
      ...this.formatMarks(run),
      ...printMarks(run.marks),
    ]
    return run.kind === 'text' ? schema.text(run.text, marks) : this.atom(run, marks)
  }

  private atom(run: AtomRun, marks: readonly Mark[]): Node {
    const { embed } = run
    if ('footnote' in embed) {
      const attrs = { note: embed.footnote, label: this.drawing.look.noteLabel(embed.footnote) }
      return schema.nodes.note_ref.create(attrs, null, marks)
    }
    return schema.nodes['split' in embed ? 'split_mark' : 'line_break'].create(null, null, marks)
  }

  private glyph(run: GlyphRun): Node {
    const { model, look } = this.drawing
    const { id } = run.bracket
    const unpaired = this.block.unpaired.includes(id)
    if (run.end === 'open' && !unpaired) this.open.push(id)
    const who = partyAttributes(look, holderOfBracket(model, look, run.bracket))
    const initials = run.end === 'close' && who.party ? who.initials : ''
    const glyph = schema.marks.glyph.create({
      bracket: id,
      end: run.end,
      party: who.party,
      initials,
      unpaired: unpaired ? 'true' : '',
    })
    const marks = [...this.highlights(), ...this.proposalMarks(run), glyph]
    if (run.end === 'close' && !unpaired) this.open = this.open.filter(other => other !== id)
    return schema.text(run.end === 'open' ? '[' : ']', marks)
  }

  private highlights(): Mark[] {
    return this.open.map(id =>
      schema.marks.highlight.create({ bracket: id, party: bracketColour(this.drawing, id) }),
    )
  }

  private proposalMarks(run: Run): Mark[] {
    return (this.stretches.get(run) ?? []).map(({ change, first, last }) => {
      const holder = holderOf(this.drawing.model, this.drawing.look, change)
      const type = schema.marks[change.kind === 'delete' ? 'deletion' : 'insertion']
      return type.create({
        change: change.cid,
        ...partyAttributes(this.drawing.look, holder),
        own: holder === this.drawing.look.me ? 'true' : '',
        first: first ? 'true' : '',
        last: last ? 'true' : '',
      })
    })
  }

  private formatMarks(run: LetterRun): Mark[] {
    const { model, look } = this.drawing
    return run.formats.map(change =>
      schema.marks.reformat.create({
        change: change.cid,
        party: partyAttributes(look, holderOf(model, look, change)).party,
        key: String(change.map.get('key')),
        value: change.map.get('value') === null ? 'off' : 'on',
      }),
    )
  }
}
