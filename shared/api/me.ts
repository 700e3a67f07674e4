/** Who is signed in. */
import { z } from 'zod/mini'
import type { PersonId } from '../ids.ts'
import { idSchema } from '../protocol/id-schemas.ts'
import { roles } from '../rules/roles.ts'
import { party } from './party.ts'

export const me = z.strictObject({
  person: idSchema<PersonId>(),
  name: z.string(),
  party,
  role: z.enum(roles),
})

export type Me = z.infer<typeof me>

/** The token of a sign-in link, taken from the fragment of its address; good once. */
export const signInRequest = z.strictObject({ token: z.string().check(z.minLength(1), z.maxLength(200)) })
