import { relative, sep } from 'node:path'
import type { Plugin } from 'vite'
import { switchOff } from './mutation.ts'

/**
 * A build step for tests that switches one defence off: `mutant` reads `<folder>#<function>:<RULE-ID>`
 * (`server/guard#refuse:GU7`); without it the step changes nothing. Product code never reads the switch.
 */
export function mutantPlugin(mutant: string | undefined): Plugin {
  const target = mutant === undefined ? undefined : parseMutant(mutant)
  return {
    name: 'chapeau-mutant',
    enforce: 'pre',
    transform(code, id) {
      if (!target || !isInside(id, target.folder)) return null
      return { code: switchOff(code, target.call, target.id), map: null }
    },
  }
}

function parseMutant(mutant: string): { folder: string; call: string; id: string } {
  const parts = /^([\w/-]+)#(\w+):([A-Z]{2}\d+)$/.exec(mutant)
  if (!parts) throw new Error(`CHAPEAU_MUTANT reads folder#function:ID, not ${mutant}`)
  const [, folder = '', call = '', id = ''] = parts
  return { folder, call, id }
}

function isInside(id: string, folder: string): boolean {
  const path = relative(process.cwd(), id.split('?')[0] ?? id)
  return path.split(sep).join('/').startsWith(`${folder}/`)
}
