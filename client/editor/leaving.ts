/** A word before a tab goes that holds words which the record does not hold. */

/** Has the browser ask before the page goes while `hasUnsaved` says so; returns how to stop. */
export function askBeforeLeaving(page: Window, hasUnsaved: () => boolean): () => void {
  const ask = (event: BeforeUnloadEvent) => {
    if (hasUnsaved()) event.preventDefault()
  }
  page.addEventListener('beforeunload', ask)
  return () => page.removeEventListener('beforeunload', ask)
}
