/** The page's address and history, as far as needed here. */
interface Page {
  readonly location: { readonly hash: string; readonly pathname: string; readonly search: string }
  readonly history: { replaceState(data: unknown, unused: string, url: string): void }
}

const key = '#sign-in='

/** The token of a sign-in link, taken from the address and erased there at once; null when there is none. */
export function takeSignInToken(page: Page): string | null {
  const { hash, pathname, search } = page.location
  if (!hash.startsWith(key)) return null
  page.history.replaceState(null, '', pathname + search)
  return decode(hash.slice(key.length))
}

/** A sign-in link followed on a page that is open already changes nothing but the address: the page begins anew with it. */
export function followSignInLinks(page: Window): void {
  page.addEventListener('hashchange', () => {
    if (page.location.hash.startsWith(key)) page.location.reload()
  })
}

/** The token in what a person pasted: a whole link, or the token alone; null when it is neither. */
export function parseSignInLink(pasted: string): string | null {
  const text = pasted.trim()
  const at = text.indexOf(key)
  const token = at >= 0 ? decode(text.slice(at + key.length)) : text
  return token !== null && /^[\w.~-]{8,200}$/.test(token) ? token : null
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    // A link cut in the middle of an escape.
    return null
  }
}
