/** What needs an eye in a text as it stands now, as the interface tells it. */
import type * as Y from 'yjs'
import type { FaultList } from '../../shared/api/text.ts'
import { faultsOfText, type PlacedFault } from '../exchange/text-faults.ts'

/** The faults of the agreed text, in its order, each with the block or note it stands in. */
export function listFaults(doc: Y.Doc): FaultList {
  return { faults: faultsOfText(doc).map(presentFault) }
}

function presentFault({ fault, block, note }: PlacedFault): FaultList['faults'][number] {
  const { code, message, offset } = fault
  return { code, message, char: fault.code === 'bracket-unmatched' ? fault.char : null, offset, block, note }
}
