// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { startI18n } from '../../../client/app/i18n/i18n.ts'
import { blockForms, formKey, parseFormKey } from '../../../client/app/text/block-forms.ts'
import { chooseStrip } from '../../../client/app/text/choose-strip.ts'
import { paneMode } from '../../../client/app/text/panes.ts'
import { presentParties } from '../../../client/app/text/present-parties.ts'
import { saveWords } from '../../../client/app/text/save-words.ts'
import { type KeyPress, shortcutOf } from '../../../client/app/text/shortcuts.ts'
import { adoptable, partiesWithProposals, toggleProposal } from '../../../client/app/text/view-choices.ts'
import { viewName } from '../../../client/app/text/view-name.ts'
import type { SavingState } from '../../../client/workspace/workspace.ts'
import { id, proposals, sampleState } from '../sample-state.ts'

const { t } = startI18n('en')
const french = startI18n('fr').t
const since = new Date(2026, 10, 21, 14, 31).getTime()

describe('state of saving', () => {
  const say = (saving: SavingState, more = {}) => saveWords({ ...sampleState, saving, ...more }, t, 'en')

  it('[SC9] says "Saved" in one state only', () => {
    expect(say('saved')).toBe('Saved 14:32')
    expect(say('saved', { savedAt: null })).toBe('Saved')
    const others = ['loading', 'saving', 'offline', 'not-saved', 'refused', 'reading-only', 'closed'] as const
    for (const saving of others) expect(say(saving, { troubleSince: since }), saving).not.toMatch(/^Saved/)
  })

  it('[SC9] says since when nothing is saved and how many changes are kept here', () => {
    expect(say('not-saved', { troubleSince: since })).toBe('Not saved since 14:31')
    expect(say('offline', { unsent: 12 })).toBe('Offline, 12 changes kept on this machine')
    expect(say('offline')).toBe('Offline')
    expect(say('reading-only')).toBe('Reading only')
    expect(saveWords({ ...sampleState, saving: 'not-saved', troubleSince: since }, french, 'fr')).toBe(
      'Non enregistré depuis 14\u202fh\u202f31',
    )
  })
})

describe('message over the page', () => {
  const salvaged = [
    { id: 'w1', words: 'kept', rule: 'GU7' },
    { id: 'w2', words: 'too', rule: null },
  ]
  const notices = [{ id: 'n1', kind: 'late' as const, text: '', rule: null }]

  it('[SC10] is one, the worst first', () => {
    const all = { ...sampleState, saving: 'not-saved' as const, troubleSince: since, salvaged, notices }
    expect(chooseStrip(all)).toEqual({ kind: 'not-saved', since })
    expect(chooseStrip({ ...all, saving: 'offline' })).toMatchObject({ kind: 'salvaged', more: 1 })
    expect(chooseStrip({ ...all, saving: 'offline', salvaged: [], unsent: 3 })).toMatchObject({
      kind: 'offline',
      unsent: 3,
    })
    expect(chooseStrip({ ...all, saving: 'saved', salvaged: [] })).toMatchObject({ kind: 'notice', more: 0 })
    expect(chooseStrip(sampleState)).toBeNull()
  })

  it('[SC10] tells readers and observers, and nobody else, that they read', () => {
    const as = (role: 'reader' | 'observer' | 'delegate') =>
      chooseStrip({ ...sampleState, saving: 'reading-only', me: { ...sampleState.me, role } })
    expect(as('reader')).toEqual({ kind: 'reading', role: 'reader' })
    expect(as('observer')).toEqual({ kind: 'reading', role: 'observer' })
    expect(as('delegate')).toBeNull()
  })
})

describe('keys of the screen', () => {
  const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
    key,
    code: '',
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    ...more,
  })
  const here = { isMac: false, inField: false }

  it('[SC28] takes Alt and a place of the keyboard, Ctrl Alt on a Mac', () => {
    const alt = press('2', { code: 'Digit2', altKey: true })
    expect(shortcutOf(alt, here)).toBe('clean')
    expect(shortcutOf({ ...alt, ctrlKey: true }, here)).toBeNull()
    expect(shortcutOf({ ...alt, key: '™', ctrlKey: true }, { ...here, isMac: true })).toBe('clean')
    expect(shortcutOf(alt, { ...here, isMac: true })).toBeNull()
    expect(shortcutOf(press('ø', { code: 'KeyO', altKey: true }), here)).toBe('outline')
  })

  it('[SC28] takes ? by the character that arrives, and leaves it to words in a field', () => {
    expect(shortcutOf(press('?', { shiftKey: true }), here)).toBe('help')
    expect(shortcutOf(press('?'), here)).toBe('help')
    expect(shortcutOf(press('?', { shiftKey: true }), { ...here, inField: true })).toBeNull()
  })

  it('[SC28] takes F6 both ways and the key of saving', () => {
    expect(shortcutOf(press('F6'), here)).toBe('region')
    expect(shortcutOf(press('F6', { shiftKey: true }), here)).toBe('region-back')
    expect(shortcutOf(press('s', { ctrlKey: true }), here)).toBe('save')
    expect(shortcutOf(press('s', { metaKey: true }), { ...here, isMac: true })).toBe('save')
    expect(shortcutOf(press('s'), here)).toBeNull()
  })
})

describe('views', () => {
  it('[SC14] lists the parties that have something open, one’s own first', () => {
    expect(partiesWithProposals(proposals, id.party('SN'))).toEqual(['SN', 'JP', 'BR'])
    expect(partiesWithProposals(proposals, id.party('ICC'))).toEqual(['JP', 'BR', 'SN'])
  })

  it('[SC14] puts a proposal in a set and takes it out again', () => {
    const one = toggleProposal([], id.proposal('p1'))
    expect(one).toEqual(['p1'])
    expect(toggleProposal(one, id.proposal('p2'))).toEqual(['p1', 'p2'])
    expect(toggleProposal(one, id.proposal('p1'))).toEqual([])
  })

  it('[SC14] offers as adopted only what could be adopted', () => {
    expect(adoptable(proposals).map(proposal => proposal.id)).toEqual(['p1', 'p2', 'p3', 'p4'])
  })

  it('[SC14] names each view', () => {
    expect(viewName({ kind: 'printed', names: 'full' }, t)).toBe('As printed, with full names')
    expect(viewName({ kind: 'party', party: id.party('BR') }, t, 'BR')).toBe('Only BR')
    expect(viewName({ kind: 'as-if', proposals: [id.proposal('p1')] }, t)).toBe('As if 1 adopted')
  })
})

describe('the rest of the page', () => {
  it('[SC29] shows each delegation and each person once, however many windows are open', () => {
    const twice = [...sampleState.presence, { name: 'Awa Diop', party: id.party('SN') }]
    expect(presentParties(twice)).toEqual([
      { party: 'JP', names: ['Kenji Mori'] },
      { party: 'SN', names: ['Awa Diop', 'Moussa Fall'] },
      { party: 'SEC', names: ['Clara Weiss'] },
    ])
  })

  it('[SC31] docks a pane where there is room unless it was shut, and opens a drawer where there is none', () => {
    expect(paneMode(true, null)).toBe('docked')
    expect(paneMode(true, false)).toBe('shut')
    expect(paneMode(false, null)).toBe('shut')
    expect(paneMode(false, true)).toBe('drawer')
  })

  it('[SC33] names every form of a block by one word and reads it back', () => {
    for (const form of blockForms) expect(parseFormKey(formKey(form))).toEqual(form)
    expect(parseFormKey('heading-9')).toBeNull()
    expect(new Set(blockForms.map(formKey)).size).toBe(blockForms.length)
  })
})
