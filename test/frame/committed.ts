import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Every file that is committed or about to be: paths from the top, with `/`, whatever .gitignore names left out. */
export function listCommitted(): string[] {
  const ask = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const listed = execFileSync('git', ask, { encoding: 'utf8' }).split('\0')
  return [...new Set(listed)].filter(path => path !== '' && existsSync(path))
}
