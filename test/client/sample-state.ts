import type { BracketId, HostId, PartyId, ProposalId } from '../../shared/ids.ts'
import type {
  BracketSummary,
  OutlineUnit,
  PartySummary,
  Preview,
  ProposalSummary,
  WorkspaceState,
} from '../../client/workspace/workspace.ts'

export const id = {
  party: (text: string) => text as PartyId,
  host: (text: string) => text as HostId,
  proposal: (text: string) => text as ProposalId,
  bracket: (text: string) => text as BracketId,
}

function party(code: string, initials: string, nameEn: string, nameFr: string, colour: number): PartySummary {
  return { id: id.party(code), initials, nameEn, nameFr, colour }
}

export const parties = [
  party('BR', 'BR', 'Brazil', 'Brésil', 1),
  party('JP', 'JP', 'Japan', 'Japon', 2),
  party('SN', 'SN', 'Senegal', 'Sénégal', 3),
  party('ICC', 'ICC', 'Chamber of Commerce', 'Chambre de commerce', 4),
  party('SEC', 'SEC', 'Secretariat', 'Secrétariat', 9),
  party('CH', 'CH', 'Chair', 'Présidence', 8),
] as const

function unit(block: string, level: number, label: string | null, title: string, open = 0): OutlineUnit {
  return { block: id.host(block), level, label, title, open }
}

export const outline: readonly OutlineUnit[] = [
  unit('u0', 1, null, 'INTRODUCTION', 0),
  unit('u1', 1, 'SECTION I', 'IPR LEGISLATIVE AND ENFORCEMENT REGIME DEVELOPMENT', 6),
  unit('u2', 2, null, 'STANDARDS', 1),
  unit('s1', 2, 'Standard 1', '', 2),
  unit('s2', 2, 'Standard 2', '', 1),
  unit('s3', 2, 'Standard 3', '', 2),
  ...[4, 5, 6, 7, 8, 9, 10, 11, 12].map(n => unit(`s${n}`, 2, `Standard ${n}`, '')),
  unit('s13', 2, 'Standard 13', '', 1),
  unit('u4', 1, 'SECTION II', 'CO-OPERATION WITH THE PRIVATE SECTOR'),
  unit('u5', 1, 'SECTION III', 'RISK ANALYSIS AND INTELLIGENCE SHARING'),
]

function proposal(
  summary: Partial<ProposalSummary> & Pick<ProposalSummary, 'id' | 'holder'>,
): ProposalSummary {
  return {
    enteredBy: null,
    state: 'open',
    kept: false,
    mine: false,
    places: [],
    kinds: ['insert'],
    inserted: '',
    deleted: '',
    placeGone: false,
    ...summary,
  }
}

export const proposals: readonly ProposalSummary[] = [
  proposal({
    id: id.proposal('p1'),
    holder: id.party('JP'),
    places: [{ block: id.host('s2'), label: 'Standard 2' }],
    inserted: ' registered in the country of import',
  }),
  proposal({
    id: id.proposal('p2'),
    holder: id.party('BR'),
    mine: true,
    places: [{ block: id.host('s3'), label: 'Standard 3' }],
    kinds: ['insert', 'delete'],
    inserted: 'shall',
    deleted: 'should',
    enteredBy: id.party('SEC'),
  }),
  proposal({
    id: id.proposal('p3'),
    holder: id.party('SN'),
    places: [{ block: id.host('s3'), label: 'Standard 3' }],
    kinds: ['delete'],
    deleted: 'such as counterfeit medicines, some motor vehicles parts like brake pads etc.',
    kept: true,
  }),
  proposal({
    id: id.proposal('p4'),
    holder: id.party('BR'),
    mine: true,
    places: [{ block: id.host('s13'), label: 'Standard 13' }],
    kinds: ['newBlock'],
    inserted: 'Customs Administrations should publish these procedures.',
  }),
  proposal({
    id: id.proposal('p5'),
    holder: id.party('SN'),
    kinds: ['insert'],
    inserted: 'within ten working days',
    placeGone: true,
  }),
]

function bracket(
  summary: Partial<BracketSummary> & Pick<BracketSummary, 'id' | 'text' | 'label'>,
): BracketSummary {
  return { holder: null, state: 'standing', kept: false, block: id.host('s1'), ...summary }
}

export const brackets: readonly BracketSummary[] = [
  bracket({
    id: id.bracket('b1'),
    label: 'Standards, note 1',
    text: 'and the WIPO Development Agenda',
    block: id.host('n1'),
  }),
  bracket({
    id: id.bracket('b2'),
    label: 'Standard 1',
    text: 'Customs Administrations should have the authority to enforce IPR according to national legislation against goods which are deemed to be under Customs control whenever such goods are suspected of infringing IPR.',
  }),
  bracket({
    id: id.bracket('b3'),
    label: 'Standard 3',
    holder: id.party('BR'),
    kept: true,
    text: 'The application of IPR laws with regard to de minimis imports shall not apply to goods which are hazardous to public health and safety.',
  }),
]

/** Annex I as Brazil's delegate sees it, all saved. */
export const sampleState: WorkspaceState = {
  saving: 'saved',
  savedAt: new Date(2026, 10, 21, 14, 32).getTime(),
  troubleSince: null,
  unsent: 0,
  trouble: null,
  title: 'Annex I, Provisional SECURE Standards',
  language: 'en',
  me: { name: 'Ana Lima', party: id.party('BR'), role: 'delegate' },
  speakingFor: null,
  parties,
  presence: [
    { name: 'Kenji Mori', party: id.party('JP') },
    { name: 'Awa Diop', party: id.party('SN') },
    { name: 'Moussa Fall', party: id.party('SN') },
    { name: 'Clara Weiss', party: id.party('SEC') },
  ],
  outline,
  proposals,
  brackets,
  strays: [
    { block: id.host('s1'), char: ']', context: '… Free zones; Duty free shops.]' },
    { block: id.host('s13'), char: ']', context: '… access to biodiversity or traditional knowledge.]' },
  ],
  notices: [],
  salvaged: [],
  view: { kind: 'everything' },
  current: { block: id.host('s3p'), kind: 'paragraph', level: 0, label: null, unit: id.host('s3') },
  asked: null,
}

export const samplePreview: Preview = {
  hash: 'a1',
  together: [],
  blocks: [
    {
      block: id.host('s2p'),
      kind: 'paragraph',
      level: 0,
      label: null,
      state: 'changed',
      runs: [
        {
          kind: 'plain',
          text: 'National legislation may extend the scope of Customs IPR legislation from trademark and copyright to other intellectual property rights',
        },
        { kind: 'new', text: ' registered in the country of import' },
        { kind: 'plain', text: '.' },
      ],
    },
  ],
}
