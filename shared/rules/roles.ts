/** The five roles a person can hold in a body. Who may do what stands in the tables of this folder. */

export const roles = ['chair', 'secretary', 'delegate', 'observer', 'reader'] as const
export type Role = (typeof roles)[number]

/** True when `value` is the name of a role. */
export function isRole(value: unknown): value is Role {
  return typeof value === 'string' && (roles as readonly string[]).includes(value)
}
