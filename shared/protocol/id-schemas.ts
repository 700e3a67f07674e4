/** Schemas of the small values that messages are made of. */
import { z } from 'zod/mini'
import { isId, maxIdLength } from '../ids.ts'
import type { Anchor, TextAnchor } from '../text/anchor.ts'

const idForm = /^[0-9A-Za-z][0-9A-Za-z._~-]*$/

/** An id of the brand `T`: the form is checked, the brand is taken on trust of the field's name. */
export function idSchema<T extends string>(): z.ZodMiniType<T, T> {
  const schema = z.string().check(z.maxLength(maxIdLength), z.regex(idForm), z.refine(isId))
  return schema as unknown as z.ZodMiniType<T, T>
}

/** A clock or a count: a whole number from 0 that JavaScript holds exactly. */
export const clockSchema = z.int().check(z.nonnegative())

/** A Yjs client id. */
export const clientSchema = z.int().check(z.nonnegative(), z.maximum(0xffffffff))

const hostId = idSchema<TextAnchor['h']>()
const charAnchorSchema = z.strictObject({ h: hostId, c: clientSchema, k: clockSchema, s: z.literal([-1, 1]) })
const startAnchorSchema = z.strictObject({ h: hostId, s: z.literal(-1) })
const glyphAnchorSchema = z.strictObject({ g: idSchema<never>(), end: z.enum(['open', 'close']), h: hostId })

/** A place at a character or at a host's start. */
export const textAnchorSchema: z.ZodMiniType<TextAnchor, TextAnchor> = z.union([
  charAnchorSchema,
  startAnchorSchema,
])

/** Any place: `TextAnchor`, or directly after a drawn bracket. */
export const anchorSchema: z.ZodMiniType<Anchor, Anchor> = z.union([
  charAnchorSchema,
  startAnchorSchema,
  glyphAnchorSchema,
])
