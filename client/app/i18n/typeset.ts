/** Narrow no-break space, which French sets before high punctuation and inside its quotation marks. */
const narrow = '\u202f'

/** French words with narrow no-break spaces in place of the ordinary ones before ; : ! ? » and after «. */
export function typesetFrench(words: string): string {
  return words.replace(/ ([;:!?»])/g, `${narrow}$1`).replace(/« /g, `«${narrow}`)
}
