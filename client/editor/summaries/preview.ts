/** What an adoption would make of the text, for the decision screen: the same composition that the server makes the text. */
import { withDependencies } from '../../../shared/compose/adoption.ts'
import type { ComposedBlock } from '../../../shared/compose/compose.ts'
import type { Model } from '../../../shared/compose/model.ts'
import { previewOf } from '../../../shared/compose/preview.ts'
import { type Run, wordsOf } from '../../../shared/compose/run.ts'
import type { ProposalId } from '../../../shared/ids.ts'
import type { Amendment, Preview, PreviewBlock, PreviewRun } from '../../workspace/workspace.ts'

/** The touched blocks as they would read. With plain words as an amendment they stand in the place of the proposal's own. */
export function previewFor(model: Model, proposal: ProposalId, amendedBy: Amendment | undefined): Preview {
  const base = amendedBy?.kind === 'proposal' ? amendedBy.proposal : proposal
  const proposals = withDependencies(model, base)
  const { after, before, hash } = previewOf(model, proposals)
  const shown = describe(model, { after, before, proposals })
  const together = [...proposals].filter(id => id !== base)
  return { blocks: amendedBy?.kind === 'words' ? replaceNew(shown, amendedBy.words) : shown, hash, together }
}

interface Outcome {
  readonly after: readonly ComposedBlock[]
  readonly before: readonly ComposedBlock[]
  readonly proposals: ReadonlySet<ProposalId>
}

function describe(model: Model, { after, before, proposals }: Outcome): PreviewBlock[] {
  const known = new Set(before.map(block => block.id))
  const stays = new Set(after.map(block => block.id))
  const runs = (block: ComposedBlock) => block.runs.map(run => previewRun(model, run, proposals))
  const changed = after.map(block => shape(block, known.has(block.id) ? 'changed' : 'new', runs(block)))
  const gone = before.filter(block => !stays.has(block.id)).map(block => shape(block, 'gone', runs(block)))
  return [...changed, ...gone]
}

function shape(block: ComposedBlock, state: PreviewBlock['state'], runs: PreviewRun[]): PreviewBlock {
  return { block: block.id, kind: block.kind, level: block.level, label: block.label, state, runs }
}

function previewRun(model: Model, run: Run, proposals: ReadonlySet<ProposalId>): PreviewRun {
  if (run.kind === 'glyph') return { kind: 'bracket', text: wordsOf(run) }
  if (run.kind === 'atom') return { kind: 'note', text: 'footnote' in run.embed ? '*' : ' ' }
  const change = model.hosts.get(run.host)?.change
  return { kind: change && proposals.has(change.pid) ? 'new' : 'plain', text: run.text }
}

/** Other words in the place of the first new ones; further new ones are left out. */
function replaceNew(blocks: readonly PreviewBlock[], words: string): PreviewBlock[] {
  let isPlaced = false
  return blocks.map(block => ({
    ...block,
    runs: block.runs.flatMap((run): PreviewRun[] => {
      if (run.kind !== 'new') return [run]
      if (isPlaced) return []
      isPlaced = true
      return [{ kind: 'new', text: words }]
    }),
  }))
}
