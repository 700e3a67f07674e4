/** A text as the log holds it: nearest snapshot and the entries behind it. */
import type * as Y from 'yjs'
import type { StreamId, UnixMs } from '../../shared/ids.ts'
import type { Entry, Head } from '../log/entry.ts'
import type { Log } from '../log/log.ts'
import { decodePayload, type EntryPayload } from '../log/payload.ts'
import { Answers } from './answers.ts'
import { clientsOf, RoomBindings } from './bindings.ts'
import { findAnswer } from './entry-act.ts'
import { replay } from './replay.ts'
import { decodeRoomSnapshot, type RoomSnapshot } from './room-snapshot.ts'

export type ReadableLog = Pick<Log, 'read' | 'nearestSnapshot'>

export interface LoadedText {
  readonly doc: Y.Doc
  /** The last entry; seq 0 when there is none. */
  readonly head: Head
  /** When that entry was judged. */
  readonly lastAt: UnixMs
  readonly bindings: RoomBindings
  readonly answers: Answers
  /** Entry after which the snapshot used holds; 0: none. */
  readonly snapshotSeq: number
}

/** The text after every durable entry. @throws BrokenChain, PayloadError, ReplayError. */
export function loadText(log: ReadableLog, stream: StreamId, answersKept: number): LoadedText {
  const { snapshot, snapshotSeq } = findSnapshot(log, stream, undefined)
  const bindings = new RoomBindings(snapshot?.bindings)
  const answers = new Answers(answersKept, snapshot?.answers)
  let last: Pick<Entry, 'seq' | 'hash' | 'at'> = { seq: 0, hash: new Uint8Array(), at: 0 as UnixMs }
  const payloads: EntryPayload[] = []
  for (const entry of log.read(stream, Math.max(1, snapshotSeq))) {
    last = entry
    if (entry.seq <= snapshotSeq) continue
    const payload = decodePayload(entry.payload)
    remember(entry, payload, { bindings, answers })
    payloads.push(payload)
  }
  const doc = replay(snapshot?.state ?? null, payloads)
  return { doc, head: { seq: last.seq, hash: last.hash }, lastAt: last.at, bindings, answers, snapshotSeq }
}

/** The document after entry `seq` and, behind it, `more`. @throws BrokenChain, PayloadError, ReplayError. */
export function loadDocument(
  log: ReadableLog,
  stream: StreamId,
  { seq, more = [] }: { readonly seq: number; readonly more?: readonly EntryPayload[] },
): Y.Doc {
  const { snapshot, snapshotSeq } = findSnapshot(log, stream, seq)
  const payloads: EntryPayload[] = []
  if (snapshotSeq < seq)
    for (const entry of log.read(stream, snapshotSeq + 1, seq)) payloads.push(decodePayload(entry.payload))
  return replay(snapshot?.state ?? null, [...payloads, ...more])
}

function findSnapshot(
  log: ReadableLog,
  stream: StreamId,
  atMost: number | undefined,
): { snapshot: RoomSnapshot | null; snapshotSeq: number } {
  const found = log.nearestSnapshot(stream, atMost)
  const snapshot = found && decodeRoomSnapshot(found.bytes)
  return { snapshot, snapshotSeq: found && snapshot ? found.seq : 0 }
}

/** What an entry tells beside the document. */
function remember(
  entry: Entry,
  { update, act }: EntryPayload,
  { bindings, answers }: Pick<LoadedText, 'bindings' | 'answers'>,
): void {
  if (update && entry.actor) for (const client of clientsOf(update)) bindings.bind(client, entry.actor)
  const kept = findAnswer(entry, act)
  if (kept) answers.keep(kept.person, kept.answer)
}
