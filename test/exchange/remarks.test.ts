import { describe, expect, it } from 'vitest'
import { paper } from '../builders/paper.ts'

/** The remarks on a text, in short: form, names, the words they cover. */
function remarks(source: string, parties: readonly string[] = []): string[] {
  return paper(source, 'markdown', parties).remarks.map(
    ({ kind, form, names, from, to }) => `${kind} ${form} ${names.join('|')}: ${source.slice(from, to)}`,
  )
}

describe('attributions', () => {
  it.each([
    ['[US/AU propose: any waiver]', 'attribution proposed US|AU: US/AU propose:'],
    ['[US oppose: any waiver]', 'attribution opposed US: US oppose:'],
    [
      '[CL/NZ propose; US/JP oppose: text]',
      'attribution proposed and opposed CL|NZ|US|JP: CL/NZ propose; US/JP oppose:',
    ],
    ['[EU: text]', 'attribution proposed EU: EU:'],
    ['[2. EU/CL/NZ: text]', 'attribution proposed EU|CL|NZ: 2. EU/CL/NZ:'],
    ['[CL5/MY6 propose: text]', 'attribution proposed CL|MY: CL5/MY6 propose:'],
    ['[NZ/PE//VN propose. text]', 'attribution proposed NZ|PE|VN: NZ/PE//VN propose.'],
    ['[CLpropose: text]', 'attribution proposed CL: CLpropose:'],
    ['[Brazil: text]', 'attribution proposed Brazil: Brazil:'],
    ['[extreme - US; G77 delete]', 'attribution proposed and opposed US|G77:  - US; G77 delete'],
    ['[, in time -G77, EU retain]', 'attribution proposed G77|EU:  -G77, EU retain'],
  ])('[EX14] reads who holds %s and leaves the words as they are', (source, remark) => {
    const parties = ['US', 'AU', 'CL', 'NZ', 'JP', 'EU', 'MY', 'PE', 'VN', 'G77', 'Brazil']
    expect(remarks(source, parties)).toContain(remark)
  })

  it('[EX14] takes a code nobody named for a party once it stands so in three brackets', () => {
    expect(remarks('[XA: one] [XA: two]')).toEqual([])
    expect(remarks('[XA: one] [XA: two] [XA: three]')).toHaveLength(3)
  })

  it.each([
    '[Note: see above]',
    '[Placeholder for support]',
    '[NOTE: ARTICLES MOVED]',
    '[one - two]',
    '[Alt: x] [Alt: y] [Alt: z]',
  ])('[EX14] takes %s for text', source => {
    expect(remarks(source, ['US']).filter(remark => remark.startsWith('attribution'))).toEqual([])
  })
})

describe('alternatives', () => {
  it.each([
    ['[shall][should] act', 'alternative set shall|should: [shall][should]'],
    ['[shall] [should] [may] act', 'alternative set shall|should|may: [shall] [should] [may]'],
    ['[created]/[generated]', 'alternative slash created|generated: [created]/[generated]'],
    ['[one] or [two]', 'alternative or one|two: [one] or [two]'],
    ['[g][G]uidelines', 'alternative case g|G: [g][G]'],
    ['by [2023] [2024]', 'alternative set 2023|2024: [2023] [2024]'],
    ['[a][the] Party', 'alternative set a|the: [a][the]'],
  ])('[EX15] offers the neighbours of %s as a choice', (source, remark) => {
    expect(remarks(source)).toEqual([remark])
  })

  it('[EX15] takes two neighbours that nothing joins for two brackets', () => {
    expect(remarks('[as appropriate] [in time] [[x] y][z]')).toEqual([])
  })

  it('[EX15] lets a label run to the next label of its kind, the next heading, or a number of its depth', () => {
    const source =
      'Option 1\n\n1. One\n\nOption (a) x\n\nOption 2 / No text\n\n3. Three\n\n## Next\n\nOP2 alt No text\n'
    expect(remarks(source)).toEqual([
      'alternative label Option 1: Option 1\n\n1. One\n\nOption (a) x',
      'alternative label Option (a): Option (a) x',
      'alternative label Option 2: Option 2 / No text',
      'alternative label OP2 alt: OP2 alt No text',
    ])
  })

  it('[EX15] names braces, which are never brackets', () => {
    const source = '{Objectives} [x]'
    expect(remarks(source)).toEqual(['braces braces Objectives: {Objectives}'])
    expect(paper(source).brackets).toHaveLength(1)
  })
})
