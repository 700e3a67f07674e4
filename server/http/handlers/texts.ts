/** Texts: list, import, look, faults, export. */
import type { ImportReport, TextFormat, TextMeta, TextSummary } from '../../../shared/api/text.ts'
import { type TextId, textStream } from '../../../shared/ids.ts'
import { schemaVersion } from '../../../shared/text/roots.ts'
import type { TextRow } from '../../actor/accounts.ts'
import { exportText } from '../../exchange/export-text.ts'
import { hex } from '../../log/entry.ts'
import type { Room } from '../../room/rooms.ts'
import { importPaper } from '../../texts/import-paper.ts'
import { listFaults } from '../../texts/list-faults.ts'
import type { CallOf, Handlers } from '../mount.ts'
import { failure, json, notFound, type Reply } from '../reply.ts'
import type { HandlerParts } from './parts.ts'

type Names = 'texts' | 'importText' | 'text' | 'faults' | 'exportText'

/** The handlers of these routes. */
export function textHandlers(parts: HandlerParts): Pick<Handlers, Names> {
  return {
    texts: async () => json({ texts: (await parts.accounts.listTexts()).map(presentSummary) }),
    importText: call => importText(parts, call),
    async text({ params }) {
      const row = await parts.accounts.findText(params.text)
      return row === null ? notFound : json(presentMeta(parts, row))
    },
    faults: ({ params }) => withRoom(parts, params.text, async room => json(await room.read(listFaults))),
    async exportText({ params, query }) {
      const parties = await parts.accounts.listParties()
      return withRoom(parts, params.text, async room => {
        const words = await room.read(doc => exportText(doc, { ...query, parties }))
        return presentFile(params.text, query.as, words)
      })
    },
  }
}

async function importText(
  parts: HandlerParts,
  { query, body, identity }: CallOf<'importText'>,
): Promise<Reply> {
  const actor = identity.kind === 'person' ? identity.admission.actor : null
  const known = await parts.accounts.listParties()
  const parties = known.flatMap(party => [party.nameEn, party.nameFr, party.initials])
  const result = await importPaper(parts, { ...query, bytes: body, actor, parties })
  if (result.kind === 'unreadable') return failure('malformed', result.fault.message)
  return json(result.report satisfies ImportReport, 201)
}

async function withRoom(
  parts: HandlerParts,
  text: TextId,
  look: (room: Room) => Promise<Reply>,
): Promise<Reply> {
  const room = await parts.rooms.open(text)
  return room === null ? notFound : look(room)
}

function presentSummary({ id, title, language, createdAt }: TextRow): TextSummary {
  return { id, title, language, createdAt }
}

function presentMeta({ log }: HandlerParts, row: TextRow): TextMeta {
  const head = log.durableHead(textStream(row.id))
  const { seq, hash } = head === null ? { seq: 0, hash: new Uint8Array() } : head
  return { ...presentSummary(row), schema: schemaVersion, epoch: row.epoch, seq, head: hex(hash) }
}

/** Named by the text's id: a title is people's words and has no business in a path. */
function presentFile(text: TextId, as: TextFormat, bytes: Uint8Array): Reply {
  const [type, extension] = as === 'markdown' ? ['text/markdown', 'md'] : ['text/plain', 'txt']
  const headers = { 'Content-Disposition': `attachment; filename="${text}.${extension}"` }
  return { kind: 'bytes', type, bytes, headers }
}
