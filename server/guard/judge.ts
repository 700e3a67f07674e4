/** The guard: whether an update may enter a text, and what it did when it may. No I/O, clock, socket or store. */
import * as Y from 'yjs'
import type { Limits } from '../../shared/rules/limits.ts'
import { may } from '../../shared/rules/rights.ts'
import { rootsOf } from '../../shared/text/roots.ts'
import { type Incoming, livingIn, readIncoming, structsIn } from './incoming.ts'
import { Inspection } from './inspection.ts'
import { Integration, type YType } from './integration.ts'
import { Places } from './place.ts'
import { Refusal } from './refusal.ts'
import { checkClients, checkClocks } from './struct-checks.ts'
import type { Bindings, Findings, Sender, Units, Verdict } from './verdict.ts'

/**
 * Judges an update and, when it is accepted, puts it into `doc` with `origin`.
 *
 * Order: size, decoding, client ids, gaps (`resync`), anything new at all (`no-op`, before roles are asked), number and
 * kind of contents; then the update is put in inside one transaction and each item and deletion is judged where it
 * stands; a refused one is taken out again before the transaction ends. So nothing of a refused update is ever emitted,
 * observed or collected. Listeners of `doc` are called only for what is accepted; `accepted.updates` holds the same
 * bytes. Deletions of formats that the sender may not write are passed over: Yjs' clients clean up what they receive.
 *
 * @param update as it came. @param limits of an update, or of a sync step 2. @throws when called inside a transaction.
 */
export function judge(
  doc: Y.Doc,
  update: Uint8Array,
  sender: Sender,
  bindings: Bindings,
  limits: Limits,
  origin: unknown,
): Verdict {
  if (doc._transaction) throw new Error('an update is judged outside of transactions')
  const places = new Places(rootsOf(doc), sender)
  try {
    const incoming = readIncoming(doc, update, limits)
    checkClients(doc, incoming, sender.person, bindings)
    if (incoming.hasGap) return { kind: 'resync' }
    const staleDeletes = may(sender.role, 'editAgreed') ? staleIn(doc, incoming, places) : []
    if (!hasEffect(doc, incoming, places)) return { kind: 'no-op', staleDeletes }
    checkClocks(incoming, limits)
    const verdict = apply(doc, incoming, { places, limits, origin })
    if (verdict.kind === 'refused') return verdict
    for (const client of verdict.clients) bindings.bind(client, sender.person)
    return { ...verdict, staleDeletes }
  } catch (error) {
    return refusedBy(error, false)
  }
}

interface Task {
  readonly places: Places
  readonly limits: Limits
  readonly origin: unknown
}

type Outcome =
  | (Findings & { readonly kind: 'accepted'; readonly updates: readonly Uint8Array[] })
  | Extract<Verdict, { readonly kind: 'refused' }>

function apply(doc: Y.Doc, incoming: Incoming, { places, limits, origin }: Task): Outcome {
  const updates: Uint8Array[] = []
  const collect = (emitted: Uint8Array): void => void updates.push(emitted)
  const inspection = new Inspection(rootsOf(doc), places, limits)
  doc.on('update', collect)
  try {
    const findings = Y.transact(
      doc,
      transaction => tryOut(transaction, incoming, inspection, { places, limits }),
      origin,
      false,
    )
    if ('rule' in findings) return findings
    settleFormats(doc, inspection.unsettled)
    return { kind: 'accepted', updates, ...findings }
  } catch (error) {
    // A listener of the document threw: nobody knows who has seen what.
    return refusedBy(error, true)
  } finally {
    doc.off('update', collect)
  }
}

function tryOut(
  transaction: Y.Transaction,
  incoming: Incoming,
  inspection: Inspection,
  { places, limits }: Omit<Task, 'origin'>,
): Findings | Extract<Verdict, { readonly kind: 'refused' }> {
  const gate = {
    admit: (type: YType): void => places.permit(places.of(type)),
    isDropped: (item: Y.Item): boolean => isDropped(item, places),
  }
  const work = new Integration(transaction, limits, gate)
  try {
    work.run(incoming)
    return inspection.inspect(work)
  } catch (error) {
    const isRestored = work.rollBack()
    return refusedBy(error, !isRestored || !(error instanceof Refusal))
  }
}

/** Anything but a refusal is a fault of ours or of Yjs: the guard fails closed, and what is left is not trusted. */
function refusedBy(error: unknown, spoiled: boolean): Extract<Verdict, { readonly kind: 'refused' }> {
  if (error instanceof Refusal) return { kind: 'refused', rule: error.rule, reason: error.message, spoiled }

  return { kind: 'refused', rule: 'GU61', reason: 'the update could not be judged', spoiled: true }
}

// ---- what an update would do

function hasEffect(doc: Y.Doc, { fresh, deletions }: Incoming, places: Places): boolean {
  if (fresh.size > 0) return true
  for (const units of deletions)
    for (const item of livingIn(doc, units)) if (!isDropped(item, places)) return true
  return false
}

/** A deletion that is passed over: of a format where the sender may not write. */
function isDropped(item: Y.Item, places: Places): boolean {
  return item.content instanceof Y.ContentFormat && !places.isPermitted(item.parent as YType)
}

/** Gone units of agreed text that the update deletes once more, where the sender may write. */
function staleIn(doc: Y.Doc, { deletions }: Incoming, places: Places): Units[] {
  const out: Units[] = []
  for (const units of deletions)
    for (const item of structsIn(doc, units)) {
      if (!item.deleted || !(item instanceof Y.Item)) continue
      const type = item.parent as YType
      if (places.of(type).kind !== 'agreed' || !places.isPermitted(type)) continue
      const clock = Math.max(units.clock, item.id.clock)
      const end = Math.min(units.clock + units.len, item.id.clock + item.length)
      out.push({ client: units.client, clock, len: end - clock })
    }
  return out
}

// ---- after it

/** Passes of Yjs' clean-up; one leaves nothing behind but in rare nests. */
const mostPasses = 4

/**
 * Removes formats that have no effect, so that a client that loads the text finds none to remove: it would do so on its
 * own, in texts where it may not write.
 */
function settleFormats(doc: Y.Doc, texts: ReadonlySet<Y.Text>): void {
  if (texts.size === 0) return
  doc.transact(() => {
    for (const text of texts)
      for (let pass = 0; pass < mostPasses && Y.cleanupYTextFormatting(text) > 0; pass++);
  })
}
