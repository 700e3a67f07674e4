/** Places where the text says more than its brackets: who holds them, which are alternatives, what stands in braces. Only named; the text stays as it is. */
import { attributionsOf } from './attributions.ts'
import { alternativesOf } from './alternatives.ts'
import type { TokenPair, TokenPart } from './pair-brackets.ts'
import type { Remark } from './paper.ts'

/** The remarks on a file, by offset. */
export function findRemarks(
  source: string,
  parts: readonly TokenPart[],
  pairs: readonly TokenPair[],
  parties: readonly string[],
): Remark[] {
  const remarks = [
    ...attributionsOf(source, pairs, parties),
    ...alternativesOf(source, parts, pairs),
    ...bracesOf(source, parts),
  ]
  return remarks.sort((a, b) => a.from - b.from || a.to - b.to)
}

/** `{...}`: a title or note without prejudice; never a bracket. */
function bracesOf(source: string, parts: readonly TokenPart[]): Remark[] {
  const remarks: Remark[] = []
  for (const { raw } of parts) {
    if (raw.verbatim) continue
    for (const match of source.slice(raw.from, raw.to).matchAll(/\{([^{}]*)\}/g)) {
      const from = raw.from + match.index
      remarks.push({
        kind: 'braces',
        form: 'braces',
        from,
        to: from + match[0].length,
        names: [match[1] as string],
      })
    }
  }
  return remarks
}
