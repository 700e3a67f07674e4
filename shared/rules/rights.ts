/** Who may do what: one table, used by the editor, the HTTP interface and the guard. */
import type { Role } from './roles.ts'

export const rights = [
  /** Write proposals of the own party. */
  'propose',
  /** Write agreed text by hand and change its structure. */
  'editAgreed',
  /** Enter a proposal in the name of a delegation. */
  'enterOnBehalf',
  /** Adopt, not retain, lift and keep brackets. */
  'decide',
  /** Bring a paper in. */
  'importText',
] as const
export type Right = (typeof rights)[number]

/** The rights of each role under the default rules of a body; everybody who is let in may read. */
export const rightsOf: { readonly [role in Role]: readonly Right[] } = {
  chair: ['propose', 'decide'],
  secretary: ['propose', 'editAgreed', 'enterOnBehalf', 'decide', 'importText'],
  delegate: ['propose'],
  observer: [],
  reader: [],
}

/** True when a role has a right. */
export function may(role: Role, right: Right): boolean {
  return rightsOf[role].includes(right)
}
