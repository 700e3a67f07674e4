/** A new text: recorded by the rooms, then listed beside the others. */
import { type TextId, textStream, type UnixMs } from '../../shared/ids.ts'
import { rootsOf } from '../../shared/text/roots.ts'
import type { Accounts } from '../actor/accounts.ts'
import type { Log } from '../log/log.ts'
import type { NewText, Rooms } from '../room/rooms.ts'

export interface TextParts {
  readonly rooms: Pick<Rooms, 'create' | 'open'>
  readonly accounts: Pick<Accounts, 'addText' | 'findText'>
  readonly now: () => UnixMs
}

/** Begins a text; its id once it is recorded and listed. @throws ProtocolError `unavailable` when it was not recorded. */
export async function beginText(parts: TextParts, text: NewText): Promise<TextId> {
  const textId = await parts.rooms.create(text)
  await listText(parts, textId)
  return textId
}

/** Lists the texts that are in the record alone: the process ended between the two. Call it before anybody is served. */
export async function listRecordedTexts(parts: TextParts, log: Pick<Log, 'streams'>): Promise<void> {
  for (const stream of log.streams()) {
    const [kind, id] = stream.split(':')
    if (kind === 'text' && id !== undefined && stream === textStream(id as TextId))
      await listText(parts, id as TextId)
  }
}

/** What the list tells of a text is taken from the document itself. */
async function listText({ rooms, accounts, now }: TextParts, id: TextId): Promise<void> {
  if ((await accounts.findText(id)) !== null) return
  const room = await rooms.open(id)
  if (room === null) throw new Error('a recorded text without a room')
  const { title, language, epoch } = await room.read(doc => readMeta(rootsOf(doc).meta))
  await accounts.addText({ id, title, language, epoch, createdAt: now() })
}

function readMeta(meta: { get(key: string): unknown }): { title: string; language: string; epoch: string } {
  return {
    title: String(meta.get('title')),
    language: String(meta.get('language')),
    epoch: String(meta.get('epoch')),
  }
}
