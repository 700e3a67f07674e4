import type { TFunction } from 'i18next'
import type { ViewChoice } from '../../workspace/workspace.ts'

/** A view as the switch names it; `party` is the name to show for a view of one party. */
export function viewName(view: ViewChoice, t: TFunction, party = ''): string {
  switch (view.kind) {
    case 'everything':
      return t('view.everything')
    case 'clean':
      return t('view.clean')
    case 'printed':
      return `${t('view.printed')}, ${t(`view.printed${printedKeys[view.names]}`)}`
    case 'party':
      return t('view.onlyParty', { party })
    case 'as-if':
      return t('view.asIfCount', { count: view.proposals.length })
  }
}

export const printedKeys = { off: 'Off', initials: 'Initials', full: 'Full' } as const
