import { useEffect } from 'react'

/** Names the browser's tab: what is on screen first, the program behind it. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Chapeau' : `${title} · Chapeau`
  }, [title])
}
