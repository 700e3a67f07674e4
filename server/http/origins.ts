/** Which pages may speak to us: the origin of an address that is ours, or of one of our demo hosts. */
import { isIP } from 'node:net'

export interface Origins {
  /**
   * True when a page of `origin` may act for its visitor at `host` (the request's Host header). `null`, an origin
   * that cannot be read and a foreign one are not ours.
   */
  isOurs(origin: string, host: string | undefined): boolean
}

export interface OriginOptions {
  /** The address people use; null: the addresses of this machine. */
  readonly publicUrl: URL | null
  /** Port the server listens on; asked late, for it may be chosen by the system. */
  readonly port: () => number
  /** Also every `<name>.localhost`, as the demo gives each person a host of their own. */
  readonly demoHosts: boolean
}

/** An address of numbers cannot be turned on us by somebody else's name service; a name could. */
function isNumbersOrLocalhost(hostname: string): boolean {
  return hostname === 'localhost' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0
}

/** The pages allowed by the options. */
export function makeOrigins(options: OriginOptions): Origins {
  return {
    isOurs(origin, host) {
      const url = parseOrigin(origin)
      if (url === null) return false
      if (options.publicUrl !== null && url.origin === options.publicUrl.origin) return true
      return isLocalPage(url, host, options)
    },
  }
}

/** A page of this machine: without a public address, or a demo host. It must be the page of the very host it asks. */
function isLocalPage(url: URL, host: string | undefined, options: OriginOptions): boolean {
  if (url.protocol !== 'http:' || url.host !== host || Number(url.port || 80) !== options.port()) return false
  if (options.demoHosts && url.hostname.endsWith('.localhost')) return true
  return options.publicUrl === null && isNumbersOrLocalhost(url.hostname)
}

function parseOrigin(origin: string): URL | null {
  const url = URL.parse(origin)
  return url !== null && url.origin === origin ? url : null
}
