/** Bytes of a file -> its characters, strictly: what is not UTF-8 text is refused with the place where it goes wrong. */

/** Why a file cannot be read; `byte` counts from 0 at the file's start. */
export interface ReadFault {
  readonly code: 'not-utf8' | 'nul' | 'utf16'
  readonly byte: number
  readonly message: string
}

export type ReadResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: ReadFault }

/** The characters of a UTF-8 file, its byte order mark kept as U+FEFF; refuses other encodings and NUL. */
export function decodeFile(bytes: Uint8Array): ReadResult<string> {
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff))
    return refuse('utf16', 0, 'The file is UTF-16, not UTF-8. Save it as UTF-8 and import it again.')
  const nul = bytes.indexOf(0)
  const bad = invalidUtf8At(bytes)
  if (nul >= 0 && (bad < 0 || nul < bad))
    return refuse('nul', nul, `The file holds a NUL at byte ${nul}: it is not a text file.`)
  if (bad >= 0) return refuse('not-utf8', bad, `The file is not UTF-8: byte ${bad} cannot be read.`)
  return { ok: true, value: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
}

function refuse(code: ReadFault['code'], byte: number, message: string): ReadResult<never> {
  return { ok: false, fault: { code, byte, message } }
}

function startsWith(bytes: Uint8Array, first: number, second: number): boolean {
  return bytes[0] === first && bytes[1] === second
}

/** The first byte that starts no valid sequence, or -1. */
function invalidUtf8At(bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.length) {
    const length = sequenceAt(bytes, at)
    if (length === 0) return at
    at += length
  }
  return -1
}

/** Bytes of the UTF-8 sequence at `at`, 0 when it is not valid (overlong forms, surrogates and values past U+10FFFF are not). */
function sequenceAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] as number
  if (lead < 0x80) return 1
  const length =
    lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0
  for (let i = 1; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0
  const second = bytes[at + 1] ?? 0
  const tooShort = (lead === 0xe0 && second < 0xa0) || (lead === 0xf0 && second < 0x90)
  const outside = (lead === 0xed && second > 0x9f) || (lead === 0xf4 && second > 0x8f)
  return tooShort || outside ? 0 : length
}
