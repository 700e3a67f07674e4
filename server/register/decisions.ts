/** Acts on proposals and brackets: reserve, withdraw, adopt, adopt as amended, not retain, lift, keep. */
import type * as Y from 'yjs'
import { Model } from '../../shared/compose/model.ts'
import { type Preview, previewOf } from '../../shared/compose/preview.ts'
import { wordsOf } from '../../shared/compose/run.ts'
import type { ComposedBlock } from '../../shared/compose/compose.ts'
import { runsOfHost } from '../../shared/compose/host-runs.ts'
import { everything } from '../../shared/compose/view.ts'
import type { ChangeId, HostId, PartyId, ProposalId } from '../../shared/ids.ts'
import {
  addChange,
  addIds,
  addProposal,
  changesOf,
  idRanges,
  isEmptyChange,
} from '../../shared/proposal/change.ts'
import type { CommandOf } from '../../shared/protocol/command.ts'
import type { Anchor } from '../../shared/text/anchor.ts'
import { insertText } from '../../shared/text/items.ts'
import {
  isStanding,
  type ProposalEntry,
  proposalEntry,
  type ProposalState,
  rootsOf,
  textOf,
} from '../../shared/text/roots.ts'
import { adoptedChanges, type Adoption, dependencies } from '../../shared/compose/adoption.ts'
import { materialise } from './adopt.ts'
import { type CommandResult, done, refusal } from './result.ts'

/** What an act is taken under. */
export interface ActContext {
  /** Id of the act. */
  readonly act: string
  readonly party: PartyId
}

/** Reserves a proposal's id for a delegation; the secretariat writes in it. */
export function runReserve(doc: Y.Doc, command: CommandOf<'reserve'>, context: ActContext): CommandResult {
  const roots = rootsOf(doc)
  if (roots.register.has(command.proposal) || roots.proposals.has(command.proposal))
    return refusal('refused', 'RG8', 'The id of the proposal is taken.')
  const writers = [...new Set([command.onBehalfOf, context.party])]
  roots.register.set(command.proposal, {
    kind: 'proposal',
    holder: command.onBehalfOf,
    writers,
    enteredBy: context.party,
    state: 'open',
  })
  return done({ proposal: command.proposal, onBehalfOf: command.onBehalfOf }, [command.proposal])
}

const notOpen = refusal('refused', 'RG3', 'The proposal is not open.')

function openEntry(doc: Y.Doc, proposal: ProposalId): ProposalEntry | null {
  const entry = proposalEntry(rootsOf(doc), proposal)
  return entry && isStanding(entry) ? entry : null
}

/** Takes an own proposal back. */
export function runWithdraw(doc: Y.Doc, command: CommandOf<'withdraw'>, context: ActContext): CommandResult {
  const entry = openEntry(doc, command.proposal)
  if (!entry) return notOpen
  if (entry.holder !== context.party)
    return refusal('not-allowed', 'RG6', 'Only its holder withdraws a proposal.')
  return closeProposal(doc, command.proposal, 'withdrawn', context)
}

/** Closes a proposal without taking it up. */
export function runNotRetain(
  doc: Y.Doc,
  command: CommandOf<'not-retain'>,
  context: ActContext,
): CommandResult {
  if (!openEntry(doc, command.proposal)) return notOpen
  return closeProposal(doc, command.proposal, 'not-retained', context)
}

function closeProposal(
  doc: Y.Doc,
  proposal: ProposalId,
  state: ProposalState,
  context: ActContext,
): CommandResult {
  const record = { proposal, state, ...frozen(doc, proposal) }
  setState(doc, proposal, { state, act: context.act })
  return done(record)
}

function setState(doc: Y.Doc, proposal: ProposalId, fields: Partial<ProposalEntry>): void {
  const { register } = rootsOf(doc)
  register.set(proposal, { ...(register.get(proposal) as ProposalEntry), ...fields })
}

/** A proposal as the record keeps it: its holder and its changes as they stood. */
function frozen(doc: Y.Doc, proposal: ProposalId): { holder: PartyId | null; changes: unknown } {
  const roots = rootsOf(doc)
  const changes = roots.proposals.has(proposal) ? changesOf(roots.proposals.get(proposal)).toJSON() : {}
  return { holder: proposalEntry(roots, proposal)?.holder ?? null, changes }
}

/** Makes a proposal the text, as previewed. */
export function runAdopt(doc: Y.Doc, command: CommandOf<'adopt'>, context: ActContext): CommandResult {
  const proposals = new Set([command.proposal, ...(command.together ?? [])])
  const changes = command.changes && new Set<string>(command.changes)
  if (changes && !adoptedChanges(new Model(doc), { proposals, changes }).length) return nothingNamed
  const checked = check(doc, { proposals, changes }, command.previewHash)
  if ('refused' in checked) return checked.refused
  const kept = [...proposals].map(id => ({ proposal: id, ...frozen(doc, id) }))
  materialise(doc, { proposals, changes }, context.act)
  for (const id of proposals)
    if (changes) closeAdoptedPart(doc, id, changes, context)
    else setState(doc, id, { state: 'adopted', act: context.act })
  return done({ adopted: kept, ...(changes ? { changes: [...changes] } : {}), ...recordOf(checked.preview) })
}

const nothingNamed = refusal('refused', 'RG12', 'None of the changes named is open in these proposals.')

/** A proposal adopted in part stays open with the rest, if there is one; the adopted changes are marked as decided. */
function closeAdoptedPart(
  doc: Y.Doc,
  proposal: ProposalId,
  adopted: ReadonlySet<string>,
  context: ActContext,
): void {
  const changes = changesOf(rootsOf(doc).proposals.get(proposal))
  const before = new Set<string>(proposalEntry(rootsOf(doc), proposal)?.decided)
  const decided = [...changes]
    .filter(([cid, change]) => before.has(cid) || (adopted.has(cid) && !isEmptyChange(change)))
    .map(([cid]) => cid as ChangeId)
  if (decided.length === before.size) return
  const isAll = [...changes].every(
    ([cid, change]) => decided.includes(cid as ChangeId) || isEmptyChange(change),
  )
  setState(doc, proposal, isAll ? { state: 'adopted', act: context.act } : { decided: decided.sort() })
}

function check(
  doc: Y.Doc,
  adoption: Adoption,
  seen: string,
): { readonly refused: CommandResult } | { readonly preview: Preview } {
  for (const id of adoption.proposals) if (!openEntry(doc, id)) return { refused: notOpen }
  const model = new Model(doc)
  const depends = dependencies(model, adoption)
  if (depends.length)
    return {
      refused: {
        kind: 'refused',
        code: 'refused',
        rule: 'RG5',
        reason: 'It hangs on other open proposals; adopt them together.',
        depends,
      },
    }
  const preview = previewOf(model, adoption.proposals, adoption.changes)
  if (preview.hash === seen) return { preview }
  const reason = 'The words changed since they were shown; look again.'
  return { refused: { kind: 'refused', code: 'changed', rule: 'RG4', reason, previewHash: preview.hash } }
}

function recordOf(preview: Preview): { before: string[]; after: string[] } {
  return { before: preview.before.map(words), after: preview.after.map(words) }
}

function words(block: ComposedBlock): string {
  return (block.label ? `${block.label} ` : '') + block.runs.map(wordsOf).join('')
}

/**
 * Adopts other words in place of a proposal's: an open proposal of the decider, or plain words that stand where the
 * proposal's insertion stands, with its deletions.
 */
export function runAdoptAsAmended(
  doc: Y.Doc,
  command: CommandOf<'adopt-as-amended'>,
  context: ActContext,
): CommandResult {
  if (!openEntry(doc, command.proposal)) return notOpen
  const { amendedBy } = command
  if (amendedBy.kind === 'proposal') return adoptInstead(doc, command, amendedBy.proposal, context)
  const checked = check(doc, { proposals: new Set([command.proposal]) }, command.previewHash)
  if ('refused' in checked) return checked.refused
  const made = amendedProposal(doc, command.proposal, amendedBy.words, context)
  if (typeof made !== 'string') return made
  return adoptInstead(doc, command, made, context)
}

function adoptInstead(
  doc: Y.Doc,
  command: CommandOf<'adopt-as-amended'>,
  instead: ProposalId,
  context: ActContext,
): CommandResult {
  const adoption: Adoption = { proposals: new Set([instead, ...(command.together ?? [])]) }
  const byWords = command.amendedBy.kind === 'words'
  const seen = byWords ? previewOf(new Model(doc), adoption.proposals).hash : command.previewHash
  const checked = check(doc, adoption, seen)
  if ('refused' in checked) return checked.refused
  const kept = {
    proposed: { proposal: command.proposal, ...frozen(doc, command.proposal) },
    amended: { proposal: instead, ...frozen(doc, instead) },
  }
  materialise(doc, adoption, context.act)
  for (const id of adoption.proposals)
    setState(doc, id, {
      state: 'adopted',
      act: context.act,
      ...(id === instead ? { linked: command.proposal } : {}),
    })
  setState(doc, command.proposal, { state: 'adopted-as-amended', act: context.act, linked: instead })
  return done({ ...kept, ...recordOf(checked.preview) }, [instead])
}

/** The decider's own proposal: the amended one's deletions, and other words at the place of its only insertion. */
function amendedProposal(
  doc: Y.Doc,
  proposal: ProposalId,
  text: string,
  context: ActContext,
): ProposalId | CommandResult {
  const model = new Model(doc)
  const changes = adoptedChanges(model, { proposals: new Set([proposal]) }).filter(
    change => !isEmptyChange(change.map),
  )
  const inserts = changes.filter(change => change.kind === 'insert')
  const others = changes.filter(change => change.kind !== 'insert' && change.kind !== 'delete')
  if (inserts.length !== 1 || others.length)
    return refusal(
      'refused',
      'RG10',
      'Words can stand in for one insertion only; amend by a proposal of your own.',
    )
  const id = `${context.act}A` as ProposalId
  const insert = inserts[0] as (typeof inserts)[number]
  addProposal(doc, id)
  rootsOf(doc).register.set(id, {
    kind: 'proposal',
    holder: context.party,
    writers: [context.party],
    state: 'open',
    linked: proposal,
  })
  const map = addChange(doc, id, `${id}.a` as ChangeId, {
    kind: 'insert',
    at: insert.map.get('at') as Anchor,
    ord: insert.ord,
  })
  insertText(textOf(map) as Y.Text, 0, text, null)
  const strike = addChange(doc, id, `${id}.b` as ChangeId, { kind: 'delete' })
  for (const change of changes)
    if (change.kind === 'delete')
      for (const range of idRanges(change.map)) addIds(strike.get('ids') as Y.Map<number>, range)
  return id
}

/** Takes a pair of brackets away; the words between are agreed. */
export function runLiftBracket(
  doc: Y.Doc,
  command: CommandOf<'lift-bracket'>,
  context: ActContext,
): CommandResult {
  const roots = rootsOf(doc)
  const bracket = roots.brackets.get(command.bracket)
  if (!bracket || bracket.gone !== undefined)
    return refusal('refused', 'RG7', 'There is no such bracket in the text.')
  const model = new Model(doc)
  const between = wordsAround(model, command.bracket)
  const entry = roots.register.get(command.bracket)
  roots.brackets.set(command.bracket, { ...bracket, gone: context.act })
  roots.register.set(command.bracket, {
    kind: 'bracket',
    holder: entry?.kind === 'bracket' ? entry.holder : null,
    state: 'lifted',
    act: context.act,
  })
  return done({ bracket: command.bracket, words: between })
}

/** The words of the blocks in which a bracket stands, as shown. */
function wordsAround(model: Model, bracket: string): string[] {
  return [...new Set(model.hostsOf(bracket))].map((host: HostId) =>
    runsOfHost(model, everything, host, null).map(wordsOf).join(''),
  )
}

/** Records that a bracket or a proposal was looked at and stays. */
export function runKeep(
  doc: Y.Doc,
  command: CommandOf<'keep-in-brackets'>,
  context: ActContext,
): CommandResult {
  const { register } = rootsOf(doc)
  const { target } = command
  const id = target.kind === 'bracket' ? target.bracket : target.proposal
  const entry = register.get(id)
  if (
    target.kind === 'proposal'
      ? !openEntry(doc, target.proposal)
      : entry?.kind !== 'bracket' || entry.state !== 'standing'
  )
    return target.kind === 'proposal'
      ? notOpen
      : refusal('refused', 'RG7', 'There is no such bracket in the text.')
  if (entry) register.set(id, { ...entry, kept: true, act: context.act })
  return done({ kept: id, words: target.kind === 'bracket' ? wordsAround(new Model(doc), id) : [] })
}
