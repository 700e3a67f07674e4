import { BORDERS } from './import-borders.ts'
import type { Bar, Border } from './import-borders.ts'

/** The pattern of oxlint's `no-restricted-imports` that a bar comes to. */
export type RestrictedPattern =
  | { readonly regex: string; readonly message: string }
  | { readonly group: string[]; readonly message: string }

/**
 * The borders as oxlint overrides, one a distinct folder, wider before narrower. Where several overrides match a
 * file the last one replaces the others, so each carries all that holds for its files.
 */
export function listImportOverrides(
  borders: readonly Border[] = BORDERS,
): { files: string[]; patterns: RestrictedPattern[] }[] {
  const places = new Set(borders.flatMap(border => [border.folder, ...(border.except ?? [])]))
  return [...places].sort().map(place => ({
    files: [isFile(place) ? place : `${place}/**`],
    patterns: listPatterns(borders.filter(border => isHeldBy(place, border))),
  }))
}

/** Whether a folder or file of the project is held by a border. */
export function isHeldBy(place: string, border: Border): boolean {
  return isWithin(place, border.folder) && !(border.except ?? []).some(exempt => isWithin(place, exempt))
}

/** Groups come last: a `!` in a group ends oxlint's search, whatever stands behind it. */
function listPatterns(borders: readonly Border[]): RestrictedPattern[] {
  const patterns = borders.flatMap(border => border.bars.map(bar => toPattern(bar, border)))
  return [
    ...patterns.filter(pattern => 'regex' in pattern),
    ...patterns.filter(pattern => 'group' in pattern),
  ]
}

function isWithin(place: string, folder: string): boolean {
  return place === folder || place.startsWith(`${folder}/`)
}

function isFile(place: string): boolean {
  return /\.tsx?$/.test(place)
}

function toPattern(bar: Bar, { folder }: Border): RestrictedPattern {
  const start = isFile(folder) ? './' : '(?:\\.\\./)+'
  if (bar.kind === 'own')
    return { regex: `^${start}(?:${bar.paths.map(ownPath).join('|')})(?:[./]|$)`, message: bar.why }
  if (bar.kind === 'packages')
    return { regex: `^(?:${bar.packages.map(packagePath).join('|')})$`, message: bar.why }
  return {
    group: ['[a-z@]*', '[a-z@]*/**', ...bar.packages.flatMap(allow), '!./**', '!../**'],
    message: bar.why,
  }
}

/** From inside `shared/`, `shared/text` is reached as `../text` too. */
function ownPath(path: string): string {
  const [area = '', ...rest] = path.split('/')
  return rest.length === 0 ? area : `(?:${area}/)?${rest.join('/').replace(/\.ts$/, '')}`
}

/** `zod` is barred without `zod/mini`; every other name with all that lies below it; `node:*` is all of Node. */
function packagePath(name: string): string {
  return name === 'zod' ? 'zod' : `${name.replace('*', '.*')}(?:/.*)?`
}

function allow(name: string): string[] {
  return name.includes('/') ? [`!${name}`] : [`!${name}`, `!${name}/**`]
}
