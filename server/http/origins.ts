/** Which pages may speak to us: those of the address people use, or without one those of this machine. */
import { isIP } from 'node:net'

export interface Origins {
  /**
   * True when a page of `origin` may act for its visitor at `host` (the request's Host header). `null`, an origin
   * that cannot be read and a foreign one are not ours.
   */
  isOurs(origin: string, host: string | undefined): boolean
}

/**
 * The pages of `publicUrl`, the address people use; null: pages of this machine's own names, `<name>.localhost` among
 * them, so that several people fit in one browser.
 */
export function makeOrigins(publicUrl: URL | null): Origins {
  return {
    isOurs(origin, host) {
      const url = parseOrigin(origin)
      if (url === null) return false
      return publicUrl === null ? isLocalPage(url, host) : url.origin === publicUrl.origin
    },
  }
}

/** It must be the page of the very host it asks, or one of a person's hosts could act at another's. */
function isLocalPage(url: URL, host: string | undefined): boolean {
  if (url.protocol !== 'http:' || url.host !== host) return false
  return url.hostname.endsWith('.localhost') || isNumbersOrLocalhost(url.hostname)
}

/** An address of numbers cannot be turned on us by somebody else's name service; a name could. */
function isNumbersOrLocalhost(hostname: string): boolean {
  return hostname === 'localhost' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0
}

function parseOrigin(origin: string): URL | null {
  const url = URL.parse(origin)
  return url !== null && url.origin === origin ? url : null
}
