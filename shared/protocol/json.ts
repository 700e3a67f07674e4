/** JSON from outside: read without a throw and without keys that reach a prototype. */

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype'])

/** The value, or undefined when `text` is not JSON, is nested too deep, or holds a key that reaches a prototype. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, refuseForbiddenKey)
  } catch {
    return undefined // malformed input is an expected outcome here
  }
}

function refuseForbiddenKey(key: string, value: unknown): unknown {
  if (forbiddenKeys.has(key)) throw new SyntaxError('key not allowed')
  return value
}
