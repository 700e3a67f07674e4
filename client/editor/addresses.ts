/** Addresses that a link may lead to. */

const safeSchemes = new Set(['http:', 'https:', 'mailto:'])

/** True for an absolute address of a scheme that runs no program. */
export function isSafeAddress(address: string): boolean {
  try {
    return safeSchemes.has(new URL(address).protocol)
  } catch {
    return false // no address at all
  }
}
