import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { loadOlder, type RecordChoice, type RecordSource } from './load-older.ts'
import { RecordFilters } from './record-filters.tsx'
import { RecordTable } from './record-table.tsx'
import { recordRows } from './record-rows.ts'
import styles from './record-view.module.css'

interface RecordViewProps {
  /** Names the text for the cache of answers. */
  readonly text: string
  readonly source: RecordSource
  /** What to show when the record cannot be read. */
  readonly onError: (error: unknown, again: () => void) => ReactNode
}

/** The record of a text as a list, newest first, by party and unit. */
export function RecordView({ text, source, onError }: RecordViewProps) {
  const { t } = useTranslation()
  const [choice, setChoice] = useState<RecordChoice>({ party: null, unit: null })
  const record = useInfiniteQuery({
    queryKey: ['record', text, choice],
    queryFn: ({ pageParam }) => loadOlder(source, choice, pageParam),
    initialPageParam: null as number | null,
    getNextPageParam: page => page.before,
    gcTime: 0,
  })
  if (record.isError) return onError(record.error, () => void record.refetch())
  const entries = record.data?.pages.flatMap(page => page.entries) ?? []
  return (
    <main className={styles.page} aria-busy={record.isFetching}>
      <h1 className={styles.title}>{t('record.title')}</h1>
      <p className={styles.lead}>{t('record.lead')}</p>
      <RecordFilters choice={choice} onChoice={setChoice} />
      <p className={styles.shown} role="status">
        {record.isPending ? t('problem.loading') : t('record.shown', { count: entries.length })}
      </p>
      {entries.length > 0 && <RecordTable rows={recordRows(entries)} />}
      {record.isSuccess && entries.length === 0 && !record.hasNextPage && <Nothing />}
      {record.hasNextPage && (
        <Button isDisabled={record.isFetching} onPress={() => void record.fetchNextPage()}>
          {record.isFetching ? t('problem.loading') : t('record.more')}
        </Button>
      )}
    </main>
  )
}

function Nothing() {
  const { t } = useTranslation()
  return (
    <div className={styles.nothing}>
      <h2>{t('record.none')}</h2>
      <p>{t('record.noneLead')}</p>
    </div>
  )
}
