// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Outline } from '../../../client/app/text/outline.tsx'
import { Page } from '../../../client/app/text/page.tsx'
import { PaneFrame } from '../../../client/app/text/pane-frame.tsx'
import type { Pane } from '../../../client/app/text/panes.ts'
import { Presence } from '../../../client/app/text/presence.tsx'
import { SaveState } from '../../../client/app/text/save-state.tsx'
import { Strips } from '../../../client/app/text/strips.tsx'
import { ToolRow } from '../../../client/app/text/tool-row.tsx'
import { DownloadMenu } from '../../../client/app/text/download-menu.tsx'
import type { Role } from '../../../shared/rules/roles.ts'
import type { TextId } from '../../../shared/ids.ts'
import {
  clearScreens,
  fill,
  find,
  isThere,
  key,
  press,
  pressable,
  setWidth,
  showInText,
  words,
} from '../render.tsx'
import { id, sampleState } from '../sample-state.ts'

const docked: Pane = { mode: 'docked', docks: true, toggle: () => {}, leave: () => {} }
const tools = <ToolRow outline={docked} panel={docked} roomy />
const as = (role: Role, party = 'SEC') => ({ me: { name: 'X', party: id.party(party), role } })

beforeEach(() => setWidth(1440))
afterEach(clearScreens)

describe('save state', () => {
  it('[SC9] is a status that is read out on trouble and quiet while all goes well', async () => {
    const { set } = await showInText(<SaveState />)
    expect(find('[role="status"]').textContent).toBe('Saved 14:32')
    expect(find('[role="status"]').getAttribute('aria-live')).toBe('off')
    await set({ saving: 'saving' })
    expect(find('[role="status"]').textContent).toBe('Saving')
    await set({ saving: 'offline', unsent: 1 })
    expect(find('[role="status"]').getAttribute('aria-live')).toBe('polite')
    expect(words()).toBe('Offline, 1 change kept on this machine')
    await set({ saving: 'not-saved', troubleSince: new Date(2026, 1, 1, 14, 31).getTime() })
    expect(find('[role="alert"]').textContent).toBe('Not saved since 14:31')
  })
})

describe('messages over the page', () => {
  it('[SC11] shows refused words and submits, copies or drops them', async () => {
    const salvaged = [{ id: 'w1', words: 'my lost words', rule: 'GU7' }]
    const { workspace } = await showInText(<Strips />, { salvaged })
    expect(words()).toContain('This change was not taken. Your 3 words are kept here. GU7')
    expect(find('blockquote').textContent).toBe('my lost words')
    await press('Submit as a proposal')
    await press('Discard')
    expect(workspace.resubmitted).toEqual(['w1'])
    expect(workspace.discarded).toEqual(['w1'])
  })

  it('[SC10] tells a notice with its words until it is closed', async () => {
    const notices = [
      { id: 'n1', kind: 'not-placed' as const, text: 'these words', rule: null },
      { id: 'n2', kind: 'late' as const, text: '', rule: null },
    ]
    const { workspace } = await showInText(<Strips />, { notices })
    expect(words()).toContain('Some words could not be put back.')
    expect(words()).toContain('and 1 more')
    expect(find('blockquote').textContent).toBe('these words')
    await press('Close this message')
    expect(workspace.dismissed).toEqual(['n1'])
  })

  it('[SC10] says offline what is kept, in French too', async () => {
    const part = {
      saving: 'offline' as const,
      troubleSince: new Date(2026, 1, 1, 14, 29).getTime(),
      unsent: 12,
    }
    await showInText(<Strips />, part, { language: 'fr' })
    expect(words()).toContain('Hors ligne depuis 14 h 29. Continuez : 12 modifications sont gardées')
  })
})

describe('tool row', () => {
  it('[SC12] names the party whose words go in', async () => {
    const { set } = await showInText(tools)
    expect(words()).toContain('BRBrazilis proposing')
    await set({ ...as('secretary'), speakingFor: null })
    expect(words()).toContain('Secretariatedits agreed text')
    await set({ speakingFor: id.party('SN') })
    expect(pressable(/Senegal/).textContent).toMatch(/SNSenegalbySEC/)
    await set({ ...as('reader', 'ICC'), speakingFor: null })
    expect(words()).toContain('Chamber of Commerceis reading')
  })

  it('[SC12] lets the secretary, and nobody else, speak for a delegation and return', async () => {
    const { workspace } = await showInText(tools, as('secretary'))
    await press(/edits agreed text/)
    await press('Senegal')
    expect(workspace.acts).toEqual([{ kind: 'speak-for', party: 'SN' }])
    await press(/Senegal/)
    await press('Edit agreed text')
    expect(workspace.acts[1]).toEqual({ kind: 'speak-for', party: null })
    await clearScreens()
    await showInText(tools, as('chair', 'CH'))
    expect(isThere(/is proposing/)).toBe(false)
  })

  it('[SC13] inserts at the caret, for those who write, where everything is shown', async () => {
    const { workspace, set } = await showInText(tools)
    await press('Bracket')
    await press('Note')
    await press('New unit')
    expect(workspace.inserts).toEqual(['bracket', 'note', 'unit'])
    await set({ view: { kind: 'clean' } })
    expect(pressable('Note')).toHaveProperty('disabled', true)
    await set({ view: { kind: 'everything' }, current: null })
    expect(pressable('Note')).toHaveProperty('disabled', true)
    await set(as('reader'))
    expect(isThere('Note')).toBe(false)
  })

  it('[SC33] makes a block another kind, puts in headings and items, and changes a label', async () => {
    const { workspace } = await showInText(tools)
    await press('Block')
    await press('A heading, level 2')
    await press('Block')
    await press('New list item after this')
    await press('Block')
    await press('Change the label')
    await fill('input', ' 7 bis ')
    await press('Propose this label')
    expect(workspace.inserts).toEqual(['item'])
    expect(workspace.acts).toEqual([
      { kind: 'retype', block: 's3p', blockKind: 'heading', level: 1 },
      { kind: 'label', block: 's3p', label: '7 bis' },
    ])
  })

  it('[SC33] says to the secretary that a label changes at once, and takes an empty one away', async () => {
    const { workspace } = await showInText(tools, as('secretary'))
    await press('Block')
    await press('Change the label')
    await press('Change the label')
    expect(workspace.acts).toEqual([{ kind: 'label', block: 's3p', label: null }])
  })

  it('[SC14] shows everything, clean, printed, one party, or as if adopted', async () => {
    const { workspace } = await showInText(tools)
    const view = () => workspace.state().view
    await press('Clean')
    expect(view()).toEqual({ kind: 'clean' })
    expect(pressable('Clean').getAttribute('aria-pressed')).toBe('true')
    await press('As printed')
    await press('with full names')
    expect(view()).toEqual({ kind: 'printed', names: 'full' })
    await press('Only')
    await press(/Japan$/)
    expect(view()).toEqual({ kind: 'party', party: 'JP' })
    await press('As if')
    await press(/adds 6 words/)
    expect(view()).toEqual({ kind: 'as-if', proposals: ['p1'] })
  })

  it('[SC14] has one menu for the views where there is no room', async () => {
    const { workspace } = await showInText(<ToolRow outline={docked} panel={docked} roomy={false} />)
    await press('View: Everything')
    await press('Clean')
    expect(workspace.state().view).toEqual({ kind: 'clean' })
    expect(isThere('View: Clean')).toBe(true)
  })

  it('[SC31] opens outline and open points from the row where neither has a place', async () => {
    const toggled: string[] = []
    const shut = (name: string): Pane => ({
      mode: 'shut',
      docks: false,
      toggle: () => toggled.push(name),
      leave: () => {},
    })
    await showInText(<ToolRow outline={shut('outline')} panel={shut('panel')} roomy={false} />)
    await press('Outline')
    await press('Open points 8')
    expect(toggled).toEqual(['outline', 'panel'])
  })
})

describe('outline', () => {
  it('[SC15] counts what is open in each unit, marks where one is, and leads there', async () => {
    const { workspace } = await showInText(<Outline />)
    expect(words()).toContain('8 open3 brackets · 5 proposals · 2 stray brackets')
    expect(find('[aria-current]').textContent).toContain('Standard 3')
    expect(isThere('Standard 1, 2 open')).toBe(true)
    expect(isThere('Standard 4')).toBe(true)
    await press(/^SECTION I /)
    expect(workspace.targets).toEqual([{ block: 'u1' }])
  })

  it('[SC15] says so when there is no heading', async () => {
    await showInText(<Outline />, { outline: [] })
    expect(words()).toContain('No headings yet')
  })
})

describe('page', () => {
  it('[SC35] puts the editor in, takes it out, and shows grey lines until the words are there', async () => {
    const draw = (element: HTMLElement) => element.replaceChildren(document.createElement('article'))
    const { set, workspace } = await showInText(
      <Page />,
      { saving: 'loading' },
      { prepare: it => void (it.draw = draw) },
    )
    expect(find('[role="status"]').textContent).toContain('Opening Annex I')
    expect(find('.page-frame').hidden).toBe(true)
    await set({ saving: 'saved', view: { kind: 'printed', names: 'off' } })
    expect(find('.page-frame').hidden).toBe(false)
    expect(find('.page-frame').dataset['view']).toBe('printed')
    expect(find('.page-frame').lang).toBe('en')
    expect(find('.page-frame article')).not.toBeNull()
    expect(workspace.closed).toBe(false)
  })
})

describe('who is here', () => {
  it('[SC29] shows initials, five and a count, and the people by name on a press', async () => {
    const many = ['BR', 'JP', 'SN', 'ICC', 'SEC', 'CH'].map(party => ({
      name: `P ${party}`,
      party: id.party(party),
    }))
    await showInText(<Presence />, { presence: many })
    expect(words()).toContain('BRJPSNICCSEC+ 16 people here')
    await press(/6 people here/)
    expect(words()).toContain('Chair' + 'P CH')
  })

  it('[SC29] shows nothing when nobody else is here', async () => {
    await showInText(<Presence />, { presence: [] })
    expect(words()).toBe('')
  })
})

describe('download', () => {
  it('[SC30] gives the view on screen where a file can hold it, everything otherwise', async () => {
    const { set } = await showInText(<DownloadMenu text={'T1' as TextId} />, {
      view: { kind: 'printed', names: 'off' },
    })
    await press('Download')
    expect(words()).toContain('As shown now: As printed, without names')
    expect(pressable('Markdown').getAttribute('href')).toBe(
      '/api/texts/T1/export?as=markdown&view=printed&names=off',
    )
    await set({ view: { kind: 'party', party: id.party('BR') } })
    expect(pressable('Plain text').getAttribute('href')).toBe(
      '/api/texts/T1/export?as=text&view=everything&names=initials',
    )
  })
})

describe('panes', () => {
  it('[SC31] takes the focus as a drawer and leads back to the text by Escape', async () => {
    let left = 0
    const drawer: Pane = { mode: 'drawer', docks: false, toggle: () => {}, leave: () => void left++ }
    const { workspace } = await showInText(
      <PaneFrame pane={drawer} side="end" label="Open points">
        <button type="button">inside</button>
      </PaneFrame>,
    )
    expect(find('aside').contains(document.activeElement)).toBe(true)
    await key('Escape')
    expect(left).toBe(1)
    expect(workspace.focused).toBe(1)
  })

  it('[SC31] leaves the focus alone when docked', async () => {
    await showInText(
      <PaneFrame pane={docked} side="start" label="Outline">
        <button type="button">inside</button>
      </PaneFrame>,
    )
    expect(document.activeElement).toBe(document.body)
    expect(find('nav').getAttribute('aria-label')).toBe('Outline')
    expect(sampleState.view.kind).toBe('everything')
  })
})
