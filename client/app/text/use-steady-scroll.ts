import { type RefObject, useEffect } from 'react'

/** Scrolls by as much as `above` grows or shrinks, so that what is read stays at its place on screen. */
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
      if (grown !== 0 && scroller.current) scroller.current.scrollTop += grown
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [above, scroller])
}
