/** What people do: each operation takes a client and does one thing with it, at random. */
import { proposeBracket } from '../../shared/intent/brackets.ts'
import { changeBlock, proposeBlocks, switchOff } from '../../shared/intent/blocks.ts'
import { editBlock } from '../../shared/intent/edit-block.ts'
import { formatBlock } from '../../shared/intent/formats.ts'
import { type Content, owns, plainContent } from '../../shared/intent/writer.ts'
import type { ComposedBlock } from '../../shared/compose/compose.ts'
import { lengthOf } from '../../shared/compose/run.ts'
import type { BlockId, HostId } from '../../shared/ids.ts'
import { keyBetween } from '../../shared/text/order.ts'
import type { SimClient } from './client.ts'
import type { Random } from './random.ts'

type Operation = (client: SimClient, random: Random) => void

function someBlock(client: SimClient, random: Random): ComposedBlock | null {
  const { blocks } = client.live
  return blocks.length ? random.pick(blocks) : null
}

function letters(client: SimClient, random: Random): string {
  const alphabet = client.isSecretary ? 'STUV' : `${client.party.toLowerCase()}0123`
  return Array.from({ length: 1 + random.below(3) }, () => random.pick([...alphabet])).join('')
}

function edit(
  client: SimClient,
  block: ComposedBlock,
  from: number,
  to: number,
  content: readonly Content[],
): void {
  editBlock(client.live.model, client.writer, { block, from, to, content }, ends => client.announce(ends))
  client.live.update()
}

const type: Operation = (client, random) => {
  const block = someBlock(client, random)
  if (!block) return
  const at = random.below(lengthOf(block.runs) + 1)
  edit(client, block, at, at, plainContent(letters(client, random)))
}

const remove: Operation = (client, random) => {
  const block = someBlock(client, random)
  if (!block) return
  const from = random.below(lengthOf(block.runs) + 1)
  edit(client, block, from, Math.min(lengthOf(block.runs), from + random.below(7)), [])
}

const replace: Operation = (client, random) => {
  const block = someBlock(client, random)
  if (!block) return
  const from = random.below(lengthOf(block.runs) + 1)
  edit(
    client,
    block,
    from,
    Math.min(lengthOf(block.runs), from + random.below(9)),
    plainContent(letters(client, random)),
  )
}

const breakOrNote: Operation = (client, random) => {
  const block = someBlock(client, random)
  if (!block || client.isDirect || block.kind === 'note') return
  const at = random.below(lengthOf(block.runs) + 1)
  edit(
    client,
    block,
    at,
    at,
    random.next() < 0.5 ? [{ kind: 'split' }] : [{ kind: 'note', body: letters(client, random) }],
  )
}

const newBlocks: Operation = (client, random) => {
  const block = someBlock(client, random)
  if (!block || client.isDirect || block.kind === 'note') return
  const words = random.next() < 0.5 ? ['nb'] : ['x', 'yy']
  const blocks = words.map(text => ({
    kind: 'paragraph' as const,
    level: 0,
    label: null,
    words: [{ text, marks: null }],
  }))
  proposeBlocks(client.live.model, client.writer, block.id, blocks)
  client.live.update()
}

const bracket: Operation = (client, random) => {
  const { blocks } = client.live
  if (!blocks.length || client.isDirect) return
  const i = random.below(blocks.length)
  const j = Math.min(blocks.length - 1, i + random.below(3))
  const [from, to] = [blocks[i] as ComposedBlock, blocks[j] as ComposedBlock]
  if (from.kind === 'note' || to.kind === 'note') return
  const a = random.below(lengthOf(from.runs) + 1)
  const low = i === j ? a : 0
  const b = low + random.below(lengthOf(to.runs) - low + 1)
  proposeBracket(client.live.model, client.writer, { block: from, pos: a }, { block: to, pos: b })
  client.live.update()
}

const wholeBlock: Operation = (client, random) => {
  const agreed = client.live.blocks.filter(block => client.live.model.hosts.get(block.id)?.kind === 'block')
  if (!agreed.length || client.isDirect) return
  const block = random.pick(agreed).id as string as BlockId
  const { model } = client.live
  const fields = random.pick([
    { kind: 'deleteBlock' as const, block },
    {
      kind: 'moveBlock' as const,
      block,
      order: keyBetween(random.next() < 0.5 ? null : orderOf(client, random.pick(agreed).id), null),
    },
    { kind: 'relabel' as const, block, label: `${random.below(9)} bis` },
    { kind: 'retype' as const, block, blockKind: 'heading' as const, level: 1 },
    { kind: 'join' as const, block },
  ])
  changeBlock(model, client.writer, fields)
  client.live.update()
}

function orderOf(client: SimClient, id: HostId): string {
  return client.live.model.roots.blocks.get(id)?.get('order') as string
}

const format: Operation = (client, random) => {
  const block = someBlock(client, random)
  if (!block) return
  const from = random.below(lengthOf(block.runs) + 1)
  const to = Math.min(lengthOf(block.runs), from + random.below(6))
  formatBlock(
    client.live.model,
    client.writer,
    block,
    { from, to },
    { key: random.pick(['strong', 'em'] as const), value: true },
  )
  client.live.update()
}

const takeBack: Operation = (client, random) => {
  const own = [...client.live.model.changes.values()].filter(
    change => change.map.get('on') === true && owns(client.live.model, client.writer, change),
  )
  if (!own.length) return
  switchOff(client.live.model, random.pick(own))
  client.live.update()
}

const undo: Operation = (client, random) => {
  if (random.next() < 0.65) client.undo()
  else client.redo()
}

const sitting: Operation = client => client.newSitting()

const table: readonly [number, Operation][] = [
  [40, type],
  [18, remove],
  [9, replace],
  [4, breakOrNote],
  [5, newBlocks],
  [5, bracket],
  [5, wholeBlock],
  [4, format],
  [2, takeBack],
  [10, undo],
  [4, sitting],
]

/** Does one thing that people do, chosen by weight. */
export function doSomething(client: SimClient, random: Random): void {
  let at = random.below(table.reduce((sum, [weight]) => sum + weight, 0))
  for (const [weight, operation] of table) {
    at -= weight
    if (at < 0) return operation(client, random)
  }
}
