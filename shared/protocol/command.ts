/**
 * Commands: what only the server writes (structure of agreed text, brackets, decisions). One strict schema a kind.
 * The same `id` sent twice gets the same answer and acts once. Ids of what is made are chosen by the client.
 */
import { z } from 'zod/mini'
import type { BlockId, BracketId, ChangeId, CommandId, NoteId, PartyId, ProposalId } from '../ids.ts'
import { isLabelText } from '../rules/limits.ts'
import { blockKinds, maxLevel } from '../text/roots.ts'
import { anchorSchema, idSchema } from './id-schemas.ts'

/** Longest reason, words, note or new block, in UTF-16 units. */
export const maxWordsLength = 200_000
const maxStructureParts = 20_000

const block = idSchema<BlockId>()
const bracket = idSchema<BracketId>()
const note = idSchema<NoteId>()
const proposal = idSchema<ProposalId>()
const party = idSchema<PartyId>()
const blockKind = z.enum(blockKinds)
const level = z.int().check(z.nonnegative(), z.maximum(maxLevel))
const label = z.string().check(z.refine(isLabelText))
const words = z.string().check(z.maxLength(maxWordsLength))
/** Hash of the preview that the decider saw; the server computes it anew. */
const previewHash = z.string().check(z.regex(/^[0-9a-f]{16,128}$/))
const parts = <T extends z.core.SomeType>(item: T) => z.array(item).check(z.maxLength(maxStructureParts))

/** What every command carries: its id, and in people's words why (`reason`) and what was said (`words`). */
const common = {
  id: idSchema<CommandId>(),
  reason: z.exactOptional(words),
  words: z.exactOptional(words),
}

const breakSchema = z.strictObject({ at: anchorSchema, id: block, kind: blockKind })
const kindSchema = z.strictObject({ block, kind: blockKind, level })

/** Breaks and joins of agreed text and changes of block kind, in one act. Two breaks at one place: the second stands at the first one's start. */
export const structureCommand = z.strictObject({
  ...common,
  kind: z.literal('structure'),
  breaks: parts(breakSchema),
  /** Each block is joined with its predecessor; one joined already is done. */
  joins: parts(block),
  kinds: parts(kindSchema),
})

/** Sets the printed number of a block; an empty label takes it away. */
export const labelCommand = z.strictObject({
  ...common,
  kind: z.literal('label'),
  block,
  label,
})

/** A footnote in agreed text: reference and body in one act. The id of a removed note brings it back. */
export const insertNoteCommand = z.strictObject({
  ...common,
  kind: z.literal('insert-note'),
  at: anchorSchema,
  note,
  text: words,
})

/** Takes the reference of a footnote away; its body is kept. */
export const removeNoteCommand = z.strictObject({ ...common, kind: z.literal('remove-note'), note })

/** Takes a block out of agreed text; it is kept as gone. */
export const deleteBlockCommand = z.strictObject({ ...common, kind: z.literal('delete-block'), block })

/** Puts a block behind another; `after` null: first. */
export const moveBlockCommand = z.strictObject({
  ...common,
  kind: z.literal('move-block'),
  block,
  after: z.nullable(block),
})

/** A new block of agreed text behind another (`after` null: first). The id of a gone block brings it back with its words. */
export const newBlockCommand = z.strictObject({
  ...common,
  kind: z.literal('new-block'),
  block,
  after: z.nullable(block),
  blockKind,
  level,
  label: z.exactOptional(label),
  text: words,
})

/** Square brackets around agreed text. */
export const wrapBracketCommand = z.strictObject({
  ...common,
  kind: z.literal('wrap-bracket'),
  bracket,
  open: anchorSchema,
  close: anchorSchema,
})

/** Reserves a proposal's id before its first word: holder is the party it is entered for. */
export const reserveCommand = z.strictObject({
  ...common,
  kind: z.literal('reserve'),
  proposal,
  onBehalfOf: party,
})

const decided = {
  proposal,
  previewHash,
  /** Only these changes; the rest of the proposal stays open. */
  changes: z.exactOptional(parts(idSchema<ChangeId>())),
  /** Proposals that hang on this one, adopted in the same act. */
  together: z.exactOptional(parts(proposal)),
}

/** Makes a proposal agreed text. The decider saw the preview whose hash is given. */
export const adoptCommand = z.strictObject({ ...common, kind: z.literal('adopt'), ...decided })

/** Adopts a proposal with the decider's own, linked to it: an open proposal, or plain words in place of the proposal's. */
export const adoptAsAmendedCommand = z.strictObject({
  ...common,
  kind: z.literal('adopt-as-amended'),
  ...decided,
  amendedBy: z.union([
    z.strictObject({ kind: z.literal('proposal'), proposal }),
    z.strictObject({ kind: z.literal('words'), words }),
  ]),
})

/** Closes a proposal without taking it into the text. */
export const notRetainCommand = z.strictObject({ ...common, kind: z.literal('not-retain'), proposal })

/** Closes a proposal by its holder's own hand. */
export const withdrawCommand = z.strictObject({ ...common, kind: z.literal('withdraw'), proposal })

/** Takes a pair of brackets away: the words between are agreed. */
export const liftBracketCommand = z.strictObject({ ...common, kind: z.literal('lift-bracket'), bracket })

/** Records that a bracket, or a proposal, was looked at and stays open. */
export const keepInBracketsCommand = z.strictObject({
  ...common,
  kind: z.literal('keep-in-brackets'),
  target: z.union([
    z.strictObject({ kind: z.literal('bracket'), bracket }),
    z.strictObject({ kind: z.literal('proposal'), proposal }),
  ]),
})

/** Any command. */
export const commandSchema = z.discriminatedUnion('kind', [
  structureCommand,
  labelCommand,
  insertNoteCommand,
  removeNoteCommand,
  deleteBlockCommand,
  moveBlockCommand,
  newBlockCommand,
  wrapBracketCommand,
  reserveCommand,
  adoptCommand,
  adoptAsAmendedCommand,
  notRetainCommand,
  withdrawCommand,
  liftBracketCommand,
  keepInBracketsCommand,
])

export type Command = z.infer<typeof commandSchema>
export type CommandKind = Command['kind']
/** The command of one kind. */
export type CommandOf<K extends CommandKind> = Extract<Command, { kind: K }>

/** The names of all kinds, as they stand on the wire and in the record. */
export const commandKinds = commandSchema.def.options.map(
  option => option.def.shape.kind.def.values[0],
) as CommandKind[]

/** The command, or null when `value` is not one: an unknown kind, a field too many, a value of another form. */
export function parseCommand(value: unknown): Command | null {
  const result = commandSchema.safeParse(value)
  return result.success ? result.data : null
}
