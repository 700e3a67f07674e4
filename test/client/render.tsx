import { act, type ReactNode } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { I18nextProvider } from 'react-i18next'
import { startI18n } from '../../client/app/i18n/i18n.ts'
import { WorkspaceContext } from '../../client/workspace/contexts.ts'
import { localeOf } from '../../client/workspace/format.ts'
import type { Language } from '../../client/workspace/language.ts'
import type { WorkspaceState } from '../../client/workspace/workspace.ts'
import { FakeWorkspace } from './fake-workspace.ts'
import { sampleState } from './sample-state.ts'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

const roots: { root: Root; place: HTMLElement }[] = []

/** Puts a screen on the page and waits until it is drawn. */
export async function show(screen: ReactNode): Promise<void> {
  const place = document.createElement('div')
  document.body.append(place)
  const root = createRoot(place)
  roots.push({ root, place })
  await act(async () => root.render(screen))
}

/** Takes every screen off the page; for `afterEach`. */
export async function clearScreens(): Promise<void> {
  for (const { root, place } of roots.splice(0)) {
    await act(async () => root.unmount())
    place.remove()
  }
  document.body.replaceChildren()
  localStorage.clear()
}

export interface Shown {
  readonly workspace: FakeWorkspace
  /** Changes the state and waits until it is drawn. */
  readonly set: (part: Partial<WorkspaceState>) => Promise<void>
}

/** Puts a screen on the page inside an open text that differs from the sample by `part`. */
export async function showInText(
  screen: ReactNode,
  part: Partial<WorkspaceState> = {},
  options: { language?: Language; prepare?: (workspace: FakeWorkspace) => void } = {},
): Promise<Shown> {
  const { language = 'en', prepare } = options
  const workspace = new FakeWorkspace({ ...sampleState, ...part })
  prepare?.(workspace)
  await show(
    <I18nextProvider i18n={startI18n(language)}>
      <I18nProvider locale={localeOf(language)}>
        <WorkspaceContext value={workspace}>{screen}</WorkspaceContext>
      </I18nProvider>
    </I18nextProvider>,
  )
  return { workspace, set: change => act(async () => workspace.set(change)) }
}

/** Makes the window so wide, as from the start of the test on. */
export function setWidth(width: number): void {
  const { happyDOM } = window as unknown as { happyDOM: { setViewport(size: object): void } }
  happyDOM.setViewport({ width, height: 900 })
}

/** All the words on the page, windows included. */
export function words(): string {
  return (document.body.textContent ?? '').replace(/\s+/g, ' ')
}

/** The one element that meets the selector. */
export function find<T extends Element = HTMLElement>(selector: string): T {
  const found = document.querySelector<T>(selector)
  if (found === null) throw new Error(`Nothing meets ${selector}`)
  return found
}

/** The buttons, links, tabs and lines of menus that can be pressed, by their words. */
export function pressable(name: string | RegExp): HTMLElement {
  const all = [...document.querySelectorAll<HTMLElement>('button, a, [role="tab"], [role^="menuitem"]')]
  const found = all.find(element => {
    const own = nameOf(element)
    return typeof name === 'string' ? own === name : name.test(own)
  })
  if (found === undefined)
    throw new Error(`Nothing to press is called ${name}: ${all.map(nameOf).join(' | ')}`)
  return found
}

/** True when something pressable has that name. */
export function isThere(name: string | RegExp): boolean {
  try {
    return pressable(name) !== null
  } catch {
    return false
  }
}

function nameOf(element: HTMLElement): string {
  const read = element.cloneNode(true) as HTMLElement
  for (const unread of read.querySelectorAll('[aria-hidden="true"]')) unread.remove()
  const label = element.getAttribute('aria-label') ?? read.textContent ?? ''
  return label.replace(/\s+/g, ' ').trim()
}

/** Presses what is called so, and waits until the page has followed. */
export async function press(name: string | RegExp): Promise<void> {
  await pressElement(pressable(name))
}

/** Presses an element, as a reader of screens does. */
export async function pressElement(element: HTMLElement): Promise<void> {
  await act(async () => {
    element.focus()
    element.click()
  })
  await settle()
}

/** Types into a field, replacing what stands there. */
export async function fill(selector: string, text: string): Promise<void> {
  const field = find<HTMLInputElement | HTMLTextAreaElement>(selector)
  const prototype = Object.getPrototypeOf(field) as object
  await act(async () => {
    Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, text)
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
}

/** Chooses in a list of choices. */
export async function choose(selector: string, value: string): Promise<void> {
  const field = find<HTMLSelectElement>(selector)
  await act(async () => {
    field.value = value
    field.dispatchEvent(new Event('change', { bubbles: true }))
  })
  await settle()
}

/** Presses a key where the focus is. */
export async function key(name: string, more: KeyboardEventInit = {}): Promise<void> {
  const target = document.activeElement ?? document.body
  await act(async () => {
    target.dispatchEvent(
      new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more }),
    )
  })
}

/** Lets what is answered already reach the page. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await oneTurn()
}

const longestWaitMs = 10_000

/** Waits until the page is so; fails when it does not become so. */
export async function until(isSo: () => boolean): Promise<void> {
  const end = performance.now() + longestWaitMs
  while (!isSo() && performance.now() < end) await oneTurn()
  if (!isSo()) throw new Error(`It never came to that. On the page: ${words().slice(0, 500)}`)
}

/** Waits until these words stand on the page. */
export function sees(text: string): Promise<void> {
  return until(() => words().includes(text))
}

function oneTurn(): Promise<void> {
  return act(() => new Promise<void>(resolve => setImmediate(resolve)))
}
