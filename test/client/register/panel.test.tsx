// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest'
import { AskedDialog } from '../../../client/register/asked-dialog.tsx'
import { RegisterPanel } from '../../../client/register/register-panel.tsx'
import type { ActResult, Preview } from '../../../client/workspace/workspace.ts'
import type { Role } from '../../../shared/rules/roles.ts'
import type { FakeWorkspace } from '../fake-workspace.ts'
import {
  choose,
  clearScreens,
  fill,
  find,
  isThere,
  press,
  pressable,
  pressElement,
  sees,
  showInText,
  words,
} from '../render.tsx'
import { id, proposals, samplePreview } from '../sample-state.ts'

const as = (role: Role, party: string) => ({ me: { name: 'X', party: id.party(party), role } })
const chair = as('chair', 'CH')
const withPreview = (preview: Preview = samplePreview) => ({
  prepare: (workspace: FakeWorkspace) => void (workspace.previewOf = () => preview),
})
const openCard = (proposal: string) => pressElement(find(`[data-proposal="${proposal}"] button`))
const dialog = () => find('[role="dialog"]').textContent ?? ''

afterEach(clearScreens)

describe('open points', () => {
  it('[SC16] lists proposals in the order of the text, and those without a place last', async () => {
    await showInText(<RegisterPanel />)
    const listed = [...document.querySelectorAll('[data-proposal]')].map(item =>
      item.getAttribute('data-proposal'),
    )
    expect(listed).toEqual(['p1', 'p2', 'p3', 'p4', 'p5'])
    expect(words()).toContain('JPadds 6 words')
    expect(words()).toContain('entered by Secretariat')
    expect(words()).toContain('Without a place')
  })

  it('[SC16] leads to the words when a card is opened, and to a place by its name', async () => {
    const { workspace } = await showInText(<RegisterPanel />)
    await openCard('p3')
    expect(find('del').textContent).toContain('counterfeit medicines')
    await press('Standard 13')
    expect(workspace.targets).toEqual([{ proposal: 'p3' }, { block: 's13' }])
    await openCard('p5')
    expect(workspace.targets).toHaveLength(2)
  })

  it('[SC16] leaves our own or others’ when asked', async () => {
    await showInText(<RegisterPanel />)
    await press('Ours 2')
    expect(document.querySelectorAll('[data-proposal]')).toHaveLength(2)
    await press('Others 3')
    expect(document.querySelectorAll('[data-proposal]')).toHaveLength(3)
  })

  it('[SC16] says what to expect when nothing is open', async () => {
    await showInText(<RegisterPanel />, { proposals: [], brackets: [], strays: [] })
    expect(words()).toContain('No open proposal')
    expect(isThere(/^Faults/)).toBe(false)
    await press(/^Brackets/)
    expect(words()).toContain('No bracket stands')
  })

  it('[SC36] lists stray brackets with the words around them', async () => {
    const { workspace } = await showInText(<RegisterPanel />)
    await press(/^Faults/)
    expect(words()).toContain('“]” without a partnerStandard 1… Free zones; Duty free shops.]')
    await press(/“]” without/)
    expect(workspace.targets).toEqual([{ block: 's1' }])
  })

  it('[SC17] shows a delegate its own way out and no decision', async () => {
    await showInText(<RegisterPanel />)
    await openCard('p2')
    expect(isThere('Withdraw')).toBe(true)
    expect(isThere('Adopt')).toBe(false)
    await openCard('p1')
    expect(isThere('Withdraw')).toBe(false)
  })

  it('[SC24] takes no decision without the line', async () => {
    const { set } = await showInText(<RegisterPanel />, { ...chair, saving: 'offline' })
    await openCard('p1')
    expect(pressable('Adopt')).toHaveProperty('disabled', true)
    await set({ saving: 'saved' })
    expect(pressable('Adopt')).toHaveProperty('disabled', false)
  })
})

describe('adopting', () => {
  it('[SC18] shows what the text becomes and adopts exactly that', async () => {
    const preview = { ...samplePreview, together: [id.proposal('p3')] }
    const { workspace } = await showInText(<RegisterPanel />, chair, withPreview(preview))
    await openCard('p1')
    await press('Adopt')
    expect(workspace.acts).toEqual([])
    expect(find('[data-outcome]').textContent).toBe(
      'National legislation may extend the scope of Customs IPR legislation from trademark and copyright to other intellectual property rights registered in the country of import.',
    )
    expect(find('[data-outcome] ins').textContent).toBe(' registered in the country of import')
    expect(dialog()).toContain('Hangs on this one and is adopted with it:SN would delete 12 words')
    await fill('[role="dialog"] textarea', ' agreed in plenary ')
    await press('Adopt these words')
    expect(workspace.acts).toEqual([
      { kind: 'adopt', proposal: 'p1', hash: 'a1', together: ['p3'], reason: 'agreed in plenary' },
    ])
    expect(document.querySelector('[role="dialog"]')).toBeNull()
  })

  it('[SC18] leaves an armed decision without an act', async () => {
    const { workspace } = await showInText(<RegisterPanel />, chair, withPreview())
    await openCard('p1')
    await press('Adopt')
    await press('Cancel')
    expect(document.querySelector('[role="dialog"]')).toBeNull()
    expect(workspace.acts).toEqual([])
  })

  it('[SC19] does not adopt words that were not on screen', async () => {
    const { workspace, set } = await showInText(<RegisterPanel />, chair, withPreview())
    await openCard('p1')
    await press('Adopt')
    workspace.previewOf = () => ({ ...samplePreview, hash: 'b2', blocks: [] })
    await set({ unsent: 0 })
    expect(dialog()).toContain('The words have changed. Read them again before you decide.')
    expect(find('[data-outcome]').textContent).toContain('registered')
    expect(pressable('Adopt these words')).toHaveProperty('disabled', true)
    await press('Show the words as they are now')
    expect(dialog()).toContain('No word of the text changes.')
    await press('Adopt these words')
    expect(workspace.acts[0]).toMatchObject({ hash: 'b2' })
  })

  it('[SC22] says why an act was refused, keeps the window, and shows the words anew when they changed', async () => {
    const answers: [ActResult, string][] = [
      [
        { kind: 'refused', rule: 'PP9', reason: 'no' },
        'This was not done. The rules do not allow it as things stand. Nothing was changed. PP9',
      ],
      [{ kind: 'offline' }, 'Decisions cannot be taken offline.'],
      [{ kind: 'unanswered' }, 'It may have been done.'],
      [{ kind: 'depends', on: [id.proposal('p3')] }, 'This proposal hangs on others.'],
      [{ kind: 'changed' }, 'Nothing was decided. Read the words again.'],
    ]
    const { workspace } = await showInText(<RegisterPanel />, chair, withPreview())
    await openCard('p1')
    await press('Adopt')
    for (const [answer, said] of answers) {
      workspace.answer = answer
      await press('Adopt these words')
      await sees(said)
    }
    await press('Show the words as they are now')
    expect(dialog()).not.toContain('Nothing was decided')
  })

  it('[SC23] says so when somebody decided meanwhile', async () => {
    const { set } = await showInText(<RegisterPanel />, chair, withPreview())
    await openCard('p1')
    await press('Adopt')
    await set({ proposals: proposals.slice(1) })
    expect(dialog()).toContain('This is decided already, or withdrawn.')
  })

  it('[SC20] adopts with words in place of the proposal’s', async () => {
    const { workspace } = await showInText(<RegisterPanel />, chair, withPreview())
    const amendments: unknown[] = []
    workspace.previewOf = (_, amendedBy) => {
      amendments.push(amendedBy)
      return samplePreview
    }
    await openCard('p1')
    await press('Adopt as amended')
    await fill('[role="dialog"] textarea', ' registered anywhere')
    expect(amendments.at(-1)).toEqual({ kind: 'words', words: ' registered anywhere' })
    await press('Adopt these words')
    expect(workspace.acts).toEqual([
      {
        kind: 'adopt-as-amended',
        proposal: 'p1',
        amendedBy: { kind: 'words', words: ' registered anywhere' },
        hash: 'a1',
        together: [],
      },
    ])
  })

  it('[SC20] does not adopt as amended by nothing', async () => {
    await showInText(<RegisterPanel />, chair, withPreview())
    await openCard('p1')
    await press('Adopt as amended')
    await fill('[role="dialog"] textarea', '  ')
    expect(pressable('Adopt these words')).toHaveProperty('disabled', true)
  })

  it('[SC20] adopts as amended by another open proposal', async () => {
    const { workspace } = await showInText(<RegisterPanel />, chair, withPreview())
    await openCard('p1')
    await press('Adopt as amended')
    const [, byProposal] = document.querySelectorAll<HTMLInputElement>('[type="radio"]')
    if (byProposal) await pressElement(byProposal)
    await choose('[role="dialog"] select', 'p3')
    await press('Adopt these words')
    expect(workspace.acts[0]).toMatchObject({ amendedBy: { kind: 'proposal', proposal: 'p3' } })
  })
})

describe('other decisions', () => {
  it('[SC21] withdraws, does not retain, keeps in brackets, each after its words were shown', async () => {
    const { workspace } = await showInText(<RegisterPanel />, { ...as('chair', 'BR') }, withPreview())
    await openCard('p2')
    await press('Withdraw')
    expect(dialog()).toContain('The words leave the text.')
    expect(dialog()).toContain('shall')
    await press('Withdraw the proposal')
    await press('Not retain')
    await fill('[role="dialog"] textarea', 'no support')
    await pressElement(find('[role="dialog"] button'))
    await press('Keep in brackets')
    await pressElement(find('[role="dialog"] button'))
    expect(workspace.acts).toEqual([
      { kind: 'withdraw', proposal: 'p2' },
      { kind: 'not-retain', proposal: 'p2', reason: 'no support' },
      { kind: 'keep-in-brackets', target: { kind: 'proposal', proposal: 'p2' } },
    ])
  })

  it('[SC21] lifts and keeps an agreed bracket', async () => {
    const { workspace } = await showInText(<RegisterPanel />, chair)
    await press(/^Brackets/)
    await pressElement(find('[data-bracket="b1"] button'))
    expect(workspace.targets).toEqual([{ bracket: 'b1' }])
    await press('Lift the bracket')
    expect(dialog()).toContain('These words become agreed; the brackets go.and the WIPO Development Agenda')
    await pressElement(find('[role="dialog"] button'))
    await press('Keep in brackets')
    await pressElement(find('[role="dialog"] button'))
    expect(workspace.acts).toEqual([
      { kind: 'lift-bracket', bracket: 'b1' },
      { kind: 'keep-in-brackets', target: { kind: 'bracket', bracket: 'b1' } },
    ])
  })

  it('[SC25] asks about a bracket that a key met, those who decide and nobody else', async () => {
    const asked = { kind: 'bracket' as const, bracket: id.bracket('b1') }
    const { workspace } = await showInText(<AskedDialog />, { ...chair, asked })
    expect(dialog()).toContain('Lift the bracket: Standards, note 1')
    await press('Cancel')
    expect(workspace.state().asked).toBeNull()
    expect(workspace.focused).toBe(1)
    expect(workspace.acts).toEqual([])
    await clearScreens()
    await showInText(<AskedDialog />, { asked })
    expect(document.querySelector('[role="dialog"]')).toBeNull()
  })
})
