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

function describeEdit({ inserted, deleted }: RecordRow, t: TFunction): string {
  if (inserted !== '' && deleted > 0) return t('record.rewrites', { count: deleted })
  if (inserted !== '') return t('record.writes')
  return deleted > 0 ? t('record.deletes', { count: deleted }) : t('record.edits')
}
