/** Commands on the structure of agreed text: breaks, joins, kinds, labels, blocks, notes, brackets. */
import type * as Y from 'yjs'
import type { HostId } from '../../shared/ids.ts'
import { isGlyphAnchor, type TextAnchor } from '../../shared/text/anchor.ts'
import { anchorAfter, anchorBefore, insertEmbed, insertText, piecesOf } from '../../shared/text/items.ts'
import { keyBetween } from '../../shared/text/order.ts'
import { addBlock, addNote, type BlockMap, textOf, type WrittenEnd } from '../../shared/text/roots.ts'
import type { CommandOf } from '../../shared/protocol/command.ts'
import { compare, type Place } from '../../shared/compose/model.ts'
import { lastNoteOrder } from './adopt.ts'
import type { Hand } from './hand.ts'
import { type CommandResult, done, refusal } from './result.ts'
import { agreedPlace, joinBlock, splitBlock } from './structure.ts'

/** Breaks, joins and kinds in one act. A break whose place is gone is left out; a join of a block joined already is done. */
export function runStructure(hand: Hand, command: CommandOf<'structure'>): CommandResult {
  const asked = new Set<string>()
  for (const { id } of command.breaks) {
    const isJoined = hand.block(id)?.get('gone') === 'join'
    if (asked.has(id) || (!isJoined && isTaken(hand, id))) return taken(id)
    asked.add(id)
  }
  for (const id of inOrder(hand, command.joins)) joinBlock(hand, id)
  const made: string[] = []
  for (const { at, id, kind } of command.breaks) {
    const place = agreedPlace(hand.model, at)
    if (!place || !isStandingBlock(hand, place.host)) continue
    splitBlock(hand, place.host, place.off, { id: id as string as HostId, kind })
    made.push(id)
  }
  for (const { block, kind, level } of command.kinds) {
    const map = hand.block(block)
    map?.set('kind', kind)
    map?.set('level', level)
  }
  const leftOut = command.breaks.map(each => each.id as string).filter(id => !made.includes(id))
  return done({ breaks: made, joins: command.joins, kinds: command.kinds }, made, leftOut)
}

/** Those of the blocks that stand, as they follow each other: joined from the first on, each word moves once. */
function inOrder(hand: Hand, joins: readonly string[]): HostId[] {
  const wanted = new Set(joins)
  return hand
    .ordered(false)
    .map(block => block.id)
    .filter(id => wanted.has(id))
}

/** True for an id that a host bears, or that only a part of a proposal may bear: those hold dots. */
function isTaken(hand: Hand, id: string): boolean {
  return id.includes('.') || hand.model.hosts.has(id)
}

function taken(id: string): CommandResult {
  return refusal('refused', 'RG2', `The id ${id} is taken.`)
}

function isStandingBlock(hand: Hand, id: string): boolean {
  const block = hand.block(id)
  return block !== undefined && block.get('gone') === undefined
}

/** The standing block of an id, or null. */
function standing(hand: Hand, id: string): BlockMap | null {
  return isStandingBlock(hand, id) ? (hand.block(id) as BlockMap) : null
}

const noBlock = refusal('not-found', 'RG2', 'There is no such block in the text.')

/** Sets or takes away the printed number of a block. */
export function runLabel(hand: Hand, command: CommandOf<'label'>): CommandResult {
  const block = standing(hand, command.block)
  if (!block) return noBlock
  const before = block.get('label') as string | null
  block.set('label', command.label || null)
  return done({ block: command.block, before, label: command.label || null })
}

/** Deletes a block of agreed text; it stays in the document as gone. */
export function runDeleteBlock(hand: Hand, command: CommandOf<'delete-block'>, act: string): CommandResult {
  const block = standing(hand, command.block)
  if (!block) return noBlock
  block.set('gone', { act })
  return done({ block: command.block, words: textOf(block)?.toString() ?? '' })
}

/** Puts a block behind another, or first. */
export function runMoveBlock(hand: Hand, command: CommandOf<'move-block'>): CommandResult {
  const block = standing(hand, command.block)
  if (!block || (command.after !== null && !standing(hand, command.after))) return noBlock
  if (command.after !== command.block) block.set('order', hand.orderAfter(command.after))
  return done({ block: command.block, after: command.after })
}

/** A new block, or a gone one that lives again. */
export function runNewBlock(hand: Hand, command: CommandOf<'new-block'>): CommandResult {
  if (command.after !== null && !hand.block(command.after)) return noBlock
  const old = hand.block(command.block)
  if (old) return reviveBlock(old, command)
  if (isTaken(hand, command.block)) return taken(command.block)
  const { block: id, blockKind: kind, level, label = '', text } = command
  const map = addBlock(hand.model.roots.blocks, id, {
    order: hand.orderAfter(command.after),
    kind,
    level,
    label: label || null,
  })
  if (text) insertText(textOf(map) as Y.Text, 0, text, null)
  return done({ block: id, after: command.after, words: text }, [id])
}

function reviveBlock(block: BlockMap, command: CommandOf<'new-block'>): CommandResult {
  const gone = block.get('gone')
  if (gone === undefined || gone === 'join')
    return refusal('refused', 'RG2', `The block ${command.block} stands.`)
  block.delete('gone')
  return done({ block: command.block, revived: true, words: textOf(block)?.toString() ?? '' }, [
    command.block,
  ])
}

/** A footnote: reference and body in one act. The id of a note without a reference brings its body back. */
export function runInsertNote(hand: Hand, command: CommandOf<'insert-note'>): CommandResult {
  const place = agreedPlace(hand.model, command.at)
  const text = place && hand.model.hosts.get(place.host)?.text
  if (!place || !text || hand.model.hosts.get(place.host)?.kind !== 'block')
    return refusal('not-found', 'RG9', 'The place of the footnote is gone.')
  const { footnotes } = hand.model.roots
  const known = footnotes.get(command.note)
  if (known ? referenceOf(hand, command.note) : isTaken(hand, command.note)) return taken(command.note)
  if (!known) {
    const body = textOf(
      addNote(footnotes, command.note, { order: lastNoteOrder(hand), label: null }),
    ) as Y.Text
    if (command.text) insertText(body, 0, command.text, null)
  }
  insertEmbed(text, place.off, { footnote: command.note })
  return done({ note: command.note, block: place.host, words: command.text }, [command.note])
}

/** Takes the reference of a note away; the body is kept. */
export function runRemoveNote(hand: Hand, command: CommandOf<'remove-note'>): CommandResult {
  const found = referenceOf(hand, command.note)
  if (!found) return refusal('not-found', 'RG9', 'No place in the text refers to this footnote.')
  found.text.delete(found.off, 1)
  const words = textOf(hand.model.roots.footnotes.get(command.note))?.toString() ?? ''
  return done({ note: command.note, block: found.block, words })
}

function referenceOf(hand: Hand, note: string): { text: Y.Text; off: number; block: HostId } | null {
  for (const { id, block } of hand.ordered(false)) {
    const text = textOf(block)
    const piece =
      text && piecesOf(text).find(p => p.embed !== null && 'footnote' in p.embed && p.embed.footnote === note)
    if (text && piece) return { text, off: piece.off, block: id }
  }
  return null
}

/** Square brackets around agreed text by the secretariat's hand; no holder is named. */
export function runWrapBracket(hand: Hand, command: CommandOf<'wrap-bracket'>): CommandResult {
  const { brackets, register } = hand.model.roots
  if (brackets.has(command.bracket) || register.has(command.bracket) || command.bracket.includes('.'))
    return taken(command.bracket)
  const open = agreedPlace(hand.model, command.open)
  const close = agreedPlace(hand.model, command.close)
  if (!open || !close) return refusal('not-found', 'RG9', 'The place of the bracket is gone.')
  const ends = endsOf(hand, command, open, close)
  brackets.set(command.bracket, ends)
  register.set(command.bracket, { kind: 'bracket', holder: null, state: 'standing' })
  return done({ bracket: command.bracket }, [command.bracket])
}

/** The ends as asked for, with order keys that put the pair around glyphs that stand between its places, and inside of others. */
function endsOf(
  hand: Hand,
  command: CommandOf<'wrap-bracket'>,
  open: Place,
  close: Place,
): { open: WrittenEnd; close: WrittenEnd } {
  const isEmpty = open.host === close.host && open.off === close.off
  const openAt =
    isGlyphAnchor(command.open) || isEmpty
      ? textAnchor(hand, isEmpty ? close : open, isEmpty ? -1 : 1)
      : command.open
  const closeAt = isGlyphAnchor(command.close) ? textAnchor(hand, close, -1) : command.close
  const openOrd = orderAt(hand, openAt, isGlyphAnchor(command.open) ? command.open : null)
  const closeOrd = isEmpty
    ? keyBetween(openOrd, null)
    : orderAt(hand, closeAt, isGlyphAnchor(command.close) ? command.close : null)
  return {
    open: { at: openAt, ord: openOrd, written: '[' },
    close: { at: closeAt, ord: closeOrd, written: ']' },
  }
}

function textAnchor(hand: Hand, place: Place, side: -1 | 1): TextAnchor {
  const text = hand.model.hosts.get(place.host)?.text as Y.Text
  return side === 1 ? anchorBefore(place.host, text, place.off) : anchorAfter(place.host, text, place.off)
}

/** An order key among the glyphs at one place: after the named glyph, or before all. */
function orderAt(hand: Hand, at: TextAnchor, after: { g: string; end: 'open' | 'close' } | null): string {
  const here = hand.model.resolve(at)
  const orders: string[] = []
  for (const bracket of here ? hand.model.bracketsIn(here.host) : [])
    for (const end of ['open', 'close'] as const) {
      const bound = hand.model.endOf(bracket, end)
      const place = hand.model.resolve(bound.at)
      if (place && place.raw === here?.raw && place.side === here.side) orders.push(bound.ord)
    }
  orders.sort(compare)
  const named = after && hand.model.brackets.get(after.g)
  const low = named && after ? hand.model.endOf(named, after.end).ord : null
  return keyBetween(low, orders.find(ord => low === null || ord > low) ?? null)
}
