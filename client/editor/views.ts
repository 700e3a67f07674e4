/** The views of a text as composition knows them. */
import { asIfAdopted, clean, type ComposeView, everything, onlyParty } from '../../shared/compose/view.ts'
import type { ViewChoice } from '../workspace/workspace.ts'
import type { Print } from './look.ts'

/** What a view composes. */
export function composeViewOf(view: ViewChoice): ComposeView {
  switch (view.kind) {
    case 'everything':
    case 'printed':
      return everything
    case 'clean':
      return clean
    case 'party':
      return onlyParty(view.party)
    case 'as-if':
      return asIfAdopted(new Set(view.proposals))
  }
}

/** How a view is printed; null where proposals stand in colours, or not at all. */
export function printOf(view: ViewChoice): Print | null {
  return view.kind === 'printed' ? { names: view.names } : null
}
