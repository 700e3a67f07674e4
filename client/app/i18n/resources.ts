import { en } from './en.ts'
import { fr, type Words } from './fr.ts'
import { typesetFrench } from './typeset.ts'

/** A tree of words, keyed as the English ones. */
interface Tree {
  readonly [key: string]: string | Tree
}

/** All words by language, ready for use. */
export const resources = {
  en: { screens: en },
  fr: { screens: prepareFrench(fr) },
} as const

/** Typeset, and with the form for millions, which in these words reads as the plural does. */
function prepareFrench(words: Words<typeof en>): Words<typeof en> {
  return prepareTree(words as unknown as Tree) as unknown as Words<typeof en>
}

function prepareTree(tree: Tree): Tree {
  const out: Record<string, string | Tree> = {}
  for (const [key, value] of Object.entries(tree)) {
    out[key] = typeof value === 'string' ? typesetFrench(value) : prepareTree(value)
    if (key.endsWith('_other')) out[key.replace(/_other$/, '_many')] = out[key]
  }
  return out
}
