/** The open proposals of the demo, after the report of the 3rd meeting: what stood in dispute, made by the delegations themselves. */
import { type ComposedBlock, compose } from '../../../shared/compose/compose.ts'
import { Model } from '../../../shared/compose/model.ts'
import { wordsOf } from '../../../shared/compose/run.ts'
import { everything } from '../../../shared/compose/view.ts'
import type { IdSource, ProposalId } from '../../../shared/ids.ts'
import { proposeBlocks } from '../../../shared/intent/blocks.ts'
import { proposeBracket } from '../../../shared/intent/brackets.ts'
import { editBlock } from '../../../shared/intent/edit-block.ts'
import { plainContent, type Writer } from '../../../shared/intent/writer.ts'
import type { Actor } from '../../actor/actor.ts'
import type { Room } from '../../room/rooms.ts'
import { writeAs } from './peer.ts'

type Edit = (model: Model, writer: Writer) => void

/** Who proposes what, by the delegation's party. Paragraph 25 of the 2nd, paragraphs 28 and 29 of the 3rd report. */
const proposals: readonly { readonly party: string; readonly edit: Edit }[] = [
  { party: 'BR', edit: proposeStandardZero },
  { party: 'BR', edit: bracketShould },
  { party: 'JP', edit: strikeStandardThirteen },
  { party: 'SN', edit: nameOrigin },
]

/** Makes the proposals in the room of the demo text, one after another. @throws when the room refuses one. */
export async function makeProposals(room: Room, people: readonly Actor[], ids: IdSource): Promise<void> {
  for (const { party, edit } of proposals) {
    const delegate = people.find(person => person.party === party && person.role === 'delegate')
    if (delegate === undefined) throw new Error(`the demo has no delegate of ${party}`)
    const proposal = ids.next() as ProposalId
    await writeAs(room, delegate, doc =>
      edit(new Model(doc), { party: delegate.party, direct: false, proposal, ids }),
    )
  }
}

function proposeStandardZero(model: Model, writer: Writer): void {
  const heading = findBlock(model, 'STANDARDS')
  const { level } = findLabel(model, 'Standard 1')
  proposeBlocks(model, writer, heading.id, [
    { kind: 'heading', level, label: 'Standard 0', words: [] },
    {
      kind: 'paragraph',
      level: 0,
      label: null,
      words: [
        {
          text: 'The standards below are voluntary and are to be interpreted and applied in accordance with the relevant international agreements.',
          marks: null,
        },
      ],
    },
  ])
}

/** One disagreement in two places. */
function bracketShould(model: Model, writer: Writer): void {
  for (const start of [
    'Customs Administrations should have clear and transparent',
    'Customs Administrations should designate',
  ]) {
    const block = findBlock(model, start)
    const from = textOf(block).indexOf('should')
    proposeBracket(model, writer, { block, pos: from }, { block, pos: from + 'should'.length })
  }
}

function strikeStandardThirteen(model: Model, writer: Writer): void {
  const block = findBlock(model, 'Customs Administrations should have the legal authority to act, pursuant')
  editBlock(model, writer, { block, from: 0, to: textOf(block).lastIndexOf(']'), content: [] })
}

function nameOrigin(model: Model, writer: Writer): void {
  const block = findBlock(model, 'Where national legislation provides for de minimis exemptions')
  const words = 'as low as possible'
  const from = textOf(block).indexOf(words)
  const content = plainContent('limited to goods of a non-commercial nature')
  editBlock(model, writer, { block, from, to: from + words.length, content })
}

/** The first block whose shown words begin so. @throws when the demo text has none. */
function findBlock(model: Model, start: string): ComposedBlock {
  const block = compose(model, everything).find(each => textOf(each).startsWith(start))
  if (block === undefined) throw new Error(`the demo text has no block that begins with ${start}`)
  return block
}

/** The block with this printed label. @throws when the demo text has none. */
function findLabel(model: Model, label: string): ComposedBlock {
  const block = compose(model, everything).find(each => each.label === label)
  if (block === undefined) throw new Error(`the demo text has no block labelled ${label}`)
  return block
}

function textOf(block: ComposedBlock): string {
  return block.runs.map(wordsOf).join('')
}
