import * as Y from 'yjs'
import { describe, expect, it } from 'vitest'
import { closeCodes } from '../../shared/protocol/close-codes.ts'
import { step2Limits, updateLimits } from '../../shared/rules/limits.ts'
import { rootsOf } from '../../shared/text/roots.ts'
import { defaultLimits } from '../../server/room/limits.ts'
import { textRules } from '../../server/room/rules.ts'
import { pickNumber } from '../builders/random.ts'
import { breakCommand, freshId, propose, proposedText } from '../builders/raw-proposal.ts'
import type { RawClient } from '../builders/raw-client.ts'
import { RoomKit } from '../builders/room-kit.ts'
import { agreedWords, blockText, contentOf, expectSameContent } from '../builders/text-state.ts'

/** Everything that a refused update must leave as it was. */
function stateOf(kit: RoomKit, ...others: RawClient[]): unknown {
  return [
    contentOf(kit.doc),
    kit.entries.length,
    others.map(({ doc, said }) => [contentOf(doc), said.length]),
  ]
}

/** An update made on a copy of the client's document, which stays as it was. */
function forge(client: RawClient, write: (doc: Y.Doc) => void): Uint8Array {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(client.doc))
  const before = Y.encodeStateVector(copy)
  copy.clientID = client.doc.clientID
  write(copy)
  return Y.encodeStateAsUpdate(copy, before)
}

describe('a refused update', () => {
  it('[RO5] is told with its rule and closed with 4422; text, record and the others’ screens stay as they were', () => {
    const kit = new RoomKit()
    const [ana, jun] = [kit.join('ana'), kit.join('jun')]
    const before = stateOf(kit, jun)
    ana.sendSync(
      'update',
      forge(ana, doc => blockText(doc, 'B1').insert(0, 'Agreed by me: ')),
    )
    kit.settle()
    expect(stateOf(kit, jun)).toEqual(before)
    expect(ana.closed).toEqual({
      code: closeCodes.refused,
      reason: `${ana.refusal?.rule} ${ana.refusal?.reason}`,
    })
    expect(kit.events.at(-1)).toMatchObject({ kind: 'refused', rule: ana.refusal?.rule })
  })

  it('[RO5] ends the connection: nothing that was sent behind it is read', () => {
    const kit = new RoomKit()
    const sam = kit.join('ana')
    sam.sendSync(
      'update',
      forge(sam, doc => blockText(doc, 'B1').insert(0, 'x')),
    )
    const behind = propose(sam.doc, 'behind the refused one')
    sam.deliver()
    kit.settle()
    expect([proposedText(kit.doc, behind), kit.entries.length, sam.closed?.code]).toEqual([
      null,
      1,
      closeCodes.refused,
    ])
  })

  it('[RO5] a client that starts anew is let in and may write', () => {
    const kit = new RoomKit()
    const ana = kit.join('ana')
    ana.sendSync(
      'update',
      forge(ana, doc => blockText(doc, 'B1').insert(0, 'x')),
    )
    kit.settle()
    kit.flush(ana.startAnew().online())
    const proposal = propose(ana.doc, 'as a proposal')
    kit.settle()
    expect([ana.isSaved, proposedText(kit.doc, proposal)?.toString()]).toEqual([true, 'as a proposal'])
  })

  it('[RO5] a reader’s writing is refused, a reader’s repetition of what stands is not', () => {
    const kit = new RoomKit()
    const [ana, rita] = [kit.join('ana'), kit.join('rita')]
    propose(ana.doc, 'words')
    kit.settle()
    rita
      .sendSync('update', Y.encodeStateAsUpdate(rita.doc))
      .sendSync('sync-step-2', Y.encodeStateAsUpdate(rita.doc))
    kit.settle()
    expect([rita.closed, rita.isSaved, kit.entries.length]).toEqual([null, true, 2])
    propose(rita.doc, 'mine')
    kit.settle()
    expect([rita.closed?.code, kit.entries.length]).toEqual([closeCodes.refused, 2])
  })

  it('[EC30] an honest client that resends everything, items of others included, is acknowledged', () => {
    const kit = new RoomKit()
    const [ana, jun, sam] = [kit.join('ana'), kit.join('jun'), kit.join('sam')]
    const proposal = propose(ana.doc, 'of Brazil')
    blockText(sam.doc, 'B2').insert(0, 'Also ')
    kit.settle()
    const entries = kit.entries.length
    kit.kill()
    jun
      .online()
      .sendSync('sync-step-2', Y.encodeStateAsUpdate(jun.doc))
      .sendSync('update', Y.encodeStateAsUpdate(jun.doc))
    kit.settle()
    expect([jun.closed, jun.isSaved, kit.entries.length]).toEqual([null, true, entries])
    for (const client of [ana, sam]) client.online()
    proposedText(ana.doc, proposal)?.insert(0, 'still ')
    kit.settle()
    expect(proposedText(jun.doc, proposal)?.toString()).toBe('still of Brazil')
    for (const client of [ana, jun, sam]) expectSameContent(client.doc, kit.replayed())
  })

  it('[RO15] a person refused too often is not let in until a while has passed; others are', () => {
    const kit = new RoomKit({ limits: { maxRefusals: 3, refusalWindowMs: 60_000 } })
    const ana = kit.join('ana')
    for (let i = 0; i < 3; i++) {
      kit.flush(ana.startAnew().online())
      ana.send(new Uint8Array([7, 7]))
      kit.settle()
    }
    kit.flush(ana.startAnew().online())
    expect(ana.closed?.code).toBe(closeCodes.forbidden)
    expect(kit.join('bruno').closed).toBeNull()
    kit.advance(60_000)
    kit.flush(ana.online())
    expect([ana.closed, agreedWords(ana.doc).length]).toEqual([null, 3])
  })
})

describe('an update that lacks what it hangs on', () => {
  it('[RO8] is asked for once: the answer brings it all, and nothing is acknowledged or kept before', () => {
    const kit = new RoomKit()
    const ana = kit.join('ana')
    kit.settle()
    const proposal = propose(ana.doc, 'one')
    const text = proposedText(ana.doc, proposal)
    text?.insert(3, ' two')
    ;(ana.outgoing as Uint8Array[]).splice(0, 1)
    text?.insert(7, ' three')
    ana.deliver()
    expect([kit.entries.length, contentOf(kit.doc).pending]).toEqual([1, false])
    kit.turn()
    expect(ana.recordedUpTo).toBe(2)
    kit.settle()
    expect([proposedText(kit.doc, proposal)?.toString(), ana.isSaved, ana.closed]).toEqual([
      'one two three',
      false,
      null,
    ])
    expect([ana.recordedUpTo, kit.events.filter(event => event.kind === 'resync').length]).toEqual([5, 1])
  })

  it('[RO8] that comes again so after it was asked for closes with 4422', () => {
    const kit = new RoomKit()
    const [ana, jun] = [kit.join('ana'), kit.join('jun')]
    const before = stateOf(kit, jun)
    const gap = updateBehindGap(ana.doc.clientID)
    ana.sendSync('update', gap).deliver()
    ana.sendSync('sync-step-2', gap).deliver()
    kit.settle()
    expect([ana.closed?.code, ana.refusal?.rule]).toEqual([closeCodes.refused, 'RO8'])
    expect(stateOf(kit, jun)).toEqual(before)
  })

  /** An update of this client whose predecessors nobody has got. */
  function updateBehindGap(client: number): Uint8Array {
    const doc = new Y.Doc()
    doc.clientID = client
    const emitted: Uint8Array[] = []
    doc.on('update', (bytes: Uint8Array) => emitted.push(bytes))
    for (let i = 0; i < 9; i++) doc.getMap('meta').set('a', i)
    return emitted.at(-1) as Uint8Array
  }

  it('[RO29] a command stands behind the frames of its sender that are missing, and runs when they came', () => {
    const kit = new RoomKit()
    const sam = kit.join('sam')
    blockText(sam.doc, 'B1').insert(0, 'Lost ')
    ;(sam.outgoing as Uint8Array[]).splice(0, 1)
    blockText(sam.doc, 'B1').insert(5, 'and found ')
    const command = breakCommand(sam.doc, 'B1', 15)
    sam.command(command).deliver()
    expect(kit.entries.length).toBe(1)
    kit.settle()
    expect(agreedWords(kit.doc).slice(0, 2)).toEqual(['Lost and found ', 'First agreed words.'])
    expect(sam.answerTo(command.id)).toMatchObject({ kind: 'done', seq: 3 })
    expectSameContent(sam.doc, kit.replayed())
  })
})

describe('what a room does not read', () => {
  it('[RO9][RL26] malformed frames change nothing and close with 4422', () => {
    const kit = new RoomKit({ limits: { maxRefusals: 10_000 } })
    const jun = kit.join('jun')
    const before = stateOf(kit, jun)
    const frames = [
      [],
      [0],
      [0, 9, 0],
      [0, 2, 5, 1],
      [1, 3, 1, 2],
      [2],
      [100, 2, 123, 125],
      [255, 255, 255],
      [0, 0, 1, 9],
    ]
    for (const bytes of frames) {
      const ana = kit.join('ana')
      ana.send(new Uint8Array(bytes))
      kit.settle()
      expect([bytes, ana.closed?.code]).toEqual([bytes, closeCodes.refused])
    }
    expect(stateOf(kit, jun)).toEqual(before)
  })

  it('[RL26] mutated frames of an honest client crash nothing, and the room equals its record', () => {
    const kit = new RoomKit({ limits: { maxRefusals: 100_000 }, seed: 26 })
    const jun = kit.join('jun')
    for (let round = 0; round < 120; round++) {
      const ana = kit.join('ana')
      const proposal = propose(ana.doc, `words of round ${round}`)
      proposedText(ana.doc, proposal)?.delete(0, 5)
      for (const frame of ana.outgoing as Uint8Array[])
        if (kit.random() < 0.7) frame[pickNumber(kit.random, frame.length)] = pickNumber(kit.random, 256)
      kit.settle()
      ana.offline()
      kit.clients.pop()
    }
    expectSameContent(kit.doc, kit.replayed())
    expectSameContent(jun.doc, kit.replayed())
    expect(agreedWords(kit.doc)).toEqual(['First agreed words.', 'Second agreed words.', 'Third.'])
    expect(kit.events.filter(event => event.kind === 'fault')).toEqual([])
  })

  it('[RO11][RL28] frames above the limit of their kind close with 4413, and nothing of them is kept', () => {
    const limits = {
      update: { ...updateLimits, maxUpdateBytes: 2_000 },
      step2: { ...step2Limits, maxUpdateBytes: 20_000 },
    }
    const kit = new RoomKit({ limits })
    const before = stateOf(kit)
    const large = new Uint8Array(2_001)
    const tries: [string, (client: RawClient) => void][] = [
      ['update', client => client.sendSync('update', large)],
      ['step 2', client => client.sendSync('sync-step-2', new Uint8Array(20_001))],
      ['step 1', client => client.sendSync('sync-step-1', large)],
      ['any frame', client => client.send(new Uint8Array(30_000))],
    ]
    for (const [name, send] of tries) {
      const ana = kit.join('ana')
      send(ana)
      kit.settle()
      expect([name, ana.closed?.code]).toEqual([name, closeCodes.tooLarge])
    }
    expect(stateOf(kit)).toEqual(before)
    expect(kit.room.presence()).toEqual([])
  })

  it('[RL28] a megabyte, missing predecessors, countless structs and deep nests are refused, and nothing waits for them', () => {
    const kit = new RoomKit({ limits: { maxRefusals: 100 } })
    const before = stateOf(kit)
    const tries: Record<string, (client: RawClient) => Uint8Array> = {
      megabyte: client => forge(client, doc => void propose(doc, 'x'.repeat(2 << 20))),
      structs: client =>
        forge(client, doc => {
          const { meta } = rootsOf(doc)
          for (let i = 0; i < 30_000; i++) meta.set('k', i)
        }),
      nest: client =>
        forge(client, doc => {
          const top = new Y.Map()
          doc.transact(() => {
            rootsOf(doc).proposals.set(freshId<string>(), top)
            for (let i = 0, at = top; i < 100; i++) at = at.set('changes', new Y.Map())
          })
        }),
    }
    for (const [name, make] of Object.entries(tries)) {
      const ana = kit.join('ana')
      ana.sendSync('update', make(ana))
      kit.settle()
      expect([name, (ana.closed?.code ?? 0) >= 4400]).toEqual([name, true])
    }
    expect(stateOf(kit)).toEqual(before)
    expect(contentOf(kit.doc).pending).toBe(false)
  })

  it('[RO28] a stock client is told nothing of ours, and may say nothing of ours', () => {
    const kit = new RoomKit()
    const stock = kit.join('ana', { stock: true })
    propose(stock.doc, 'from a stock client')
    kit.settle()
    expect([kit.entries.length, stock.closed]).toEqual([2, null])
    stock.say({ kind: 'command', command: breakCommand(stock.doc, 'B1', 1) })
    kit.settle()
    expect(stock.closed?.code).toBe(closeCodes.refused)
  })

  it('[RO14] reports and commands that no update or answer takes up do not pile up', () => {
    const kit = new RoomKit({ limits: { maxWaitingReports: 3, maxWaitingCommands: 2, maxRefusals: 10 } })
    const pair = { old: { c: 1, k: 0 }, now: { c: 1, k: 1 }, len: 1 }
    const ana = kit.join('ana')
    for (let i = 0; i < 4; i++) ana.say({ kind: 'redone', pairs: [pair] })
    kit.settle()
    expect([ana.closed?.code, ana.refusal?.rule]).toEqual([closeCodes.refused, 'RO14'])
    const sam = kit.join('sam')
    blockText(sam.doc, 'B1').insert(0, 'Lost ')
    ;(sam.outgoing as Uint8Array[]).splice(0, 1)
    blockText(sam.doc, 'B1').insert(5, 'and found ')
    for (let i = 0; i < 3; i++) sam.command(breakCommand(sam.doc, 'B2', 1))
    kit.settle()
    expect([sam.refusal?.rule, kit.entries.length]).toEqual(['RO14', 1])
  })
})

describe('a fault of the server’s own', () => {
  it('[RO10][RL27] updates that throw half-way: the text is what the record holds, the sender is refused, others go on', () => {
    const toss = { judge: false, add: false }
    const rules: typeof textRules = {
      ...textRules,
      judge: (doc, update, sender, bindings, limits, origin) => {
        if (!toss.judge) return textRules.judge(doc, update, sender, bindings, limits, origin)
        Y.applyUpdate(doc, update, origin)
        throw new Error('planned')
      },
      addToAccepted: (...args) => {
        textRules.addToAccepted(...args)
        if (toss.add) throw new Error('planned')
      },
    }
    const kit = new RoomKit({ rules, seed: 27, limits: { maxRefusals: 100_000, entriesPerSnapshot: 40 } })
    const jun = kit.join('jun')
    let thrown = 0
    for (let round = 0; round < 100; round++) {
      const ana = kit.join('ana')
      if (kit.random() < 0.2) kit.log.hold()
      propose(ana.doc, `round ${round}`, { off: pickNumber(kit.random, 19) })
      ana.deliver()
      toss.judge = kit.random() < 0.3
      toss.add = !toss.judge && kit.random() < 0.3
      const isThrown = toss.judge || toss.add
      if (isThrown) thrown += 1
      propose(ana.doc, 'perhaps', { off: pickNumber(kit.random, 19) })
      ana.deliver()
      expect(kit.events.filter(event => event.kind === 'rebuilt')).toHaveLength(thrown)
      toss.judge = toss.add = false
      kit.log.release()
      kit.settle()
      expect([ana.closed?.code, ana.refusal?.rule]).toEqual(
        isThrown ? [closeCodes.refused, 'RO10'] : [undefined, undefined],
      )
      ana.offline()
      kit.clients.pop()
    }
    expect(thrown).toBeGreaterThan(30)
    expectSameContent(kit.doc, kit.replayed())
    expectSameContent(jun.doc, kit.doc)
    expect(kit.entries.length).toBe(1 + 200 - thrown)
  })

  it('[RO10] a command that throws is answered as a fault and changes nothing', () => {
    const rules: typeof textRules = {
      ...textRules,
      runCommand: doc => {
        blockText(doc, 'B1').delete(0, 5)
        throw new Error('planned')
      },
    }
    const kit = new RoomKit({ rules })
    const sam = kit.join('sam')
    const command = breakCommand(sam.doc, 'B1', 5)
    const before = contentOf(kit.doc)
    sam.command(command)
    kit.settle()
    expect(sam.answerTo(command.id)).toMatchObject({ kind: 'refused', code: 'internal', rule: 'RO10' })
    expect([contentOf(kit.doc), sam.closed]).toEqual([before, null])
  })

  it('[RO10] a refused command that wrote all the same, and a verdict that spoiled the text, are undone from the record', () => {
    let isSpoiling = false
    const rules: typeof textRules = {
      ...textRules,
      judge: (...args) => {
        if (!isSpoiling) return textRules.judge(...args)
        args[0].getMap('meta').set('title', 'spoiled')
        return { kind: 'refused', rule: 'GU61', reason: 'planned', spoiled: true }
      },
      runCommand: doc => {
        doc.getMap('meta').set('title', 'spoiled')
        return { kind: 'refused', code: 'refused', rule: 'RG1', reason: 'planned' }
      },
    }
    const kit = new RoomKit({ rules })
    const sam = kit.join('sam')
    propose(sam.doc, 'words')
    kit.settle()
    sam.command(breakCommand(sam.doc, 'B1', 5))
    kit.settle()
    expectSameContent(kit.doc, kit.replayed())
    isSpoiling = true
    propose(sam.doc, 'more words')
    kit.settle()
    expect(sam.refusal?.rule).toBe('GU61')
    expectSameContent(kit.doc, kit.replayed())
  })

  it('[RO19] who reads on the server cannot write', async () => {
    const kit = new RoomKit()
    const before = contentOf(kit.doc)
    await expect(kit.room.read(doc => doc.getMap('meta').set('title', 'mine'))).rejects.toThrow('wrote')
    expect(contentOf(kit.doc)).toEqual(before)
  })
})

describe('a flood', () => {
  it('[RO30] of updates waits its turn while others are served, and is taken in full', () => {
    const kit = new RoomKit({ limits: { frameBurst: 100, framesPerSecond: 200 } })
    const [ana, jun] = [kit.join('ana'), kit.join('jun')]
    const proposal = propose(ana.doc, 'x')
    for (let i = 0; i < 499; i++) proposedText(ana.doc, proposal)?.insert(0, 'y')
    ana.deliver()
    expect(kit.entries.length + kit.log.underWay).toBe(1 + 98)
    propose(jun.doc, 'meanwhile')
    kit.flush(jun)
    expect([jun.isSaved, ana.isSaved]).toEqual([true, false])
    kit.advance(1_000)
    expect(kit.entries.length).toBe(1 + 98 + 1 + 200)
    kit.advance(2_000)
    kit.settle()
    expect([ana.isSaved, ana.closed, proposedText(jun.doc, proposal)?.length]).toEqual([true, null, 500])
  })

  it('[RO30] larger than what may wait closes with 4503, and what waited is not read', () => {
    const kit = new RoomKit({ limits: { frameBurst: 5, framesPerSecond: 1, maxWaitingBytes: 1_000 } })
    const ana = kit.join('ana')
    for (let i = 0; i < 20; i++) propose(ana.doc, 'many words '.repeat(10))
    kit.settle()
    expect(ana.closed?.code).toBe(closeCodes.tryAgain)
    const entries = kit.entries.length
    kit.advance(60_000)
    expect(kit.entries.length).toBe(entries)
  })
})

it('[RO11] an honest client stays below the limits of a room', () => {
  expect(defaultLimits.update).toBe(updateLimits)
  expect(defaultLimits.step2).toBe(step2Limits)
})
