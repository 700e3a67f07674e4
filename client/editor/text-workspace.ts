/** One open text: its sitting, and what the screens are told of it. */
import type { ComposeView } from '../../shared/compose/view.ts'
import { asIfAdopted, clean, everything, onlyParty } from '../../shared/compose/view.ts'
import { wordsOf } from '../../shared/compose/run.ts'
import type { Me } from '../../shared/api/me.ts'
import type { PartyView } from '../../shared/api/party.ts'
import type { TextMeta } from '../../shared/api/text.ts'
import { type CommandId, type HostId, makeIdSource, type PartyId, type ProposalId } from '../../shared/ids.ts'
import { proposeBlocks } from '../../shared/intent/blocks.ts'
import { type ComposedBlock, headOfText } from '../../shared/compose/compose.ts'
import type { Answer } from '../../shared/protocol/answer.ts'
import type { Command } from '../../shared/protocol/command.ts'
import type { Notice as WireNotice } from '../../shared/protocol/notice.ts'
import { may } from '../../shared/rules/rights.ts'
import type {
  ActRequest,
  ActResult,
  Amendment,
  EditorKey,
  InsertKind,
  Notice,
  Preview,
  SavingState,
  Salvaged,
  Target,
  Trouble,
  ViewChoice,
  Workspace,
  WorkspaceState,
} from '../workspace/workspace.ts'
import { actOf } from './acts.ts'
import { bracketSelection } from './bracketing.ts'
import { Carets } from './carets.ts'
import type { EditorNotice } from './desk.ts'
import { TextEditor } from './editor.ts'
import { emptyState } from './empty-state.ts'
import { KeptWords } from './hold/kept-words.ts'
import { insertBlock, insertNote, insertUnit } from './inserting.ts'
import type { PartyLook } from './look.ts'
import { goToSpot } from './navigation.ts'
import { Sitting } from './sitting.ts'
import { straysOf } from './strays.ts'
import { bracketsOf } from './summaries/brackets.ts'
import { citationOf, outlineOf, unitOfBlock } from './summaries/outline.ts'
import { previewFor } from './summaries/preview.ts'
import { proposalsOf } from './summaries/proposals.ts'

export interface TextWorkspaceParts {
  readonly person: Me
  readonly parties: readonly PartyView[]
  readonly meta: TextMeta
  readonly socketBase: string
  readonly storage: Storage | null
}

/** The lists beside the page follow the text after this long, in ms: never at the cost of a key. */
const followMs = 60

export class TextWorkspace implements Workspace {
  readonly keys: readonly EditorKey[] = [
    'undo',
    'redo',
    'break',
    'line-break',
    'bracket-selection',
    'note',
    'new-unit',
    'next-bracket',
    'previous-bracket',
    'strong',
    'emphasis',
  ]
  private readonly parts: TextWorkspaceParts
  private readonly ids = makeIdSource(Date.now, Math.random)
  private readonly listeners = new Set<() => void>()
  private readonly kept: KeptWords
  private sitting: Sitting
  private carets: Carets
  private element: HTMLElement | null = null
  private current: WorkspaceState
  private follow: ReturnType<typeof setTimeout> | null = null
  private isClosed = false

  constructor(parts: TextWorkspaceParts) {
    this.parts = parts
    const { person, parties, meta, storage } = parts
    this.kept = new KeptWords(storage, `chapeau/held/${person.person}/${meta.id}`)
    this.current = {
      ...emptyState,
      title: meta.title,
      language: meta.language,
      me: { name: person.name, party: person.party.id, role: person.role },
      parties: parties.map(({ id, initials, name, colour }) => ({
        id,
        initials,
        nameEn: name.en,
        nameFr: name.fr,
        colour,
      })),
    }
    this.sitting = this.sit()
    this.carets = this.followCarets()
    const words = this.kept.take()
    if (words.trim()) this.salvage(words, null)
  }

  // ---- what the screens ask

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  state(): WorkspaceState {
    return this.current
  }

  mount(element: HTMLElement): () => void {
    this.element = element
    this.sitting.mount(element)
    return () => {
      this.element = null
      this.sitting.mount(null)
    }
  }

  setView(view: ViewChoice): void {
    this.set({ view })
    this.showView()
  }

  private showView(): void {
    const { view } = this.current
    const print = view.kind === 'printed' ? { names: view.names } : null
    this.sitting.editor?.setView(composeViewOf(view), { print, readOnly: view.kind !== 'everything' })
  }

  insert(kind: InsertKind): void {
    const desk = this.sitting.editor?.desk
    if (!desk || !this.sitting.editor?.isEditable) return
    this.focus()
    if (kind === 'bracket') bracketSelection(desk)
    else if (kind === 'note') insertNote(desk)
    else if (kind === 'unit') insertUnit(desk)
    else insertBlock(desk, kind)
  }

  preview(proposal: ProposalId, amendedBy?: Amendment): Preview {
    this.sitting.live.update()
    return previewFor(this.sitting.live.model, proposal, amendedBy)
  }

  cite(block: HostId): string | null {
    return citationOf(this.current.outline, this.sitting.live.blocks, block)
  }

  goTo(target: Target): void {
    const surface = this.sitting.editor?.surface
    if (!surface) return
    const index = surface.page.blocks.findIndex(block => block.id === this.blockOf(target))
    if (index < 0) return
    goToSpot(surface, { index, offset: offsetOf(target, surface.page.blocks[index]) })
  }

  private blockOf(target: Target): HostId | undefined {
    if ('block' in target) return target.block
    if ('proposal' in target)
      return this.current.proposals.find(each => each.id === target.proposal)?.places[0]?.block
    return this.current.brackets.find(each => each.id === target.bracket)?.block
  }

  focus(): void {
    this.sitting.editor?.surface.view.focus()
  }

  dismiss(notice: string): void {
    this.set({ notices: this.current.notices.filter(each => each.id !== notice) })
  }

  discard(salvaged: string): void {
    this.set({ salvaged: this.current.salvaged.filter(each => each.id !== salvaged) })
    this.tellLine()
  }

  answerAsked(): void {
    this.set({ asked: null })
  }

  /** The words come back as a proposed paragraph behind the block with the caret, or at the end. */
  async resubmit(salvaged: string): Promise<ActResult> {
    const { editor } = this.sitting
    const entry = this.current.salvaged.find(each => each.id === salvaged)
    if (!entry || !editor?.isEditable) return { kind: 'offline' }
    const { surface, voice } = editor
    const body = surface.page.blocks.filter(block => block.kind !== 'note')
    const after = body.find(block => block.id === this.current.current?.block) ?? body.at(-1)
    const writer = { ...voice.writerFor(surface.model, after ? [after] : []), direct: false }
    const words = [{ text: entry.words, marks: null }]
    proposeBlocks(surface.model, writer, after?.id ?? headOfText, [
      { kind: 'paragraph', level: 0, label: null, words },
    ])
    this.discard(salvaged)
    return { kind: 'done' }
  }

  async act(act: ActRequest): Promise<ActResult> {
    if (act.kind === 'speak-for') return this.speakFor(act.party)
    const { editor, line } = this.sitting
    if (!editor || !line.isOnline) return { kind: 'offline' }
    const command = actOf(act, editor, this.ids)
    if (command === null) return { kind: 'done' }
    return resultOf(await this.command(command))
  }

  private command(command: Command): Promise<Answer | null> {
    const late = new Promise<null>(resolve => setTimeout(() => resolve(null), answerTimeoutMs))
    return Promise.race([this.sitting.line.command(command), late])
  }

  /** Words of the next keys are entered for a delegation, under an id reserved for it; null: for oneself again. */
  private async speakFor(party: PartyId | null): Promise<ActResult> {
    const { editor, line } = this.sitting
    if (!editor || !line.isOnline) return { kind: 'offline' }
    if (party === null) editor.voice.speakFor(null)
    else {
      const proposal = this.ids.next() as ProposalId
      const result = resultOf(await this.command(this.reserve(proposal, party)))
      if (result.kind !== 'done') return result
      editor.voice.speakFor({ party, proposal })
    }
    editor.refreshLook()
    this.set({ speakingFor: party })
    return { kind: 'done' }
  }

  private reserve(proposal: ProposalId, onBehalfOf: PartyId): Command {
    return { kind: 'reserve', id: this.ids.next() as CommandId, proposal, onBehalfOf }
  }

  /** The next proposal of the delegation spoken for has its id before the first word of it is typed. */
  private async keepReserve(): Promise<void> {
    const { voice } = this.sitting.editor ?? {}
    const party = voice?.speaksFor
    if (!voice?.lacksReserve || !party || this.isReserving) return
    this.isReserving = true
    const proposal = this.ids.next() as ProposalId
    const answer = await this.command(this.reserve(proposal, party))
    if (answer?.kind === 'done') voice.addReserved(party, proposal)
    this.isReserving = false
  }

  private isReserving = false

  close(): void {
    this.isClosed = true
    if (this.follow !== null) clearTimeout(this.follow)
    this.carets.close()
    this.sitting.close()
    this.listeners.clear()
  }

  // ---- the sitting

  private sit(): Sitting {
    const { person, meta, socketBase } = this.parts
    const key = { person: person.person, party: person.party.id, text: meta.id, epoch: meta.epoch }
    return new Sitting({
      key,
      socketBase,
      makeEditor: parts => this.makeEditor(parts),
      lineChanged: () => this.tellLine(),
      textChanged: () => this.tellTextSoon(),
      notice: notice => this.tellNotice(notice),
    })
  }

  private followCarets(): Carets {
    const { sitting } = this
    return new Carets({
      awareness: sitting.line.awareness,
      look: party => this.lookOf(party),
      changed: (presence, carets) => {
        this.set({ presence })
        sitting.editor?.surface.setOverlays({ carets })
      },
    })
  }

  private makeEditor(
    parts: Pick<ConstructorParameters<typeof TextEditor>[0], 'doc' | 'element' | 'wire'>,
  ): TextEditor {
    const { person } = this.parts
    const editor = new TextEditor({
      ...parts,
      me: { party: person.party.id, role: person.role },
      ids: this.ids,
      party: id => this.lookOf(id),
      kept: this.kept,
      ask: bracket => this.set({ asked: { kind: 'bracket', bracket } }),
      notify: notice => this.tellEditorNotice(notice),
    })
    editor.surface.onChange(() => this.pageChanged(editor))
    queueMicrotask(() => {
      this.showView()
      this.carets.refresh()
      this.tellText()
    })
    return editor
  }

  private pageChanged(editor: TextEditor): void {
    const place = editor.surface.selected()?.head ?? null
    this.carets.tell(place)
    this.tellCurrent(editor)
    void this.keepReserve()
  }

  private lookOf(id: PartyId): PartyLook | null {
    const party = this.parts.parties.find(each => each.id === id)
    return party ? { colour: party.colour, initials: party.initials, name: party.name.en } : null
  }

  /** A refused sitting ends: its words are offered, and another begins with nothing kept of it. */
  private async startAnew(): Promise<void> {
    const old = this.sitting
    const { unsavedWords, refusal } = old.line
    this.carets.close()
    old.mount(null)
    await old.forget()
    old.close()
    if (this.isClosed) return
    this.sitting = this.sit()
    this.carets = this.followCarets()
    this.set({ speakingFor: null })
    if (unsavedWords.trim()) this.salvage(unsavedWords, refusal?.rule ?? null)
    if (this.element) this.sitting.mount(this.element)
    this.isStartingAnew = false
  }

  private isStartingAnew = false

  private salvage(words: string, rule: string | null): void {
    const entry: Salvaged = { id: this.ids.next(), words, rule }
    this.set({ salvaged: [...this.current.salvaged, entry] })
  }

  // ---- what the screens are told

  private set(part: Partial<WorkspaceState>): void {
    this.current = { ...this.current, ...part }
    for (const listener of this.listeners) listener()
  }

  private tellLine(): void {
    if (this.isClosed) return
    const { line } = this.sitting
    if (line.end === 'refused') {
      if (!this.isStartingAnew) void this.startAnew()
      this.isStartingAnew = true
      return
    }
    const saving = this.savingState()
    const isTrouble = saving === 'offline' || saving === 'not-saved' || saving === 'closed'
    this.set({
      saving,
      savedAt: line.savedAt,
      unsent: line.unsaved.count,
      trouble: troubleOf(line.end),
      troubleSince: isTrouble ? (this.current.troubleSince ?? Date.now()) : null,
    })
  }

  private savingState(): SavingState {
    const { line, hasContent } = this.sitting
    const { role } = this.parts.person
    if (line.end !== null) return 'closed'
    if (!hasContent) return 'loading'
    if (line.state === 'down' || line.state === 'connecting') return 'offline'
    if (!line.isSaving) return 'not-saved'
    if (!may(role, 'propose') && !may(role, 'editAgreed')) return 'reading-only'
    if (this.current.salvaged.some(each => each.rule !== null)) return 'refused'
    return line.isSaved ? 'saved' : 'saving'
  }

  private tellTextSoon(): void {
    if (this.follow !== null || this.isClosed) return
    this.follow = setTimeout(() => {
      this.follow = null
      this.tellText()
    }, followMs)
  }

  private tellText(): void {
    if (this.isClosed) return
    const { live, editor } = this.sitting
    live.update()
    const { blocks, model } = live
    const outline = outlineOf(blocks)
    const cite = (block: HostId) => citationOf(outline, blocks, block) ?? ''
    const party = this.parts.person.party.id
    const strays = straysOf(blocks)
    this.set({
      outline,
      proposals: proposalsOf(model, blocks, { party, cite }),
      brackets: bracketsOf(model, blocks, { party, cite }),
      strays: strays.map(({ block, char, offset }) => ({
        block: block.id,
        char,
        context: contextOf(block, offset),
      })),
    })
    if (editor) {
      this.markStrays(editor)
      this.tellCurrent(editor)
    }
  }

  private markStrays(editor: TextEditor): void {
    const { page } = editor.surface
    const spots = straysOf(page.blocks).map(({ block, offset }) => ({
      index: page.indexOf(block.id),
      offset,
    }))
    editor.surface.setOverlays({ strays: spots })
  }

  private tellCurrent(editor: TextEditor): void {
    const { view, page } = editor.surface
    const block =
      view.hasFocus() || this.current.current
        ? page.blocks[editor.surface.spotAt(view.state.selection.head).index]
        : null
    if (!block) return
    const unit = unitOfBlock(this.current.outline, page.blocks, block.id)?.block ?? null
    const next = { block: block.id, kind: block.kind, level: block.level, label: block.label, unit }
    if (JSON.stringify(next) !== JSON.stringify(this.current.current)) this.set({ current: next })
  }

  private tellEditorNotice({ kind, words, rule }: EditorNotice): void {
    this.addNotice({ id: this.ids.next(), kind, text: words, rule })
  }

  private tellNotice({ code, about }: WireNotice): void {
    if (code === 'not-saved' || code === 'saving-again') return this.tellLine()
    this.addNotice({
      id: this.ids.next(),
      kind: code,
      text: code === 'late' ? '' : (about ?? ''),
      rule: null,
    })
  }

  private addNotice(notice: Notice): void {
    this.set({ notices: [...this.current.notices, notice] })
  }
}

const answerTimeoutMs = 15_000

function composeViewOf(view: ViewChoice): ComposeView {
  switch (view.kind) {
    case 'everything':
    case 'printed':
      return everything
    case 'clean':
      return clean
    case 'party':
      return onlyParty(view.party)
    case 'as-if':
      return asIfAdopted(new Set(view.proposals))
  }
}

function troubleOf(end: 'sign-in-needed' | 'not-allowed' | 'outdated' | 'refused' | null): Trouble | null {
  return end === 'refused' ? null : end
}

/** What an answer means to the person who asked. */
function resultOf(answer: Answer | null): ActResult {
  if (answer === null) return { kind: 'unanswered' }
  if (answer.kind === 'done') return { kind: 'done' }
  if (answer.code === 'changed') return { kind: 'changed' }
  if (answer.depends?.length) return { kind: 'depends', on: answer.depends }
  return { kind: 'refused', rule: answer.rule, reason: answer.reason }
}

function contextOf(block: ComposedBlock, offset: number): string {
  return block.runs
    .map(wordsOf)
    .join('')
    .slice(Math.max(0, offset - 30), offset + 30)
}

/** Where in its block a target begins. */
function offsetOf(target: Target, block: ComposedBlock | undefined): number {
  let seen = 0
  for (const run of block?.runs ?? []) {
    const changes = run.kind === 'glyph' ? [run.bracket.change] : [run.own, ...run.struck, ...run.formats]
    if ('proposal' in target && changes.some(change => change?.pid === target.proposal)) return seen
    if ('bracket' in target && run.kind === 'glyph' && run.bracket.id === target.bracket) return seen + 1
    seen += run.len
  }
  return 0
}
