/** The printed view of a block: proposals in bracket characters, `[new - BR]`, `[old - BR delete]`; no colours. */
import type { Node } from 'prosemirror-model'
import type { ComposedBlock } from '../../shared/compose/compose.ts'
import type { Change } from '../../shared/compose/model.ts'
import { type Run, wordsOf } from '../../shared/compose/run.ts'
import { emptyBlock } from './block-attributes.ts'
import { type Drawing, joined, printMarks } from './drawing.ts'
import { holderOf } from './look.ts'
import { schema } from './schema.ts'
import { stretchesOf } from './stretches.ts'

/** The node of a block as the paper prints it. Moves, numbers, kinds and breaks that are proposed stand in the legend only. */
export function drawPrinted(drawing: Drawing, block: ComposedBlock): Node {
  const whole = [...(block.proposed ? [block.proposed] : []), ...block.struck]
  const nodes = [
    ...whole.map(() => sign('[')),
    ...printedRuns(drawing, block),
    ...whole.reverse().map(change => sign(closing(drawing, change))),
  ]
  const label =
    block.label ?? (block.kind === 'note' ? drawing.look.noteLabel(block.id as string as never) : '')
  const attributes = { ...emptyBlock, id: block.id, kind: block.kind, level: block.level, label }
  return schema.nodes.block.create(attributes, joined(nodes))
}

function printedRuns(drawing: Drawing, block: ComposedBlock): Node[] {
  const stretches = stretchesOf(block)
  return block.runs.flatMap(run => {
    const here = stretches.get(run) ?? []
    return [
      ...here.filter(stretch => stretch.first).map(() => sign('[')),
      ...printedRun(drawing, run),
      ...[...here].reverse().flatMap(({ change, last }) => (last ? [sign(closing(drawing, change))] : [])),
    ]
  })
}

function printedRun(drawing: Drawing, run: Run): Node[] {
  if (run.kind === 'glyph') {
    const { change } = run.bracket
    return [sign(run.end === 'close' && change ? closing(drawing, change) : wordsOf(run))]
  }
  const marks = printMarks(run.marks)
  if (run.kind === 'text') return [schema.text(run.text, marks)]
  const { embed } = run
  if ('split' in embed) return []
  if ('br' in embed) return [schema.nodes.line_break.create(null, null, marks)]
  const label = drawing.look.noteLabel(embed.footnote)
  return [schema.nodes.note_ref.create({ note: embed.footnote, label }, null, marks)]
}

/** `]`, with the holder's name when names are on. */
function closing({ model, look }: Drawing, change: Change): string {
  const names = look.print?.names ?? 'off'
  if (names === 'off') return ']'
  const id = holderOf(model, look, change)
  const party = look.party(id)
  const name = (names === 'full' ? party?.name : party?.initials) ?? id
  const strikes = change.kind === 'delete' || change.kind === 'deleteBlock'
  return strikes ? ` - ${name} delete]` : ` - ${name}]`
}

function sign(text: string): Node {
  return schema.text(text, [schema.marks.printed.create()])
}
