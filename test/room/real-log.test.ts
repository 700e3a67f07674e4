import { setImmediate } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeIdSource, type TextId, type UnixMs } from '../../shared/ids.ts'
import { protocolVersion } from '../../shared/protocol/version.ts'
import { schemaVersion } from '../../shared/text/roots.ts'
import type { Log } from '../../server/log/log.ts'
import { loadText } from '../../server/room/load-text.ts'
import { openRooms } from '../../server/room/open-rooms.ts'
import type { Room } from '../../server/room/rooms.ts'
import { seededRandom } from '../builders/random.ts'
import { breakCommand, propose, proposedText } from '../builders/raw-proposal.ts'
import { RawClient } from '../builders/raw-client.ts'
import { memoryLog, recovered, sqliteStore } from '../builders/record.ts'
import { actorOf, type PersonName } from '../builders/room-kit.ts'
import { agreedWords, blockText, expectSameContent, paragraphs } from '../builders/text-state.ts'

/** Rooms with their own turns and timers over a log, and one text in them. */
async function open(log: Log, known?: TextId) {
  const rooms = openRooms({
    log,
    ids: makeIdSource(() => Date.now(), seededRandom(3)),
    now: () => Date.now() as UnixMs,
    limits: { entriesPerSnapshot: 5 },
  })
  onTestFinished(() => rooms.close())
  const made = { title: 'T', language: 'en', actor: null, kind: 'import', act: null } as const
  const text = known ?? (await rooms.create({ ...made, doc: paragraphs('First words.', 'Second words.') }))
  const clients: RawClient[] = []
  const join = (name: PersonName): RawClient => {
    const version = { version: protocolVersion, schema: schemaVersion, epoch: '' }
    const client = new RawClient(actorOf(name), ({ actor }, link) =>
      (rooms.openNow(text) as Room).connect(link, actor, version),
    )
    clients.push(client.online())
    return client
  }
  /** Until nothing moves on any line and nothing is under way to the log. */
  const settle = async () => {
    for (let quiet = 0, i = 0; quiet < 3 && i < 1_000; i++) {
      for (const client of clients) client.deliver().take()
      await setImmediate()
      await log.settled()
      quiet = clients.every(client => client.isQuiet) ? quiet + 1 : 0
    }
  }
  return { rooms, text, join, settle }
}

describe('rooms over the log itself', () => {
  it('[RO31] hold back what is not on disk, fail with it, and go on from what is', async () => {
    const { log, store } = memoryLog()
    const { join, settle } = await open(log)
    const [ana, sam] = [join('ana'), join('sam')]
    await settle()
    store.hold()
    const proposal = propose(ana.doc, 'held')
    ana.deliver()
    await setImmediate()
    await setImmediate()
    sam.take()
    expect([ana.isSaved, proposedText(sam.doc, proposal)]).toEqual([false, null])
    await store.release()
    await settle()
    expect([ana.isSaved, proposedText(sam.doc, proposal)?.toString()]).toEqual([true, 'held'])

    const back = recovered(log)
    store.failNext({ code: 'full' })
    blockText(sam.doc, 'B1').insert(0, 'Lost on the way: ')
    await settle()
    expect([sam.notices.at(-1), sam.closed?.code, ana.closed?.code]).toEqual(['not-saved', 4503, 4503])
    await back
    for (const client of [ana, sam]) client.online()
    await settle()
    expect([sam.isSaved, agreedWords(ana.doc)[0]]).toEqual([true, 'Lost on the way: First words.'])
  })

  it('[RO31] are the same after a restart on SQLite, answers and owners of client ids included', async () => {
    const first = await sqliteStore()
    const before = await open(first.log)
    const [ana, sam] = [before.join('ana'), before.join('sam')]
    await before.settle()
    const command = breakCommand(sam.doc, 'B2', 6)
    for (let i = 0; i < 8; i++) propose(ana.doc, `words ${i}`)
    sam.command(command)
    await before.settle()
    expect(sam.answerTo(command.id)).toMatchObject({ kind: 'done' })
    await before.rooms.close()
    await first.close()

    const second = await sqliteStore({ directory: first.directory })
    const after = await open(second.log, before.text)
    const [again, jun] = [after.join('sam'), after.join('jun')]
    again.command(command)
    await after.settle()
    expect(again.answerTo(command.id)).toEqual(sam.answerTo(command.id))
    expect(agreedWords(jun.doc)).toEqual(['First words.', 'Second', ' words.'])
    expectSameContent(jun.doc, loadText(second.log, `text:${before.text}` as never, 10).doc)
    jun.doc.clientID = ana.doc.clientID
    propose(jun.doc, 'under a foreign client id')
    await after.settle()
    expect(jun.closed?.code).toBe(4422)
  })
})
