import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { seedDemo } from '../../server/cli/demo/seed.ts'
import { type Installation, openInstallation } from '../../server/cli/installation.ts'
import { quietLogger } from '../../server/cli/on-folder.ts'
import type { Room } from '../../server/room/rooms.ts'
import { listRecord } from '../../server/texts/list-record.ts'
import { compose } from '../../shared/compose/compose.ts'
import { Model } from '../../shared/compose/model.ts'
import { wordsOf } from '../../shared/compose/run.ts'
import { clean } from '../../shared/compose/view.ts'
import { recordEntry, type RecordPage, type RecordQuery } from '../../shared/api/record.ts'
import type { BlockId, CommandId, PartyId, ProposalId } from '../../shared/ids.ts'

let data = ''
let installation: Installation
let room: Room

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'chapeau-record-'))
  installation = await openInstallation(data, quietLogger())
  const { store, rooms, ids, now } = installation
  const text = await seedDemo({ accounts: store.accounts, rooms, ids, now })
  room = (await rooms.open(text)) as Room
})

afterEach(async () => {
  await installation.close()
  rmSync(data, { recursive: true })
})

function list(query: Partial<RecordQuery> = {}): Promise<RecordPage> {
  const { accounts, log } = installation.store
  return listRecord({ accounts, log }, room, { after: 0, limit: 100, ...query })
}

/** The block with this label, or whose words begin so. */
async function block(start: string): Promise<BlockId> {
  const blocks = await room.read(doc => compose(new Model(doc), clean))
  const found = blocks.find(each => each.label === start || each.runs.map(wordsOf).join('').startsWith(start))
  if (found === undefined) throw new Error(`no block ${start}`)
  return found.id as string as BlockId
}

async function secretaryDoes(command: Record<string, unknown>): Promise<void> {
  const people = await installation.store.accounts.listPeople()
  const secretary = people.find(({ role }) => role === 'secretary')
  if (secretary === undefined) throw new Error('no secretary')
  const answer = await room.command(secretary, {
    id: installation.ids.next() as CommandId,
    ...command,
  } as never)
  expect(answer.kind).toBe('done')
}

describe('the record as a list', () => {
  it('[HT35] tells of every entry when, who, for which party, where and what', async () => {
    const { entries, next } = await list()
    expect(next).toBeNull()
    for (const entry of entries) expect(recordEntry.parse(entry)).toEqual(entry)
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i + 1))
    expect(entries[0]).toMatchObject({ kind: 'import', act: 'import', person: null, party: null })
    const written = entries.find(({ inserted }) => inserted.startsWith('The standards below are voluntary'))
    expect(written).toMatchObject({
      person: { name: 'Beatriz Lima' },
      party: 'BR',
      onBehalfOf: null,
      changes: ['newBlock'],
    })
    expect(written?.places).toEqual([
      expect.objectContaining({ block: await block('STANDARDS'), proposal: expect.any(String) }),
    ])
    const struck = entries.filter(entry => entry.struck !== undefined)
    expect(struck.map(({ party, places }) => [party, places[0]?.block])).toEqual([
      ['JP', await block('Customs Administrations should have the legal authority to act, pursuant')],
      ['SN', await block('Where national legislation provides')],
    ])
  })

  it('[HT35] tells an act by its command, with its reason and place', async () => {
    const heading = await block('STANDARDS')
    await secretaryDoes({ kind: 'label', block: heading, label: 'Part B', reason: 'as the chair ruled' })
    const last = (await list()).entries.at(-1)
    expect(last).toMatchObject({
      act: 'label',
      reason: 'as the chair ruled',
      party: 'SEC',
      person: { name: 'Samir Haddad' },
    })
    expect(last?.places).toEqual([{ block: heading, note: null, proposal: null, bracket: null }])
  })

  it('[HT36] is filtered by party, what was done on its behalf included', async () => {
    await secretaryDoes({
      kind: 'reserve',
      proposal: installation.ids.next() as ProposalId,
      onBehalfOf: 'SN' as PartyId,
    })
    const { entries } = await list({ party: 'SN' as PartyId })
    expect(new Set(entries.map(({ party }) => party))).toEqual(new Set(['SN', 'SEC']))
    expect(entries.at(-1)).toMatchObject({ act: 'reserve', party: 'SEC', onBehalfOf: 'SN' })
    expect((await list({ party: 'NO' as PartyId })).entries).toEqual([])
  })

  it('[HT36] is filtered by unit: a block, or a heading with all that stands under it', async () => {
    const inUnit = async (start: string) => {
      const { entries } = await list({ unit: await block(start) })
      return [...new Set(entries.map(({ party }) => party))]
    }
    expect(await inUnit('Standard 3')).toEqual(['BR'])
    expect(await inUnit('Standard 13')).toEqual(['JP'])
    expect(await inUnit('Standard 2')).toEqual([])
    expect(await inUnit('Where national legislation provides')).toEqual(['SN'])
    expect(await inUnit('IPR LEGISLATIVE AND ENFORCEMENT')).toEqual(['BR', 'JP', 'SN'])
  })

  it('[HT37] comes in pages that hold every entry once', async () => {
    const whole = await list()
    const seen: number[] = []
    for (let after: number | null = 0; after !== null; ) {
      const page: RecordPage = await list({ after, limit: 3 })
      expect(page.entries.length).toBeLessThanOrEqual(3)
      seen.push(...page.entries.map(({ seq }) => seq))
      after = page.next
    }
    expect(seen).toEqual(whole.entries.map(({ seq }) => seq))
    expect(await list({ after: 10_000 })).toEqual({ entries: [], next: null })
  })
})
