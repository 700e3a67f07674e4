/** Texts: list, import, faults, export. */
import { z } from 'zod/mini'
import type { BlockId, NoteId, PersonId, TextId } from '../ids.ts'
import { clockSchema, idSchema } from '../protocol/id-schemas.ts'

export const textFormats = ['markdown', 'text'] as const
export type TextFormat = (typeof textFormats)[number]

export const exportViews = ['everything', 'clean', 'printed'] as const
export const nameStyles = ['off', 'initials', 'full'] as const

export const textParams = z.strictObject({ text: idSchema<TextId>() })

export const textSummary = z.strictObject({
  id: idSchema<TextId>(),
  title: z.string(),
  /** BCP 47, such as `en`. */
  language: z.string(),
  createdAt: clockSchema,
})

export type TextSummary = z.infer<typeof textSummary>

export const textList = z.strictObject({ texts: z.array(textSummary) })

/** A text as its page needs it before the socket opens. */
export const textMeta = z.strictObject({
  ...textSummary.shape,
  schema: clockSchema,
  epoch: z.string(),
  /** Last entry of the record that is durable; 0: none. */
  seq: clockSchema,
  /** Hash of that entry, in hex. */
  head: z.string(),
})

export type TextMeta = z.infer<typeof textMeta>

/** The file itself is the body of the request, byte for byte. */
export const importQuery = z.strictObject({
  title: z.string().check(z.trim(), z.minLength(1), z.maxLength(500)),
  format: z.enum(textFormats),
  language: z._default(z.string().check(z.regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/)), 'en'),
})

/** A bracket without a partner. */
export const unmatchedBracket = z.strictObject({
  /** UTF-16 units from the start of the file. */
  offset: clockSchema,
  char: z.string(),
})

export const importReport = z.strictObject({
  textId: idSchema<TextId>(),
  blocks: clockSchema,
  notes: clockSchema,
  bracketPairs: clockSchema,
  unmatched: z.array(unmatchedBracket),
})

export type ImportReport = z.infer<typeof importReport>

/** What needs an eye in the agreed text as it stands now. */
export const faultList = z.strictObject({
  faults: z.array(
    z.strictObject({
      /** For programs: `bracket-unmatched`, `note-without-body` ... */
      code: z.string(),
      /** For people, in English. */
      message: z.string(),
      /** The bracket itself for a fault of a bracket. */
      char: z.nullable(z.string()),
      /** UTF-16 units from the start of the clean export in the text's own format. */
      offset: clockSchema,
      block: z.nullable(idSchema<BlockId>()),
      note: z.nullable(idSchema<NoteId>()),
    }),
  ),
})

export type FaultList = z.infer<typeof faultList>

export const exportQuery = z.strictObject({
  as: z._default(z.enum(textFormats), 'text'),
  view: z._default(z.enum(exportViews), 'everything'),
  names: z._default(z.enum(nameStyles), 'off'),
})

export type ExportOptions = z.infer<typeof exportQuery>

/** A person as others see them. */
export const personView = z.strictObject({ id: idSchema<PersonId>(), name: z.string() })
