/** The built client, made when it is missing or older than what it is made of. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const sources = ['client', 'shared', 'vite.config.ts', 'package-lock.json']

/** True when `built`, the page of the built client, is missing or older than a source. */
export function isClientStale(built: string): boolean {
  if (!existsSync(built)) return true
  const builtMs = statSync(built).mtimeMs
  return sources.some(source => newestMs(join(root, source)) > builtMs)
}

/** Builds the client into `dist/client`. */
export async function buildClient(): Promise<void> {
  const { build } = await import('vite')
  await build({ configFile: join(root, 'vite.config.ts'), root: join(root, 'client'), logLevel: 'warn' })
}

/** When the file, or the newest file below the folder, was written; 0 when there is none. */
function newestMs(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return 0
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(stats.mtimeMs, ...readdirSync(path).map(name => newestMs(join(path, name))))
}
