/** The numbers of notes as they read: the printed label, or the place among the notes that have none. */
import type { ComposedBlock } from '../../shared/compose/compose.ts'
import type { NoteId } from '../../shared/ids.ts'

/** Label by note, for the notes that are shown. Numbers that labels use already are left out. */
export function noteLabels(blocks: readonly ComposedBlock[]): Map<NoteId, string> {
  const notes = blocks.filter(block => block.kind === 'note')
  const used = new Set(notes.map(note => note.label))
  const labels = new Map<NoteId, string>()
  let number = 0
  for (const note of notes) {
    do number++
    while (note.label === null && used.has(String(number)))
    labels.set(note.id as string as NoteId, note.label ?? String(number))
  }
  return labels
}
