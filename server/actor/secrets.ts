/** Secrets that let somebody in: made from 256 random bits, kept only as a hash. */
import { hash, timingSafeEqual } from 'node:crypto'

/** `count` bytes that nobody can guess. */
export type RandomBytes = (count: number) => Uint8Array

const secretBytes = 32
const secretForm = /^[A-Za-z0-9_-]{43}$/

/** A fresh secret: 43 characters that need no escape in an address. */
export function makeSecret(randomBytes: RandomBytes): string {
  return Buffer.from(randomBytes(secretBytes)).toString('base64url')
}

/** True for text of the form of a secret; anything else is not worth a look into the store. */
export function isSecretForm(text: string): boolean {
  return secretForm.test(text)
}

/** What is stored instead of the secret: SHA-256 in hex. Enough without salt, for a secret is random in full. */
export function hashSecret(secret: string): string {
  return hash('sha256', secret, 'hex')
}

/** True when both are equal; takes the same time wherever they differ. */
export function isEqualSecret(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(hashSecret(a)), Buffer.from(hashSecret(b))]
  return timingSafeEqual(left, right)
}
