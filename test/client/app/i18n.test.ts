import { describe, expect, it } from 'vitest'
import { en } from '../../../client/app/i18n/en.ts'
import { fr } from '../../../client/app/i18n/fr.ts'
import { startI18n } from '../../../client/app/i18n/i18n.ts'
import { resources } from '../../../client/app/i18n/resources.ts'
import { typesetFrench } from '../../../client/app/i18n/typeset.ts'
import { chooseLanguage } from '../../../client/workspace/language.ts'

type Leaves = ReadonlyMap<string, string>

function leaves(tree: object, path = ''): Leaves {
  const out = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    const here = path === '' ? key : `${path}.${key}`
    if (typeof value === 'string') out.set(here, value)
    else for (const [deep, words] of leaves(value as object, here)) out.set(deep, words)
  }
  return out
}

const holes = (words: string) => new Set([...words.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1]))

describe('words of the interface', () => {
  it('[SC6] has every English word in French, with the same places to fill in', () => {
    const english = leaves(en)
    const french = leaves(fr)
    expect([...french.keys()].sort()).toEqual([...english.keys()].sort())
    for (const [key, words] of english) {
      expect(french.get(key), key).not.toBe('')
      expect(holes(french.get(key) ?? ''), key).toEqual(holes(words))
    }
  })

  it('[SC6] has every form of number that each language knows', () => {
    for (const language of ['en', 'fr'] as const) {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
      const known = leaves(resources[language].screens)
      for (const key of known.keys())
        if (key.endsWith('_other'))
          for (const form of forms)
            expect(known.has(key.replace(/other$/, form)), `${language} ${key} ${form}`).toBe(true)
    }
  })

  it('[SC6] says one and many in both languages', () => {
    const english = startI18n('en').t
    const french = startI18n('fr').t
    expect(english('proposal.insert', { count: 1 })).toBe('adds 1 word')
    expect(english('proposal.insert', { count: 0 })).toBe('adds 0 words')
    expect(french('proposal.insert', { count: 0 })).toBe('ajoute 0 mot')
    expect(french('proposal.insert', { count: 2 })).toBe('ajoute 2 mots')
    expect(french('proposal.insert', { count: 2_000_000 })).toBe('ajoute 2000000 mots')
  })

  it('[SC7] sets French with narrow no-break spaces', () => {
    expect(typesetFrench('Continuez : « mots » ; oui ?')).toBe(
      'Continuez\u202f: «\u202fmots\u202f»\u202f; oui\u202f?',
    )
    for (const [key, words] of leaves(resources.fr.screens)) expect(words, key).not.toMatch(/ [;:!?»]|« /)
  })

  it('[SC5] takes the first language of a person that it speaks', () => {
    expect(chooseLanguage(['pt-BR', 'fr-CA', 'en'])).toBe('fr')
    expect(chooseLanguage(['pt-BR'])).toBe('en')
    expect(chooseLanguage([])).toBe('en')
  })
})
