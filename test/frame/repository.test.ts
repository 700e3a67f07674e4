import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { listCommitted } from './committed.ts'

const DATA = /^test\/data\//
const BINARY = /\.(png|jpe?g|woff2?|ico|docx|pdf|db|bin)$/
const readable = listCommitted().filter(path => !BINARY.test(path) && !DATA.test(path))
/** Set by npm when its registry is not the usual one. */
const registry = process.env['npm_config_registry']

/** What ties a checkout to one machine or one network; each pattern is written so that it does not match itself. */
const TIES: readonly (readonly [string, RegExp])[] = [
  ['a package registry', /\bregistry[.][a-z0-9-]+[.][a-z]{2,}|[a-z0-9.-]+[/](artifactory|nexus)[/]/i],
  ['a machine path', /(?<![\w.~-])[/](home|Users|root|work|workspace|private|var[/]folders)[/][\w.-]+/],
  ['a machine path', /\b[A-Z]:\\+(Users|Windows)\b/],
  ['a download address', /https?:[/]{2}[^\s'"`)]+[.](tgz|tar[.]\w+|zip|whl|deb|rpm|exe|dmg|pkg)\b/i],
  ['a temporary folder', /(?<![\w.~-])[/]tmp[/][\w.-]+/],
]

function findTies(path: string): string[] {
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.flatMap((line, i) => {
    const found = TIES.filter(([, pattern]) => pattern.test(line)).map(([what]) => what)
    if (registry && line.includes(new URL(registry).host)) found.push('the registry in use')
    return found.map(what => `${path}:${i + 1} names ${what}`)
  })
}

describe('what is committed', () => {
  it('[FR5] names no registry, machine path, temporary folder or download address', () => {
    expect(readable.flatMap(findTies)).toEqual([])
  })

  it('[FR6] keeps the lock file free of addresses, and every version exact', () => {
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, object> }
    expect(Object.entries(lock.packages).filter(([, entry]) => 'resolved' in entry)).toEqual([])
    const described = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
      string,
      Record<string, string>
    >
    const kinds = ['dependencies', 'devDependencies', 'optionalDependencies']
    const versions = kinds.flatMap(kind => Object.entries(described[kind] ?? {}))
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
  })
})
