/** Standing proposals in the order of the text: where each shows, what it brings and strikes. */
import type { ComposedBlock } from '../../../shared/compose/compose.ts'
import type { Change, Model } from '../../../shared/compose/model.ts'
import { type Run, wordsOf } from '../../../shared/compose/run.ts'
import type { HostId, PartyId, ProposalId } from '../../../shared/ids.ts'
import { isStanding, type ProposalEntry } from '../../../shared/text/roots.ts'
import type { Place, ProposalSummary } from '../../workspace/workspace.ts'

/** Words of one proposal as they are met, stretch by stretch. */
interface Gathered {
  readonly blocks: HostId[]
  readonly kinds: Set<ProposalSummary['kinds'][number]>
  readonly inserted: string[]
  readonly deleted: string[]
  /** The run met last, to tell whether the next continues it. */
  lastInserted: Run | null
  lastDeleted: Run | null
}

/** What the list is made for. */
export interface ProposalsFor {
  readonly party: PartyId
  /** How people cite a block. */
  readonly cite: (block: HostId) => string
}

/** Summaries of all standing proposals with content; those whose place is gone stand at the end. */
export function proposalsOf(
  model: Model,
  blocks: readonly ComposedBlock[],
  asked: ProposalsFor,
): ProposalSummary[] {
  const gathered = new Map<ProposalId, Gathered>()
  for (const block of blocks) gatherBlock(gathered, block)
  const shown = [...gathered].map(([id, words]) => summary(model, id, words, asked))
  const known = new Set<string>(gathered.keys())
  return [...shown, ...withoutPlace(model, known, asked)].filter(each => each !== null)
}

function gatherBlock(gathered: Map<ProposalId, Gathered>, block: ComposedBlock): void {
  if (block.proposed) meet(gathered, block, block.proposed)
  for (const change of [block.struck, block.moves, block.relabels, block.retypes, block.joins].flat())
    meet(gathered, block, change)
  let before: Run | null = null
  for (const run of block.runs) {
    gatherRun(gathered, block, run, before)
    before = run
  }
}

function gatherRun(
  gathered: Map<ProposalId, Gathered>,
  block: ComposedBlock,
  run: Run,
  before: Run | null,
): void {
  if (run.kind === 'glyph') {
    if (run.bracket.change && run.end === 'open') meet(gathered, block, run.bracket.change)
    return
  }
  if (run.own) {
    const words = meet(gathered, block, run.own)
    if (run.kind === 'atom' && 'split' in run.embed) words.kinds.add('split')
    else if (run.kind === 'atom' && 'footnote' in run.embed) words.kinds.add('note')
    else add(words.inserted, wordsOf(run), words.lastInserted === before && before !== null)
    words.lastInserted = run
  }
  for (const change of run.formats) meet(gathered, block, change)
  for (const change of run.struck) {
    const words = meet(gathered, block, change)
    add(words.deleted, wordsOf(run), words.lastDeleted === before && before !== null)
    words.lastDeleted = run
  }
}

function add(list: string[], words: string, continues: boolean): void {
  if (continues && list.length) list[list.length - 1] += words
  else list.push(words)
}

function meet(gathered: Map<ProposalId, Gathered>, block: ComposedBlock, change: Change): Gathered {
  let words = gathered.get(change.pid)
  if (!words) {
    words = { blocks: [], kinds: new Set(), inserted: [], deleted: [], lastInserted: null, lastDeleted: null }
    gathered.set(change.pid, words)
  }
  words.kinds.add(change.kind)
  if (!words.blocks.includes(block.id)) words.blocks.push(block.id)
  return words
}

function summary(
  model: Model,
  id: ProposalId,
  words: Gathered,
  { party, cite }: ProposalsFor,
): ProposalSummary | null {
  const entry = entryOf(model, id, party)
  const places: Place[] = words.blocks.map(block => ({ block, label: cite(block) }))
  const text = (list: readonly string[]) =>
    list
      .map(part => part.replaceAll('\uFFFC', ''))
      .filter(Boolean)
      .join(' … ')
  return {
    id,
    holder: entry.holder,
    enteredBy: entry.enteredBy ?? null,
    state: entry.state,
    kept: entry.kept === true,
    mine: entry.holder === party,
    places,
    kinds: [...words.kinds],
    inserted: text(words.inserted),
    deleted: text(words.deleted),
    placeGone: false,
  }
}

/** The register's entry, or what it will be: a proposal the server has not answered yet is one's own. */
function entryOf(model: Model, id: ProposalId, party: PartyId): ProposalEntry {
  const entry = model.roots.register.get(id)
  if (entry?.kind === 'proposal') return entry
  return { kind: 'proposal', holder: party, writers: [party], state: 'open' }
}

/** Proposals that stand and show nowhere, though they have words. */
function withoutPlace(
  model: Model,
  known: ReadonlySet<string>,
  asked: ProposalsFor,
): (ProposalSummary | null)[] {
  const out: (ProposalSummary | null)[] = []
  const words = new Map<ProposalId, Gathered>()
  for (const change of model.changes.values()) {
    const entry = model.entryOf(change)
    if (known.has(change.pid) || !isStanding(entry) || entry?.state === 'emptied') continue
    const text = model.hosts.get(change.cid)?.text.toString() ?? ''
    const gathered = words.get(change.pid) ?? {
      blocks: [],
      kinds: new Set(),
      inserted: [],
      deleted: [],
      lastInserted: null,
      lastDeleted: null,
    }
    words.set(change.pid, gathered)
    gathered.kinds.add(change.kind)
    if (text) gathered.inserted.push(text)
  }
  for (const [id, gathered] of words) {
    const made = summary(model, id, gathered, asked)
    if (made && (gathered.inserted.length || gathered.kinds.size)) out.push({ ...made, placeGone: true })
  }
  return out
}
