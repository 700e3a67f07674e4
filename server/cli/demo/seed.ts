/** The demo: seven people, the draft of April 2008, four open proposals. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { IdSource, TextId, UnixMs } from '../../../shared/ids.ts'
import type { Accounts } from '../../actor/accounts.ts'
import type { Rooms } from '../../room/rooms.ts'
import { importPaper } from '../../texts/import-paper.ts'
import { seedPeople } from './people.ts'
import { makeProposals } from './proposals.ts'

const title = 'Provisional SECURE Standards (Annex I)'
const paperPath = join(import.meta.dirname, 'annex-i.md')

export interface SeedParts {
  readonly accounts: Accounts
  readonly rooms: Rooms
  readonly ids: IdSource
  readonly now: () => UnixMs
}

/** Makes what is missing of the demo; the text's id. What is there is left as it is. */
export async function seedDemo(parts: SeedParts): Promise<TextId> {
  const people = await seedPeople(parts)
  const text = (await parts.accounts.listTexts()).find(each => each.title === title)
  if (text !== undefined) return text.id
  const bytes = new Uint8Array(readFileSync(paperPath))
  const parties = (await parts.accounts.listParties()).flatMap(party => [
    party.nameEn,
    party.nameFr,
    party.initials,
  ])
  const result = await importPaper(parts, {
    title,
    language: 'en',
    format: 'markdown',
    bytes,
    actor: null,
    parties,
  })
  if (result.kind === 'unreadable') throw new Error(result.fault.message)
  const { textId } = result.report
  const room = await parts.rooms.open(textId)
  if (room === null) throw new Error('the demo text was recorded and cannot be opened')
  await makeProposals(room, people, parts.ids)
  return textId
}
