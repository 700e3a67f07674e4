/** Languages of the interface. The language of a text is its own. */
export const languages = ['en', 'fr'] as const
export type Language = (typeof languages)[number]

/** The first of a person's languages that we speak; English when there is none. */
export function chooseLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const found = languages.find(language => tag.toLowerCase().split('-')[0] === language)
    if (found) return found
  }
  return 'en'
}
