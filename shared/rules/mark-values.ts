/** What a mark of running text may hold as its value: `true` when set here, else how it was written, or where a link leads. */
import { type MarkName, markNames } from '../text/roots.ts'

/** Longest address of a link, in UTF-16 units. */
export const maxLinkLength = 2_000

const longestWritten = 200

/** A link names its scheme; blanks, quotes, control and direction characters have no place in an address, nor has a name before its host. */
const linkForm =
  /^(?:https?:\/\/[^\s\p{C}<>"`\\@/?#]+(?:[/?#][^\s\p{C}<>"`\\]*)?|mailto:[^\s\p{C}<>"`\\]+)$/iu

const writtenForms: { readonly [name in MarkName]: RegExp } = {
  strong: /^(?:\*\*|__)$/,
  em: /^[*_]$/,
  underline: /^<\/?u>$/,
  sup: /^<\/?sup>$/,
  sub: /^<\/?sub>$/,
  link: linkForm,
  esc: /^[ \t\f\v\\\r\n>]+$/,
  code: /^`+$/,
}

export function isMarkName(value: unknown): value is MarkName {
  return typeof value === 'string' && (markNames as readonly string[]).includes(value)
}

/** True when a mark of this name may hold `value`: a link an address with the scheme http, https or mailto; any other `true` or a written form. */
export function isMarkValue(name: MarkName, value: unknown): value is string | true {
  if (value === true) return name !== 'link'
  if (typeof value !== 'string' || value.length > (name === 'link' ? maxLinkLength : longestWritten))
    return false
  return writtenForms[name].test(value)
}
