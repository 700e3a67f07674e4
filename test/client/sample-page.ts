/** Annex I in part, in the elements the editor draws: every mark of the page at least once. */
type Child = string | HTMLElement
type Attributes = Readonly<Record<string, string | number>>

function make(tag: string, className: string, data: Attributes, ...children: readonly Child[]): HTMLElement {
  const element = document.createElement(tag)
  if (className !== '') element.className = className
  for (const [key, value] of Object.entries(data)) element.setAttribute(`data-${key}`, String(value))
  element.append(...children)
  return element
}

interface BlockData {
  readonly kind?: string
  readonly level?: number
  readonly label?: string
  readonly more?: Attributes
}

function block(
  { kind = 'paragraph', level = 0, label = '', more = {} }: BlockData,
  ...content: readonly Child[]
) {
  const sign = make('span', 'label', {}, label)
  sign.contentEditable = 'false'
  return make('div', 'block', { kind, level, ...more }, sign, make('div', 'content', {}, ...content))
}

const heading = (level: number, label: string, ...content: Child[]) =>
  block({ kind: 'heading', level, label }, ...content)
const glyph = (end: 'open' | 'close', data: Attributes = {}) =>
  make('span', 'glyph', { end, ...data }, end === 'open' ? '[' : ']')
const own = (party: number, initials: string) => ({ party, initials })

/** Words between brackets, with the highlight around all three. */
function bracketed(who: { party: number; initials: string } | null, ...words: readonly Child[]): HTMLElement {
  const { initials, ...colour } = who ?? {}
  const closing = initials === undefined ? colour : { ...colour, initials }
  return make(
    'span',
    'highlight',
    colour as Attributes,
    glyph('open', colour as Attributes),
    ...words,
    glyph('close', closing as Attributes),
  )
}

const both = { first: 'true', last: 'true' }
const words = (...content: Child[]) => make('span', 'words', {}, ...content)
const insertion = (who: Attributes, ...content: Child[]) =>
  make('span', 'insertion', { ...who, ...both }, make('span', 'pair', {}, words(...content)))
const deletion = (who: Attributes, ...content: Child[]) =>
  make('span', 'deletion', { ...who, ...both }, words(...content))
const noteRef = (label: string) => make('sup', 'note-ref', {}, label)
const item = (text: Child, more: Attributes = {}) => block({ kind: 'item', more }, text)

const br = own(1, 'BR')
const jp = own(2, 'JP')
const sn = own(3, 'SN')
const au = own(8, 'AU')

function blocks(): readonly HTMLElement[] {
  return [
    heading(1, 'SECTION I.', 'IPR LEGISLATIVE AND ENFORCEMENT REGIME DEVELOPMENT'),
    block(
      { label: '9' },
      'Given the increase in IPR fraud, Customs authorities should extend their control prerogatives beyond goods entering their countries to include goods leaving or transiting their national territory.',
    ),
    heading(2, '', 'STANDARDS', noteRef('1')),
    heading(2, 'Standard 1'),
    block(
      {},
      bracketed(
        null,
        'Customs Administrations should have the authority to enforce IPR according to national legislation against goods which are deemed to be under Customs control.',
      ),
    ),
    block({}, 'Wherever national law permits these enforcement activities are to apply to :'),
    item('Import;'),
    item(deletion(au, 'Transit;'), { spans: '8' }),
    item('Warehouses;', { spans: '8' }),
    item(make('span', '', {}, 'Duty free shops.', make('span', 'stray', {}, ']'))),
    heading(2, 'Standard 2'),
    block(
      {},
      'National legislation may extend the scope of Customs IPR legislation from trademark and copyright to other intellectual property rights ',
      insertion(jp, 'registered in the country of import'),
      '.',
    ),
    heading(2, 'Standard 3'),
    block(
      {},
      'Customs Administrations ',
      deletion(sn, 'should'),
      ' ',
      insertion(sn, 'shall'),
      ' have clear and transparent procedures for all aspects of intellectual property rights enforcement.',
    ),
    block(
      {},
      bracketed(
        br,
        'The application of IPR laws with regard to ',
        bracketed(jp, 'de minimis'),
        ' imports shall not apply to goods which are hazardous to public health and safety ',
        deletion(sn, 'such as counterfeit medicines, some motor vehicles parts like brake pads etc.'),
        make('span', 'cursor', { party: 3, name: 'Awa Diop, SN', fresh: '' }),
        ', nor to goods that incorporate IPRs granted in contradiction with the legislation governing access to biodiversity or traditional knowledge.',
      ),
    ),
    block(
      { more: { proposed: '1', initials: 'BR', own: 'true' } },
      'Customs Administrations should publish these procedures',
      make('span', 'split-mark', {}, '¶'),
      ' within one year.',
    ),
    heading(2, 'Standard 4'),
    block(
      { more: { struck: '2', initials: 'JP' } },
      'The initial period should be extended by simple notification.',
    ),
    block(
      { label: '12', more: { moved: '3', relabel: '12 bis' } },
      'Co-operation between the private sector and Customs is fundamental in order to conduct the fight against counterfeiting and piracy.',
    ),
    block(
      { kind: 'item', level: 1, label: '(a)' },
      'a second level item with a label, long enough to run over the end of its first line and into a second one',
    ),
    block(
      { kind: 'note', label: '1' },
      'The standards are voluntary and do not prejudice the flexibilities provided for by existing international agreements to which the WCO Members are parties, including the WTO TRIPs Agreement ',
      bracketed(own(5, 'ECU'), 'and the WIPO Development Agenda'),
      '.',
    ),
    block({ kind: 'note', label: '2' }, 'A second note.'),
  ]
}

/** Draws the sample into an element, as `Workspace.mount` does. */
export function drawSamplePage(element: HTMLElement): void {
  const editor = make('div', 'ProseMirror', {}, ...blocks())
  editor.contentEditable = 'true'
  editor.tabIndex = 0
  editor.setAttribute('role', 'textbox')
  editor.setAttribute('aria-multiline', 'true')
  editor.setAttribute('aria-label', 'Annex I')
  element.replaceChildren(editor)
}
