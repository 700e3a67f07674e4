import type { TFunction } from 'i18next'
import type { RecordRow } from './record-rows.ts'

const known = [
  'structure',
  'label',
  'insert-note',
  'remove-note',
  'delete-block',
  'move-block',
  'new-block',
  'wrap-bracket',
  'reserve',
  'adopt',
  'adopt-as-amended',
  'not-retain',
  'withdraw',
  'lift-bracket',
  'keep-in-brackets',
  'import',
  'text-created',
] as const

/** What a row did, in a few words: an act by its fixed verb, an edit by what came and went. */
export function describeRow(row: RecordRow, t: TFunction): string {
  const [entry] = row.entries
  const act = known.find(name => name === entry.act || (entry.act === null && name === entry.kind))
  if (act) return t(`record.act.${act}`)
  return entry.act ?? describeEdit(row, t)
}

function describeEdit(row: RecordRow, t: TFunction): string {
  const { inserted, deleted, struck } = row
  const parts: string[] = []
  if (struck > 0) parts.push(t('record.strikes', { count: struck }))
  parts.push(...kindsTold.filter(kind => row.changes.includes(kind)).map(kind => t(`proposal.${kind}`)))
  const isTold = row.changes.includes('newBlock')
  if (inserted !== '' && deleted > 0) parts.push(t('record.rewrites', { count: deleted }))
  else if (inserted !== '' && !isTold) parts.push(t('record.writes'))
  else if (deleted > 0) parts.push(t('record.deletes', { count: deleted }))
  return parts.length > 0 ? parts.join(', ') : t('record.edits')
}

/** Kinds of change that are named by themselves; insertions and deletions are told by their letters. */
const kindsTold = [
  'bracket',
  'newBlock',
  'deleteBlock',
  'moveBlock',
  'relabel',
  'retype',
  'format',
  'join',
] as const
