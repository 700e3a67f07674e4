/** What becomes of an update or a command: the rules run on the document, and whatever goes wrong leaves it as the record has it. */
import { type PartyId, type ProposalId, proposalOfHost, type UnixMs } from '../../shared/ids.ts'
import type { RefusedAnswer } from '../../shared/protocol/answer.ts'
import type { Command } from '../../shared/protocol/command.ts'
import { proposalEntry, rootsOf } from '../../shared/text/roots.ts'
import type { Findings, Sender, Verdict } from '../guard/verdict.ts'
import type { CommandResult } from '../register/result.ts'
import type { IncomingUpdate, Offence } from './room-desk.ts'
import { type CommandAct, describeCommand } from './entry-act.ts'
import type { RoomLimits } from './limits.ts'
import type { TextRules } from './rules.ts'
import { clientOrigin, type Emitted, type TextMemory } from './text-memory.ts'

export interface Bench {
  readonly memory: TextMemory
  readonly rules: TextRules
  readonly limits: RoomLimits
  /** A fault of ours was met; the document was made anew. */
  readonly fault: (error: unknown) => void
  readonly rebuilt: () => void
}

/** `accepted`: it stands in the document and waits for its entry. */
export type JudgedUpdate =
  | {
      readonly kind: 'accepted'
      readonly emitted: Emitted
      /** Closed proposals that were written in. */
      readonly late: readonly ProposalId[]
      readonly onBehalfOf: PartyId | null
    }
  | { readonly kind: 'no-op' }
  | { readonly kind: 'resync' }
  | { readonly kind: 'refused'; readonly offence: Offence }

/** `done`: it stands in the document and waits for its entry. */
export type JudgedCommand =
  | { readonly kind: 'done'; readonly emitted: Emitted; readonly act: CommandAct }
  | { readonly kind: 'refused'; readonly answer: RefusedAnswer }

const faultOffence: Offence = { rule: 'RO10', reason: 'the server could not take this update' }

/** Judges an update and adds what follows from it. Unless accepted, the document is as it was. */
export function judgeUpdate(bench: Bench, sender: Sender, incoming: IncomingUpdate): JudgedUpdate {
  const attempt = attemptChange(bench, () => applyUpdate(bench, sender, incoming))
  if (!attempt) return { kind: 'refused', offence: faultOffence }
  const { result: verdict, emitted } = attempt
  const isChanged = emitted.update !== undefined || emitted.additions !== undefined
  switch (verdict.kind) {
    case 'accepted':
      return isChanged
        ? { kind: 'accepted', emitted, ...describeFindings(bench, sender, verdict) }
        : { kind: 'no-op' }
    case 'no-op':
      return isChanged ? { kind: 'accepted', emitted, late: [], onBehalfOf: null } : { kind: 'no-op' }
    case 'resync':
      if (isChanged) rebuild(bench)
      return { kind: 'resync' }
    case 'refused':
      if (verdict.spoiled || isChanged) rebuild(bench)
      return { kind: 'refused', offence: { rule: verdict.rule, reason: verdict.reason } }
  }
}

/** Runs a command. Unless done, the document is as it was. */
export function judgeCommand(
  bench: Bench,
  sender: Pick<Sender, 'party' | 'role'>,
  command: Command,
  context: { readonly act: string; readonly at: UnixMs },
): JudgedCommand {
  const attempt = attemptChange(bench, doc => bench.rules.runCommand(doc, sender, command, context))
  if (!attempt) return { kind: 'refused', answer: faultAnswer(command) }
  const { result, emitted } = attempt
  if (result.kind === 'done')
    return { kind: 'done', emitted, act: describeCommand(context.act, command, result) }
  if (emitted.update || emitted.additions) rebuild(bench)
  return { kind: 'refused', answer: describeRefusal(command, result) }
}

/** The answer to a command that the record cannot take now. */
export function unavailableAnswer(command: Command): RefusedAnswer {
  return {
    id: command.id,
    kind: 'refused',
    code: 'unavailable',
    rule: 'RO6',
    reason: 'the record cannot be written now; try again',
  }
}

function faultAnswer(command: Command): RefusedAnswer {
  return {
    id: command.id,
    kind: 'refused',
    code: 'internal',
    rule: 'RO10',
    reason: 'the server could not do this; nothing was changed',
  }
}

function describeRefusal(
  command: Command,
  result: Extract<CommandResult, { kind: 'refused' }>,
): RefusedAnswer {
  const { code, rule, reason, previewHash, depends } = result
  return {
    id: command.id,
    kind: 'refused',
    code,
    rule,
    reason,
    ...(previewHash === undefined ? {} : { previewHash }),
    ...(depends === undefined ? {} : { depends: [...depends] }),
  }
}

/** What the change came to; null when it threw: the document is made anew and the fault told. */
function attemptChange<T>(
  bench: Bench,
  change: Parameters<typeof bench.memory.change<T>>[0],
): { result: T; emitted: Emitted } | null {
  try {
    return bench.memory.change(change)
  } catch (error) {
    bench.fault(error)
    rebuild(bench)
    return null
  }
}

function rebuild({ memory, rebuilt }: Bench): void {
  memory.rebuild()
  rebuilt()
}

const nothingFound: Findings = {
  newProposals: [],
  touched: [],
  clients: [],
  late: [],
  emptiedCandidates: [],
  agreedText: false,
  newTextItems: [],
  deletes: [],
}

/** A deletion of units that were moved meanwhile changes nothing by itself; the server repeats it where they stand now. */
function applyUpdate(
  { memory, rules, limits }: Bench,
  sender: Sender,
  { update, live, reports }: IncomingUpdate,
): Verdict {
  const { doc, bindings } = memory
  const verdict = rules.judge(
    doc,
    update,
    sender,
    bindings,
    live ? limits.update : limits.step2,
    clientOrigin,
  )
  if (verdict.kind === 'accepted') {
    const deletes = [...verdict.deletes, ...verdict.staleDeletes]
    rules.addToAccepted(doc, { ...verdict, deletes }, sender, reports, live)
  }
  if (verdict.kind === 'no-op' && live && verdict.staleDeletes.length > 0)
    rules.addToAccepted(
      doc,
      { ...nothingFound, deletes: verdict.staleDeletes },
      sender,
      { redone: [], places: [] },
      live,
    )
  return verdict
}

function describeFindings(
  { memory }: Bench,
  sender: Sender,
  { late, touched }: Findings,
): { late: ProposalId[]; onBehalfOf: PartyId | null } {
  const roots = rootsOf(memory.doc)
  const holders = new Set(touched.map(id => proposalEntry(roots, id)?.holder ?? sender.party))
  const [holder] = holders
  const isForOne = holders.size === 1 && holder !== undefined && holder !== sender.party
  return {
    late: [...new Set(late.flatMap(change => proposalOfHost(change) ?? []))],
    onBehalfOf: isForOne ? holder : null,
  }
}
