import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Every committed file that is still there: paths from the top, with `/`. A file lying about uncommitted is nobody's concern. */
export function listCommitted(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0')
  return listed.filter(path => path !== '' && existsSync(path))
}
