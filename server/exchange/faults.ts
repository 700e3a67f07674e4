/** Faults found in a paper: a code and its parameters for programs and translations, an English sentence for people. */

/** A way to mend an unmatched bracket; offered, never done by itself. */
export type Repair =
  | { readonly kind: 'drop' }
  /** Write the missing partner at this offset. */
  | { readonly kind: 'add'; readonly offset: number }
  /** Pair it with the unmatched bracket at this offset. */
  | { readonly kind: 'pair'; readonly offset: number }

export type Finding =
  | { readonly code: 'bracket-unmatched'; readonly char: string; readonly repairs: readonly Repair[] }
  | { readonly code: 'bracket-closed-by-parenthesis'; readonly parenthesis: number }
  | { readonly code: 'note-without-body'; readonly label: string }
  | { readonly code: 'note-without-mark'; readonly label: string }
  | { readonly code: 'note-defined-twice'; readonly label: string }
  | { readonly code: 'emphasis-kept-as-characters' }

export type FaultCode = Finding['code']

/** One finding at a place. `rule` is the rule of SPEC.md it comes from. */
export type Fault = Finding & { readonly offset: number; readonly rule: string; readonly message: string }

const rules: { readonly [code in FaultCode]: string } = {
  'bracket-unmatched': 'EX8',
  'bracket-closed-by-parenthesis': 'EX9',
  'note-without-body': 'EX12',
  'note-without-mark': 'EX12',
  'note-defined-twice': 'EX12',
  'emphasis-kept-as-characters': 'EX5',
}

/** A fault at `offset`, with its rule and an English sentence. */
export function faultAt(offset: number, finding: Finding): Fault {
  return { ...finding, offset, rule: rules[finding.code], message: describeFinding(finding) }
}

function describeFinding(finding: Finding): string {
  switch (finding.code) {
    case 'bracket-unmatched':
      return `The bracket "${finding.char}" has no partner; it stays as a character.`
    case 'bracket-closed-by-parenthesis':
      return 'A square bracket is answered by a parenthesis; the two are not taken as a pair.'
    case 'note-without-body':
      return `The note mark "${finding.label}" has no note; it stays as text.`
    case 'note-without-mark':
      return `The note "${finding.label}" has no mark in the text; it stays as a paragraph.`
    case 'note-defined-twice':
      return `A second note is named "${finding.label}"; it stays as a paragraph.`
    case 'emphasis-kept-as-characters':
      return 'The emphasis signs of this paragraph can be read in more than one way; they stay as characters.'
  }
}
