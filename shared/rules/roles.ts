/** The five roles a person can hold in a body. Who may do what stands in the tables of this folder. */

export const roles = ['chair', 'secretary', 'delegate', 'observer', 'reader'] as const
export type Role = (typeof roles)[number]
