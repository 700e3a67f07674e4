/** One message of every kind, both ways, and the bytes of one frame of every kind. */
import * as encoding from 'lib0/encoding'
import type { CommandId, ProposalId } from '../../shared/ids.ts'
import type { Command } from '../../shared/protocol/command.ts'
import { parseCommand } from '../../shared/protocol/command.ts'
import { ownMessageType, renderOwnFrame, renderYjsFrame } from '../../shared/protocol/frame.ts'
import type { ClientMessage, ServerMessage } from '../../shared/protocol/messages.ts'

export const command: Command = {
  id: 'c1' as CommandId,
  kind: 'withdraw',
  proposal: 'p1' as ProposalId,
  reason: 'why',
}

const at = { h: 'b1', c: 7, k: 3, s: -1 }
const hash = '00'.repeat(32)

const commandsAsJson = [
  {
    kind: 'structure',
    breaks: [{ at, id: 'b2', kind: 'item' }],
    joins: ['b3'],
    kinds: [{ block: 'b1', kind: 'heading', level: 2 }],
  },
  { kind: 'label', block: 'b1', label: '7 bis' },
  { kind: 'insert-note', at: { g: 'k1', end: 'close', h: 'b1' }, note: 'n1', text: 'See Annex.' },
  { kind: 'remove-note', note: 'n1' },
  { kind: 'delete-block', block: 'b1' },
  { kind: 'move-block', block: 'b1', after: null },
  { kind: 'new-block', block: 'b9', after: 'b1', blockKind: 'paragraph', level: 0, label: '9', text: 'New.' },
  { kind: 'wrap-bracket', bracket: 'k1', open: at, close: { h: 'b1', s: -1 } },
  { kind: 'reserve', proposal: 'p1', onBehalfOf: 'BR' },
  { kind: 'adopt', proposal: 'p1', previewHash: hash, changes: ['p1.c1'], together: ['p2'] },
  {
    kind: 'adopt-as-amended',
    proposal: 'p1',
    previewHash: hash,
    amendedBy: { kind: 'words', words: 'shall' },
  },
  { kind: 'not-retain', proposal: 'p1' },
  { kind: 'withdraw', proposal: 'p1' },
  { kind: 'lift-bracket', bracket: 'k1' },
  { kind: 'keep-in-brackets', target: { kind: 'proposal', proposal: 'p1' } },
]

/** One valid command of every kind, with reason and words. */
export const commands: Command[] = commandsAsJson.map(value => {
  const parsed = parseCommand({ id: 'c1', reason: 'because', words: 'as said', ...value })
  if (parsed === null) throw new Error(`not a command: ${value.kind}`)
  return parsed
})

export const own: { client: ClientMessage[]; server: ServerMessage[] } = {
  client: [
    { kind: 'redone', pairs: [{ old: { c: 1, k: 2 }, now: { c: 1, k: 9 }, len: 3 }] },
    {
      kind: 'place',
      ends: [{ bracket: 'k1' as never, end: 'open', at: { h: 'b1' as never, s: -1 }, ord: 'a0' }],
    },
    ...commands.map(each => ({ kind: 'command' as const, command: each })),
  ],
  server: [
    { kind: 'recorded', upTo: 3, seq: 12, head: hash },
    { kind: 'refused', rule: 'GU7', reason: 'text of another party' },
    { kind: 'notice', code: 'late', about: 'p1' },
    { kind: 'notice', code: 'not-saved' },
    { kind: 'answer', answer: { id: command.id, kind: 'done', seq: 4, made: ['b2'], leftOut: [] } },
    {
      kind: 'answer',
      answer: {
        id: command.id,
        kind: 'refused',
        code: 'changed',
        rule: 'PP9',
        reason: 'preview',
        previewHash: hash,
        depends: [],
      },
    },
  ],
}

/** A frame with any JSON text in it. */
export function ownJson(json: string): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, ownMessageType)
  encoding.writeVarString(encoder, json)
  return encoding.toUint8Array(encoder)
}

/** `frame` with more bytes behind its end. */
export function withBytes(frame: Uint8Array, ...more: number[]): Uint8Array {
  return new Uint8Array([...frame, ...more])
}

export const bytesOfFrames: Uint8Array[] = [
  renderYjsFrame({ kind: 'sync-step-1', stateVector: new Uint8Array([1, 2]) }),
  renderYjsFrame({ kind: 'sync-step-2', update: new Uint8Array(200) }),
  renderYjsFrame({ kind: 'update', update: new Uint8Array([0, 0]) }),
  renderYjsFrame({ kind: 'awareness', update: new Uint8Array([1, 5, 1, 2, 123, 125]) }),
  renderYjsFrame({ kind: 'query-awareness' }),
  ...own.client.map(renderOwnFrame),
]
