/** Regions of a page, which F6 goes through in the order in which they stand. */

const reachable =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [contenteditable="true"], [tabindex="0"]'

/** Sets the focus to the next region (or the one before), to what had it there last, else to its first control. */
export function moveToRegion(root: HTMLElement, backwards: boolean): void {
  const regions = [...root.querySelectorAll<HTMLElement>('[data-region]')].filter(isShown)
  if (regions.length === 0) return
  const here = regions.findIndex(region => region.contains(document.activeElement))
  const step = backwards ? -1 : 1
  const next =
    here < 0 ? (backwards ? regions.length - 1 : 0) : (here + step + regions.length) % regions.length
  if (here >= 0) remember(regions[here] as HTMLElement)
  focusRegion(regions[next] as HTMLElement)
}

/** Sets the focus into a region. */
export function focusRegion(region: HTMLElement): void {
  const last = lastFocus.get(region)
  const target = last && region.contains(last) && isShown(last) ? last : firstIn(region)
  target.focus()
}

const lastFocus = new WeakMap<HTMLElement, HTMLElement>()

function remember(region: HTMLElement): void {
  if (document.activeElement instanceof HTMLElement) lastFocus.set(region, document.activeElement)
}

/** The text itself comes before its controls; a region without a control takes the focus itself. */
function firstIn(region: HTMLElement): HTMLElement {
  const text = region.querySelector<HTMLElement>('[contenteditable="true"]')
  return text ?? [...region.querySelectorAll<HTMLElement>(reachable)].find(isShown) ?? region
}

function isShown(element: HTMLElement): boolean {
  return element.checkVisibility?.() ?? true
}
