import type { TFunction } from 'i18next'
import { countWords } from './format.ts'
import type { ProposalSummary } from './workspace.ts'

/** What a proposal does in a few words: `adds 6 words`. `locale` is the text's language, by which words are counted. */
export function describeProposal(proposal: ProposalSummary, t: TFunction, locale: string): string {
  const kinds = new Set(proposal.kinds)
  if (proposal.state === 'emptied') return t('proposal.emptied')
  const [only] = kinds
  if (kinds.size === 1 && only) {
    if (only === 'insert') return t('proposal.insert', { count: countWords(proposal.inserted, locale) })
    if (only === 'delete') return t('proposal.delete', { count: countWords(proposal.deleted, locale) })
    return t(`proposal.${only}`)
  }
  if (kinds.size === 2 && kinds.has('insert') && kinds.has('delete'))
    return t('proposal.replace', { count: countWords(proposal.deleted, locale) })
  if (kinds.size === 2 && kinds.has('insert') && kinds.has('split')) return t('proposal.split')
  return t('proposal.several')
}
