import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { textStream, type TextId } from '../../shared/ids.ts'
import { faultList, importReport, textList, textMeta } from '../../shared/api/text.ts'
import { addText, jsonBody, serve, type Served } from './serve.ts'

const annex = readFileSync('test/data/annex-i.md')

async function importFile(
  served: Served,
  bytes: Uint8Array,
  query = 'title=Annex+I&format=markdown',
): Promise<Response> {
  const headers = { 'content-type': 'application/octet-stream' }
  return served.ask(`/api/texts?${query}`, {
    method: 'POST',
    body: bytes as BodyInit,
    headers,
    as: 'secretary',
  })
}

describe('texts', () => {
  it('[HT12] import a file and tell what was found in it', async () => {
    const served = await serve()
    const response = await importFile(served, annex)
    expect(response.status).toBe(201)
    const report = importReport.parse(await response.json())
    expect(report).toMatchObject({ notes: 1, bracketPairs: 5 })
    expect(report.unmatched.map(({ char }) => char)).toEqual([']', ']'])
    const source = annex.toString('utf8')
    expect(report.unmatched.map(({ offset }) => source[offset])).toEqual([']', ']'])
    const entry = [...served.log.read(textStream(report.textId), 1)][0]
    expect(entry).toMatchObject({ kind: 'import', actor: served.people.secretary.person, party: 'SEC' })
  })

  it('[HT12] refuse a file that is not UTF-8 text, with the place', async () => {
    const served = await serve()
    for (const bytes of [new Uint8Array([65, 0xff, 66]), new Uint8Array([0xff, 0xfe, 65, 0])]) {
      const response = await importFile(served, bytes)
      expect(response.status).toBe(400)
      expect(await response.text()).toMatch(/UTF-8/)
    }
    expect(textList.parse(await (await served.ask('/api/texts', { as: 'reader' })).json()).texts).toEqual([])
  })

  it('[HT13] are listed, and tell their epoch and the head of their record', async () => {
    const served = await serve()
    const { textId } = importReport.parse(await (await importFile(served, annex)).json())
    const { texts } = textList.parse(await (await served.ask('/api/texts', { as: 'observer' })).json())
    expect(texts).toMatchObject([{ id: textId, title: 'Annex I', language: 'en' }])
    const meta = textMeta.parse(await (await served.ask(`/api/texts/${textId}`, { as: 'observer' })).json())
    expect(meta).toMatchObject({ id: textId, epoch: `epoch-${textId}`, seq: 1 })
    expect(meta.head).toMatch(/^[0-9a-f]{64}$/)
  })

  it('[HT14] are exported as the file they came from, under a name without a word of theirs', async () => {
    const served = await serve()
    const { textId } = importReport.parse(await (await importFile(served, annex)).json())
    const response = await served.ask(`/api/texts/${textId}/export?as=markdown&view=clean`, { as: 'reader' })
    expect(Buffer.from(await response.arrayBuffer()).equals(annex)).toBe(true)
    expect(response.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${textId}.md"`)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    const plain = await served.ask(`/api/texts/${textId}/export`, { as: 'reader' })
    expect(plain.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  })

  it('[HT15] tell their faults with the block or note each stands in', async () => {
    const served = await serve()
    const { textId, unmatched } = importReport.parse(await (await importFile(served, annex)).json())
    const { faults } = faultList.parse(
      await (await served.ask(`/api/texts/${textId}/faults`, { as: 'delegate' })).json(),
    )
    const brackets = faults.filter(({ code }) => code === 'bracket-unmatched')
    expect(brackets.map(({ offset, char }) => ({ offset, char }))).toEqual(unmatched)
    const blocks = served.rooms.rooms.get(textId as TextId)?.doc.getMap('blocks')
    for (const { block, note } of brackets) {
      expect(note).toBeNull()
      expect(blocks?.has(block ?? '')).toBe(true)
    }
  })
})

describe('commands by HTTP', () => {
  const command = { id: 'c1', kind: 'withdraw', proposal: 'p1' }

  it('[HT16] reach the room with the actor the server knows, and bring its answer back', async () => {
    const served = await serve()
    const text = await addText(served)
    const response = await served.ask(`/api/texts/${text}/commands`, { ...jsonBody(command), as: 'delegate' })
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ id: 'c1', kind: 'done', seq: 1, made: [], leftOut: [] })
    expect(served.rooms.rooms.get(text)?.commands).toEqual([{ actor: served.people.delegate, command }])
  })

  it('[HT16] keep the rule of a refusal, under the status of its code', async () => {
    const served = await serve()
    const text = await addText(served)
    const room = served.rooms.rooms.get(text)
    if (room === undefined) throw new Error('no room')
    for (const [code, status] of [
      ['not-allowed', 403],
      ['changed', 409],
      ['refused', 422],
    ] as const) {
      room.answer = ({ id }) => ({ id, kind: 'refused', code, rule: 'PP1', reason: 'so' })
      const response = await served.ask(`/api/texts/${text}/commands`, {
        ...jsonBody(command),
        as: 'delegate',
      })
      expect(response.status).toBe(status)
      expect(await response.json()).toMatchObject({ kind: 'refused', code, rule: 'PP1' })
    }
  })
})
