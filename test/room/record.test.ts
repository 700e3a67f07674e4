import * as Y from 'yjs'
import { describe, expect, it } from 'vitest'
import {
  type ConnectionId,
  type PartyId,
  type PersonId,
  type ProposalId,
  textStream,
} from '../../shared/ids.ts'
import { closeCodes } from '../../shared/protocol/close-codes.ts'
import { newTextDoc, rootsOf, schemaVersion } from '../../shared/text/roots.ts'
import { decodePayload } from '../../server/log/payload.ts'
import { verifyStream } from '../../server/log/verify.ts'
import { loadDocument, loadText } from '../../server/room/load-text.ts'
import { textRules } from '../../server/room/rules.ts'
import { pickNumber } from '../builders/random.ts'
import { breakCommand, freshId, propose, proposedText, type RawProposal } from '../builders/raw-proposal.ts'
import type { RawClient } from '../builders/raw-client.ts'
import { actorOf, type PersonName, RoomKit } from '../builders/room-kit.ts'
import { agreedWords, blockText, contentOf, expectSameContent, paragraphs } from '../builders/text-state.ts'

/** One random act of a random person, of those that any client may send. */
function actAtRandom(
  kit: RoomKit,
  clients: readonly RawClient[],
  proposals: Map<RawClient, RawProposal[]>,
): void {
  const client = clients[pickNumber(kit.random, clients.length)] as RawClient
  const own = proposals.get(client) ?? []
  const proposal = own[pickNumber(kit.random, own.length)]
  const text = proposal && proposedText(client.doc, proposal)
  const block = blockText(client.doc, 'B1')
  const dice = kit.random()
  if (dice < 0.15 || !text) {
    proposals.set(client, [
      ...own,
      propose(client.doc, 'new words', { off: pickNumber(kit.random, block.length) }),
    ])
    return
  }
  if (client.actor.role === 'secretary' && client.isOnline && dice < 0.5) {
    const at = pickNumber(kit.random, block.length)
    if (dice < 0.3) block.insert(at, 'agreed ', dice < 0.2 ? { strong: true } : {})
    else if (dice < 0.35) block.format(at, Math.min(4, block.length - at), { em: dice < 0.32 ? true : null })
    else if (dice < 0.45) block.delete(at, Math.min(2, block.length - at))
    else client.command(breakCommand(client.doc, 'B1', at))
    return
  }
  if (dice < 0.75) text.insert(pickNumber(kit.random, text.length + 1), 'abc')
  else if (text.length > 4) text.delete(pickNumber(kit.random, text.length - 3), 3)
}

describe('the record', () => {
  it('[RO17][RL17] replay equals live, whichever snapshots there are, at every entry and after every restart', () => {
    const kit = new RoomKit({ seed: 17, limits: { entriesPerSnapshot: 13 } })
    const clients = (['ana', 'bruno', 'sam', 'tess', 'jun'] as const).map(name => kit.join(name))
    const proposals = new Map<RawClient, RawProposal[]>()
    const seen = new Map<number, unknown>()
    for (let i = 0; i < 400; i++) {
      actAtRandom(kit, clients, proposals)
      if (kit.random() < 0.1) kit.log.hold()
      if (kit.random() < 0.7) kit.settle()
      if (kit.random() < 0.2) kit.log.release()
      if (kit.random() < 0.04) {
        kit.kill(pickNumber(kit.random, 3))
        for (const client of clients) client.online()
      }
      if (kit.entries.length % 10 === 0 && kit.log.underWay === 0)
        seen.set(kit.entries.length, contentOf(kit.doc))
    }
    kit.log.release()
    for (const client of clients) client.online()
    kit.settle()
    const stream = textStream(kit.textId)
    expect(kit.log.disk.snapshots.get(stream)?.length).toBeGreaterThan(3)
    const bare = { read: kit.log.read.bind(kit.log), nearestSnapshot: () => null }
    for (const [seq, content] of seen)
      for (const log of [kit.log, bare])
        expect(contentOf(loadDocument(log, stream, { seq }))).toEqual(content)
    const [withSnapshot, whole] = [loadText(kit.log, stream, 100), loadText(bare, stream, 100)]
    expect([...whole.bindings.written()]).toEqual([...withSnapshot.bindings.written()])
    expect([...whole.answers.done()]).toEqual([...withSnapshot.answers.done()])
    for (const doc of [withSnapshot.doc, whole.doc, ...clients.map(client => client.doc)])
      expectSameContent(doc, kit.doc)
    expect(clients.map(({ closed }) => closed)).toEqual(clients.map(() => null))
  })

  it('[RO17] adds nothing of its own: a replayed text has the units that live had, formats tidied included', () => {
    const kit = new RoomKit()
    const [sam, tess] = [kit.join('sam'), kit.join('tess')]
    blockText(sam.doc, 'B1').format(0, 5, { strong: true })
    blockText(tess.doc, 'B1').format(3, 9, { strong: true })
    kit.settle()
    blockText(sam.doc, 'B1').format(0, 12, { strong: null })
    kit.settle()
    expectSameContent(kit.doc, kit.replayed())
    expect(kit.replayed().clientID).toBe(kit.doc.clientID)
  })

  it('[RO27][RL32] each entry names person, party, connection and time; what the server added stands in the same entry', () => {
    const kit = new RoomKit()
    const [ana, sam] = [kit.join('ana'), kit.join('sam')]
    const proposal = propose(ana.doc, 'words')
    kit.settle()
    kit.advance(5_000)
    const command = { ...breakCommand(sam.doc, 'B1', 5), reason: 'as agreed', words: 'in two paragraphs' }
    sam.command(command)
    kit.settle()
    const [, edit, act] = kit.entries
    expect(edit).toMatchObject({
      kind: 'edit',
      actor: 'person-ana',
      party: 'BR',
      onBehalfOf: null,
      connection: ana.connection?.id,
    })
    expect(act).toMatchObject({
      kind: 'command',
      actor: 'person-sam',
      party: 'SEC',
      connection: sam.connection?.id,
    })
    expect((act?.at ?? 0) - (edit?.at ?? 0)).toBe(5_000)
    const payload = decodePayload(edit?.payload as Uint8Array)
    const before = loadDocument(kit.log, textStream(kit.textId), {
      seq: 1,
      more: [{ update: payload.update as Uint8Array }],
    })
    expect([proposedText(before, proposal)?.toString(), rootsOf(before).register.size]).toEqual(['words', 0])
    expect(decodePayload(act?.payload as Uint8Array)).toMatchObject({
      act: {
        command: 'structure',
        key: command.id,
        reason: 'as agreed',
        words: 'in two paragraphs',
        made: [command.breaks[0]?.id],
      },
    })
  })

  it('[RO27] names the delegation in whose proposal somebody else writes', () => {
    const kit = new RoomKit()
    const sam = kit.join('sam')
    const proposal = freshId<ProposalId>()
    sam.command({ id: freshId(), kind: 'reserve', proposal, onBehalfOf: 'JP' as PartyId })
    kit.settle()
    const answer = sam.said.find(message => message.kind === 'answer')
    expect(answer).toMatchObject({ answer: { kind: 'done' } })
    expect(kit.entries.at(-1)).toMatchObject({ kind: 'act', actor: 'person-sam', onBehalfOf: 'JP' })
  })

  it('[RO27] time never goes back, whatever the clock on the wall does, and over a restart', () => {
    const kit = new RoomKit()
    const ana = kit.join('ana')
    propose(ana.doc, 'one')
    kit.settle()
    kit.setClock(kit.now - 3_600_000)
    propose(ana.doc, 'two')
    kit.settle()
    kit.kill()
    ana.online()
    propose(ana.doc, 'three')
    kit.settle()
    const times = kit.entries.map(({ at }) => at)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(kit.entries).toHaveLength(4)
  })

  it('[RL32] over edits, restarts and resends every client id in the record is its person’s', async () => {
    const kit = new RoomKit({ seed: 32 })
    const clients = (['ana', 'jun', 'sow', 'bruno'] as const).map(name => kit.join(name))
    const proposals = new Map<RawClient, RawProposal[]>()
    for (let i = 0; i < 200; i++) {
      actAtRandom(kit, clients, proposals)
      if (i % 7 === 0) clients[pickNumber(kit.random, 4)]?.offline()
      if (i % 5 === 0) for (const client of clients) client.online()
      if (i % 3 === 0) kit.settle()
      if (i % 50 === 49) kit.kill()
    }
    for (const client of clients) client.online()
    kit.settle()
    const owners = new Map(clients.map(client => [client.doc.clientID, client.actor]))
    for (const { actor, party, payload } of kit.entries.slice(1)) {
      const { update } = decodePayload(payload)
      for (const client of Y.parseUpdateMeta(update ?? new Uint8Array([0, 0])).to.keys())
        expect({ person: actor, party }).toEqual({
          person: owners.get(client)?.person,
          party: owners.get(client)?.party,
        })
    }
    expect(await verifyStream(kit.log, textStream(kit.textId))).toMatchObject({ kind: 'whole' })
    for (const client of clients) expectSameContent(client.doc, kit.replayed())
  })

  it('[RO7] the same command of the same person acts once and is answered alike, also after a restart', async () => {
    const kit = new RoomKit({ limits: { entriesPerSnapshot: 2 } })
    const sam = kit.join('sam')
    const command = breakCommand(sam.doc, 'B1', 5)
    sam.command(command).command(command)
    kit.settle()
    const [first, second] = sam.said.filter(message => message.kind === 'answer')
    expect([first, kit.entries.length]).toEqual([second, 2])
    kit.kill()
    propose(sam.online().doc, 'more')
    kit.settle()
    kit.kill()
    sam.online().command(command)
    kit.settle()
    expect([sam.said.findLast(message => message.kind === 'answer'), kit.entries.length]).toEqual([first, 3])
    const other = kit.room.command(actorOf('tess'), command)
    kit.settle()
    expect(await other).toMatchObject({ kind: 'refused' })
  })

  it('[RO7] answers are remembered for so many commands, and no longer', () => {
    const kit = new RoomKit({ limits: { answersKept: 3 } })
    const sam = kit.join('sam')
    const commands = Array.from({ length: 5 }, () => ({
      id: freshId(),
      kind: 'label' as const,
      block: 'B1' as never,
      label: '1',
    }))
    for (const command of commands) sam.command(command)
    kit.settle()
    const before = kit.entries.length
    sam.command(commands[4] as never)
    kit.settle()
    expect(kit.entries.length).toBe(before)
    sam.command(commands[0] as never)
    kit.settle()
    expect(kit.entries.length).toBe(before + 1)
  })
})

describe('joining', () => {
  it('[RO24] whoever joins, empty or with a part, has the same text; with nothing to say the record stays as it is', () => {
    const kit = new RoomKit({ limits: { maxReadyBytes: 2_000 } })
    const ana = kit.join('ana')
    for (let i = 0; i < 30; i++) {
      propose(ana.doc, `words ${i}`)
      kit.settle()
      const joiner = kit.join(i % 2 ? 'jun' : 'sow', { stock: i % 3 === 0 })
      expectSameContent(joiner.doc, kit.doc)
    }
    const half = newTextDoc()
    Y.applyUpdate(half, Y.encodeStateAsUpdate(ana.doc))
    propose(ana.doc, 'last')
    kit.settle()
    expectSameContent(kit.join('bruno', { doc: half }).doc, kit.doc)
    expect(kit.entries).toHaveLength(32)
  })

  it('[RL11] twenty clients that come back to an evicted text, again and again, change nothing of it', () => {
    const kit = new RoomKit({ limits: { idleMs: 1_000 } })
    const names = ['ana', 'bruno', 'jun', 'sow'] as const satisfies readonly PersonName[]
    const clients = Array.from({ length: 20 }, (_, i) => kit.join(names[i % 4] as PersonName))
    for (const client of clients) propose(client.doc, 'some words')
    kit.settle()
    const [before, entries] = [contentOf(kit.doc), kit.entries.length]
    for (let round = 0; round < 12; round++) {
      for (const client of clients) client.offline()
      kit.advance(2_000)
      expect(kit.events.at(-1)?.kind).toBe('let-go')
      for (const client of clients) client.online()
      kit.settle()
    }
    expect([contentOf(kit.doc), kit.entries.length]).toEqual([before, entries])
    for (const client of clients) expectSameContent(client.doc, kit.doc)
  })

  it('[RL10] eight hours offline on both sides, a thousand edits each: nothing lost, nothing doubled, all authors right', () => {
    const kit = new RoomKit({
      doc: paragraphs(...Array.from({ length: 40 }, (_, i) => `Paragraph ${i + 1} of the text.`)),
    })
    const [ana, jun] = [kit.join('ana'), kit.join('jun')]
    const written = new Map<RawClient, RawProposal[]>()
    for (const client of [ana, jun]) {
      client.offline()
      for (let i = 0; i < 250; i++) {
        const proposal = propose(client.doc, `p${i}`, { block: `B${(i % 40) + 1}`, off: i % 15 })
        written.set(client, [...(written.get(client) ?? []), proposal])
        for (let j = 0; j < 3; j++) proposedText(client.doc, proposal)?.insert(1, `.${j}`)
      }
    }
    kit.advance(8 * 3_600_000)
    for (const client of [ana, jun]) client.online()
    kit.settle()
    for (const client of [ana, jun])
      for (const [i, proposal] of (written.get(client) ?? []).entries()) {
        expect(proposedText(kit.doc, proposal)?.toString()).toBe(`p.2.1.0${i}`)
        expect(rootsOf(kit.doc).register.get(proposal.id)).toMatchObject({ holder: client.actor.party })
      }
    expect([rootsOf(kit.doc).proposals.size, agreedWords(kit.doc).length, ana.isSaved, jun.isSaved]).toEqual([
      500,
      40,
      true,
      true,
    ])
    for (const client of [ana, jun]) expectSameContent(client.doc, kit.replayed())
  })
})

describe('texts and clients of another kind', () => {
  it('[RO25] a new text has an epoch of its own, and nobody’s hand in it but the server’s', async () => {
    const kit = new RoomKit()
    const other = new RoomKit({ seed: 2 })
    expect(rootsOf(kit.doc).meta.toJSON()).toEqual({
      schema: schemaVersion,
      epoch: kit.epoch,
      title: 'A text',
      language: 'en',
    })
    expect(kit.epoch).not.toBe(other.epoch)
    expect(kit.entries[0]).toMatchObject({ kind: 'import', actor: null })
    const foreign = newTextDoc({ clientId: 5 })
    foreign.getMap('meta').set('title', 'x')
    const made = {
      title: 'B',
      language: 'fr',
      actor: actorOf('sam'),
      kind: 'text-created',
      act: null,
    } as const
    expect(() => kit.rooms.create({ ...made, doc: foreign })).toThrow(TypeError)
    const created = kit.rooms.create({ ...made, doc: paragraphs('One.') })
    kit.log.fail()
    await expect(created).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('[RO16][RL12] a client of another epoch or schema is closed with 4409 before it is told anything, and merges nothing', () => {
    const kit = new RoomKit()
    const stale = kit.join('ana')
    propose(stale.doc, 'kept on the client')
    stale.offline()
    const restored = new RoomKit({ seed: 99 })
    const before = [contentOf(restored.doc), restored.entries.length]
    const back = restored.join('ana', { doc: stale.doc })
    restored.settle()
    expect([back.closed?.code, back.said, contentOf(restored.doc), restored.entries.length]).toEqual([
      closeCodes.outdated,
      [],
      ...before,
    ])
    expect(rootsOf(stale.doc).proposals.size).toBe(1)
    for (const wrong of [
      { version: 2 },
      { schema: schemaVersion + 1 },
      { schema: schemaVersion - 1 },
      { epoch: 'other' },
    ]) {
      const frames: Uint8Array[] = []
      let closed = 0
      const link = {
        send: (frame: Uint8Array) => void frames.push(frame),
        close: (code: number) => void (closed = code),
        bufferedBytes: () => 0,
      }
      kit.room.connect(link, actorOf('jun'), {
        version: 1,
        schema: schemaVersion,
        epoch: kit.epoch,
        ...wrong,
      })
      expect([closed, frames]).toEqual([closeCodes.outdated, []])
    }
  })

  it('[RL12] a stock client that comes with another epoch’s text is refused, and merges nothing', () => {
    const [kit, other] = [new RoomKit(), new RoomKit({ seed: 99, doc: paragraphs(...'abcdefghijklm') })]
    const stale = other.join('ana', { stock: true })
    propose(stale.doc, 'words')
    const before = [contentOf(kit.doc), kit.entries.length]
    const back = kit.join('ana', { stock: true, doc: stale.doc })
    expect(back.closed?.code).toBe(closeCodes.refused)
    expect([contentOf(kit.doc), kit.entries.length]).toEqual(before)
  })
})

describe('coming and going', () => {
  it('[RO18] a room without people is let go after a while, and is the same when it is opened again', async () => {
    const kit = new RoomKit({ limits: { idleMs: 1_000, entriesPerSnapshot: 20 } })
    const ana = kit.join('ana')
    propose(ana.doc, 'words')
    kit.settle()
    kit.advance(10_000)
    expect(kit.events.filter(event => event.kind === 'let-go')).toEqual([])
    const { room } = kit
    const before = contentOf(kit.doc)
    ana.offline()
    kit.advance(999)
    expect(kit.room).toBe(room)
    kit.advance(1_001)
    expect(kit.events.at(-1)?.kind).toBe('let-go')
    await expect(room.read(() => 0)).rejects.toMatchObject({ code: 'unavailable' })
    expect(contentOf(kit.doc)).toEqual(before)
    expect(kit.room).not.toBe(room)
    expect(kit.log.disk.snapshots.size).toBe(1)
  })

  it('[RO18] a room whose entries are still on their way is not let go', () => {
    const kit = new RoomKit({ limits: { idleMs: 1_000 } })
    const ana = kit.join('ana')
    kit.log.hold()
    propose(ana.doc, 'words')
    ana.deliver().offline()
    kit.advance(5_000)
    expect(kit.events.filter(event => event.kind === 'let-go')).toEqual([])
    kit.log.release()
    kit.advance(1_000)
    expect(kit.events.at(-1)?.kind).toBe('let-go')
    expect(rootsOf(kit.doc).proposals.size).toBe(1)
  })

  it('[RO20] a person is judged by the role of the moment, and told of it; without one nothing more is read', () => {
    const kit = new RoomKit()
    const [ana, jun] = [kit.join('ana'), kit.join('jun')]
    ana.connection?.roleChanged({ ...actorOf('ana'), role: 'reader' })
    propose(ana.doc, 'late')
    kit.settle()
    expect([
      ana.said.find(message => message.kind === 'notice'),
      ana.closed?.code,
      kit.entries.length,
    ]).toEqual([{ kind: 'notice', code: 'role-changed', about: 'reader' }, closeCodes.refused, 1])
    jun.connection?.roleChanged(null)
    propose(jun.doc, 'unread')
    jun.deliver()
    kit.turn()
    expect([kit.entries.length, jun.recordedUpTo]).toEqual([1, 2])
  })

  it('[RO21][RL7] when the server goes, what was taken is on disk and acknowledged, then everybody is told to try again', async () => {
    const kit = new RoomKit()
    const [ana, jun] = [kit.join('ana'), kit.join('jun')]
    kit.log.hold()
    const proposal = propose(ana.doc, 'taken')
    ana.deliver()
    const closing = kit.rooms.close()
    propose(ana.doc, 'not taken')
    ana.deliver()
    kit.log.release()
    await closing
    ana.take()
    jun.take()
    for (const client of [ana, jun])
      expect([client.closed?.code, client.notices]).toEqual([closeCodes.tryAgain, ['going']])
    expect(proposedText(jun.doc, proposal)?.toString()).toBe('taken')
    expect([ana.recordedUpTo, kit.entries.length]).toEqual([3, 2])
    await expect(kit.rooms.open(kit.textId)).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('[RO22] words that arrive in a proposal closed meanwhile are kept, and their writer is told', () => {
    const kit = new RoomKit()
    const [ana, sam] = [kit.join('ana'), kit.join('sam')]
    const proposal = propose(ana.doc, 'words')
    kit.settle()
    sam.command({ id: freshId(), kind: 'not-retain', proposal: proposal.id })
    kit.flush(sam)
    proposedText(ana.doc, proposal)?.insert(5, ' and more')
    kit.settle()
    expect(ana.said.findLast(message => message.kind === 'notice')).toEqual({
      kind: 'notice',
      code: 'late',
      about: proposal.id,
    })
    expect(proposedText(kit.doc, proposal)?.toString()).toBe('words and more')
    expect(rootsOf(kit.doc).register.get(proposal.id)).toMatchObject({ state: 'not-retained' })
  })

  it('[RO26] what a client reports belongs to its next update, also when that one has to come again', () => {
    const given: unknown[] = []
    const rules: typeof textRules = {
      ...textRules,
      addToAccepted: (doc, facts, sender, reports, live) => {
        given.push([reports.redone.length, reports.places.length, live])
        textRules.addToAccepted(doc, facts, sender, reports, live)
      },
    }
    const kit = new RoomKit({ rules })
    const sam = kit.join('sam')
    const pair = { old: { c: 1, k: 0 }, now: { c: 1, k: 1 }, len: 1 }
    const end = { bracket: 'G' as never, end: 'open' as const, at: { h: 'B1', s: -1 } as never, ord: 'a0' }
    sam.say({ kind: 'redone', pairs: [pair] }).say({ kind: 'place', ends: [end] })
    propose(sam.doc, 'one')
    propose(sam.doc, 'two')
    kit.settle()
    sam.say({ kind: 'redone', pairs: [pair, pair] })
    kit.log.fail('full')
    propose(sam.doc, 'three')
    sam.deliver()
    kit.log.recover()
    kit.settle()
    expect(given).toEqual([
      [1, 1, true],
      [0, 0, true],
      [2, 0, false],
    ])
  })
})

it('[RO27] ids of the record are of the account and the connection, whatever the client says', () => {
  const kit = new RoomKit()
  const ana = kit.join({ ...actorOf('ana'), person: 'P1' as PersonId, party: 'X.1' as PartyId })
  propose(ana.doc, 'words')
  kit.settle()
  const [, entry] = kit.entries
  expect([entry?.actor, entry?.party, entry?.connection]).toEqual([
    'P1',
    'X.1',
    ana.connection?.id as ConnectionId,
  ])
})
