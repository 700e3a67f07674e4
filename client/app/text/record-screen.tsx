import { useMemo } from 'react'
import type { TextId } from '../../../shared/ids.ts'
import type { RecordSource } from '../../history/load-older.ts'
import { RecordView } from '../../history/record-view.tsx'
import { fetchRecord, fetchText } from '../api.ts'
import { Problem } from '../problem-page.tsx'
import { problemOf } from '../sign-in/signed-in.tsx'

/** The record of the open text, asked by HTTP. */
export function RecordScreen({ text }: { text: TextId }) {
  const source = useMemo(() => recordOf(text), [text])
  return (
    <RecordView
      text={text}
      source={source}
      onError={(error, again) => <Problem problem={problemOf(error)} onAgain={again} />}
    />
  )
}

function recordOf(text: TextId): RecordSource {
  return {
    head: async () => (await fetchText(text)).seq,
    page: (choice, range) => fetchRecord(text, choice, range),
  }
}
