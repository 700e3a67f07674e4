/** Parties of the body: who speaks, and how they are shown. */
import { z } from 'zod/mini'
import type { PartyId } from '../ids.ts'
import { idSchema } from '../protocol/id-schemas.ts'

export const partyKinds = ['member', 'observer', 'drafting-group', 'secretariat'] as const
export type PartyKind = (typeof partyKinds)[number]

export const party = z.strictObject({
  id: idSchema<PartyId>(),
  kind: z.enum(partyKinds),
  /** Full name in both languages of the body. */
  name: z.strictObject({ en: z.string(), fr: z.string() }),
  /** As it stands in printed brackets: "BR". */
  initials: z.string(),
  /** 1 to 12, a place in the palette. */
  colour: z.int().check(z.minimum(1), z.maximum(12)),
})

export type PartyView = z.infer<typeof party>

export const partyList = z.strictObject({ parties: z.array(party) })
