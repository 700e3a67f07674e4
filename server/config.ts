/** The settings of a server, read once from options and environment. */
import { isIP } from 'node:net'
import { z } from 'zod/mini'

export interface Config {
  /** Folder of the record. */
  readonly data: string
  readonly host: string
  /** 0: a free one. */
  readonly port: number
  /** The address people use; null: the names of this machine. */
  readonly publicUrl: URL | null
  /** Addresses and networks whose forwarded headers are believed. */
  readonly trustedProxies: readonly string[]
  readonly logLevel: LogLevel
}

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** What can be set, as text; options of the command line stand before the environment. */
export interface Settings {
  readonly data?: string | undefined
  readonly host?: string | undefined
  readonly port?: string | undefined
  readonly PUBLIC_URL?: string | undefined
  readonly TRUSTED_PROXIES?: string | undefined
  readonly LOG_LEVEL?: string | undefined
}

export type ConfigResult =
  | { readonly kind: 'read'; readonly config: Config }
  /** One sentence for each setting that cannot be used. */
  | { readonly kind: 'unusable'; readonly faults: readonly string[] }

export const defaultPort = 3000

const settingsSchema = z.object({
  data: z._default(z.string().check(z.minLength(1)), 'data'),
  host: z._default(z.string().check(z.regex(/^[0-9A-Za-z.:-]{1,255}$/)), '127.0.0.1'),
  port: z._default(
    z.string().check(
      z.regex(/^\d{1,5}$/),
      z.refine(port => Number(port) <= 65_535),
    ),
    String(defaultPort),
  ),
  PUBLIC_URL: z.optional(z.string().check(z.refine(isPublicUrl))),
  TRUSTED_PROXIES: z._default(z.string().check(z.refine(list => splitList(list).every(isNetwork))), ''),
  LOG_LEVEL: z._default(z.enum(logLevels), 'warn'),
})

const sentences: { readonly [key in keyof Settings]: string } = {
  data: 'the data folder is the path of a folder',
  host: 'the host is a name or an address',
  port: 'the port is a number from 0 to 65535',
  PUBLIC_URL: 'PUBLIC_URL is an http or https address without a path, such as https://drafts.example.org',
  TRUSTED_PROXIES: 'TRUSTED_PROXIES is a list of addresses or networks with commas, such as 10.0.0.0/8',
  LOG_LEVEL: `LOG_LEVEL is one of ${logLevels.join(', ')}`,
}

/** The configuration that the settings make, or what is wrong with them. An empty setting is none. */
export function parseConfig(settings: Settings): ConfigResult {
  const given = Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== undefined && value !== ''),
  )
  const result = settingsSchema.safeParse(given)
  if (!result.success) return { kind: 'unusable', faults: result.error.issues.map(describeIssue) }
  const { data, host, port, PUBLIC_URL, TRUSTED_PROXIES, LOG_LEVEL } = result.data
  const publicUrl = PUBLIC_URL === undefined ? null : new URL(PUBLIC_URL)
  const trustedProxies = splitList(TRUSTED_PROXIES)
  return {
    kind: 'read',
    config: { data, host, port: Number(port), publicUrl, trustedProxies, logLevel: LOG_LEVEL },
  }
}

function describeIssue({ path }: { readonly path: readonly PropertyKey[] }): string {
  return sentences[path[0] as keyof Settings] ?? 'a setting cannot be used'
}

function isPublicUrl(text: string): boolean {
  const url = URL.parse(text)
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === '/' &&
    url.search === '' &&
    url.username === ''
  )
}

function splitList(list: string): string[] {
  return list
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '')
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  const most = isIP(address) === 6 ? 128 : 32
  return (
    isIP(address) !== 0 &&
    more.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  )
}
