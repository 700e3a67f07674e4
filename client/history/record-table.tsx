import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage, useParties, useWorkspace, useWorkspaceState } from '../workspace/contexts.ts'
import { formatMoment, formatNumber } from '../workspace/format.ts'
import { partyName } from '../workspace/party.ts'
import { PartyChip } from '../workspace/party-chip.tsx'
import { describeRow } from './describe-row.ts'
import { placeNames } from './place-names.ts'
import type { RecordRow } from './record-rows.ts'
import styles from './record-table.module.css'

/** Rows of the record. */
export function RecordTable({ rows }: { rows: readonly RecordRow[] }) {
  const { t } = useTranslation()
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('record.entry')}</th>
          <th scope="col">{t('record.time')}</th>
          <th scope="col">{t('record.who')}</th>
          <th scope="col">{t('record.what')}</th>
          <th scope="col">{t('record.where')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <Row key={row.entries[0].seq} row={row} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ row }: { row: RecordRow }) {
  const language = useLanguage()
  const [now] = useState(() => Date.now())
  const workspace = useWorkspace()
  const proposals = useWorkspaceState(state => state.proposals)
  const [entry] = row.entries
  return (
    <tr>
      <td className={styles.number}>{seqSpan(row, language)}</td>
      <td className={styles.number}>
        <time dateTime={new Date(entry.at).toISOString()}>{formatMoment(entry.at, now, language)}</time>
      </td>
      <td>
        <Who row={row} />
      </td>
      <td>
        <What row={row} />
      </td>
      <td>{placeNames(row, proposals, block => workspace.cite(block)).join(', ')}</td>
    </tr>
  )
}

/** `4,181` or `4,118–4,164`. */
function seqSpan({ entries }: RecordRow, language: ReturnType<typeof useLanguage>): string {
  const newest = formatNumber(entries[0].seq, language)
  const oldest = formatNumber((entries.at(-1) ?? entries[0]).seq, language)
  return newest === oldest ? newest : `${oldest}–${newest}`
}

function Who({ row }: { row: RecordRow }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const find = useParties()
  const { person, party, onBehalfOf } = row.entries[0]
  return (
    <div className={styles.who}>
      {party !== null && <PartyChip party={find(party)} />}
      <span>{person === null ? t('record.server') : person.name}</span>
      {onBehalfOf !== null && (
        <span className={styles.behalf}>
          {t('record.onBehalf', { party: partyName(find(onBehalfOf), language) })}
        </span>
      )}
    </div>
  )
}

/** Words shown at once; the record holds them all. */
const mostLetters = 280

/** Acts that bring words; what others write only moves words that were there. */
const bringsWords = new Set(['new-block', 'insert-note', 'adopt', 'adopt-as-amended'])

function What({ row }: { row: RecordRow }) {
  const { t } = useTranslation()
  const lang = useWorkspaceState(state => state.language)
  const [entry] = row.entries
  const inserted = entry.act === null || bringsWords.has(entry.act) ? row.inserted : ''
  return (
    <>
      <b className={styles.act}>{describeRow(row, t)}</b>
      {inserted.trim() !== '' && (
        <q className={styles.words} lang={lang}>
          {inserted.length > mostLetters ? `${inserted.slice(0, mostLetters)}…` : inserted.trim()}
        </q>
      )}
      {entry.reason !== null && <p className={styles.reason}>{entry.reason}</p>}
      {entry.words !== null && <p className={styles.reason}>{entry.words}</p>}
    </>
  )
}
