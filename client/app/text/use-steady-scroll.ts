import { type RefObject, useEffect } from 'react'

/**
 * Scrolls by as much as `above` grows or shrinks, so that what is read or written stays at its place on screen. At the
 * head of a text that nobody writes in, everything moves down instead: nothing may hide above it.
 */
export function useSteadyScroll(
  above: RefObject<HTMLElement | null>,
  scroller: RefObject<HTMLElement | null>,
): void {
  useEffect(() => {
    const element = above.current
    if (!element) return
    let height = element.offsetHeight
    const observer = new ResizeObserver(() => {
      const grown = element.offsetHeight - height
      height = element.offsetHeight
      const scrolled = scroller.current
      if (grown === 0 || !scrolled) return
      if (scrolled.scrollTop > 0 || scrolled.contains(document.activeElement)) scrolled.scrollTop += grown
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [above, scroller])
}
