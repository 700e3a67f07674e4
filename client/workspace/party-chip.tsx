import { Chip } from '../ui/chip.tsx'
import { useLanguage } from './contexts.ts'
import { partyName } from './party.ts'
import type { PartySummary } from './workspace.ts'

/** A party's initials in its colour and stripe; with its name when `named`. */
export function PartyChip({ party, named = false }: { party: PartySummary; named?: boolean }) {
  const language = useLanguage()
  return <Chip colour={party.colour} short={party.initials} name={partyName(party, language)} named={named} />
}
