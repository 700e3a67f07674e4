/** Standing brackets in the order of the text, with the words they stand around. */
import type { ComposedBlock } from '../../../shared/compose/compose.ts'
import type { Bracket, Model } from '../../../shared/compose/model.ts'
import { wordsOf } from '../../../shared/compose/run.ts'
import type { HostId, PartyId } from '../../../shared/ids.ts'
import type { BracketSummary } from '../../workspace/workspace.ts'

/** Longest text of a bracket in the list, in UTF-16 units. */
const maxText = 300

interface Open {
  readonly bracket: Bracket
  readonly block: HostId
  text: string
}

/** All brackets that are drawn as pairs. */
export function bracketsOf(
  model: Model,
  blocks: readonly ComposedBlock[],
  asked: { readonly party: PartyId; readonly cite: (block: HostId) => string },
): BracketSummary[] {
  const found: Open[] = []
  const open = new Map<string, Open>()
  for (const block of blocks) {
    for (const each of open.values()) each.text += each.text && ' '
    for (const run of block.runs) {
      if (run.kind !== 'glyph') {
        if (run.kind === 'text')
          for (const each of open.values()) if (each.text.length < maxText) each.text += wordsOf(run)
      } else if (run.end === 'open' && !block.unpaired.includes(run.bracket.id)) {
        const entry = { bracket: run.bracket, block: block.id, text: '' }
        open.set(run.bracket.id, entry)
        found.push(entry)
      } else open.delete(run.bracket.id)
    }
  }
  return found.map(each => summary(model, each, asked))
}

function summary(
  model: Model,
  { bracket, block, text }: Open,
  { party, cite }: { readonly party: PartyId; readonly cite: (block: HostId) => string },
): BracketSummary {
  const entry = model.roots.register.get(bracket.id)
  const holder = bracket.change
    ? (model.entryOf(bracket.change)?.holder ?? party)
    : entry?.kind === 'bracket'
      ? entry.holder
      : null
  return {
    id: bracket.id,
    holder,
    state: bracket.change ? 'proposed' : 'standing',
    kept: entry?.kept === true,
    block,
    label: cite(block),
    text: text.slice(0, maxText),
  }
}
