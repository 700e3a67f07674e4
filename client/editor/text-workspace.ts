/** One open text: its sitting, and what the screens are told of it. */
import type { Me } from '../../shared/api/me.ts'
import type { PartyView } from '../../shared/api/party.ts'
import type { TextMeta } from '../../shared/api/text.ts'
import { type HostId, makeIdSource, type PartyId, type ProposalId } from '../../shared/ids.ts'
import { proposeBlocks } from '../../shared/intent/blocks.ts'
import { headOfText } from '../../shared/compose/compose.ts'
import type { Answer } from '../../shared/protocol/answer.ts'
import type { Command } from '../../shared/protocol/command.ts'
import type { Notice as WireNotice } from '../../shared/protocol/notice.ts'
import { may } from '../../shared/rules/rights.ts'
import { type Role, roles } from '../../shared/rules/roles.ts'
import type {
  ActRequest,
  ActResult,
  Amendment,
  EditorKey,
  InsertKind,
  Preview,
  SavingState,
  Target,
  ViewChoice,
  Workspace,
  WorkspaceState,
} from '../workspace/workspace.ts'
import { actOf } from './acts.ts'
import { bracketSelection } from './bracketing.ts'
import { Board } from './board.ts'
import { Carets } from './carets.ts'
import { TextEditor } from './editor.ts'
import { emptyState } from './empty-state.ts'
import { KeptWords } from './hold/kept-words.ts'
import { inverseOf } from './inverse.ts'
import { insertBlock, insertNote, insertUnit } from './inserting.ts'
import { askBeforeLeaving } from './leaving.ts'
import { Lists } from './lists.ts'
import type { PartyLook } from './look.ts'
import { goToSpot } from './navigation.ts'
import { Sitting } from './sitting.ts'
import { isTrouble, savingStateOf, troubleOf } from './saving.ts'
import { Speaking } from './speaking.ts'
import { citationsOf } from './summaries/outline.ts'
import { previewFor } from './summaries/preview.ts'
import { spotOfTarget } from './targets.ts'
import { composeViewOf, printOf } from './views.ts'

export interface TextWorkspaceParts {
  readonly person: Me
  readonly parties: readonly PartyView[]
  readonly meta: TextMeta
  readonly socketBase: string
  readonly storage: Storage | null
}

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
  private readonly kept: KeptWords
  private readonly board: Board
  private readonly lists: Lists
  private role: Role
  private sitting: Sitting
  private speaking: Speaking | null = null
  private carets: Carets
  private element: HTMLElement | null = null
  private readonly stopAsking: () => void
  private isClosed = false
  private isStartingAnew = false

  constructor(parts: TextWorkspaceParts) {
    this.parts = parts
    const { person, meta, storage } = parts
    this.role = person.role
    this.board = new Board(firstState(parts), this.ids)
    this.lists = new Lists(this.board, person.party.id, () => this.sitting)
    this.kept = new KeptWords(storage, `chapeau/held/${person.person}/${meta.id}`)
    this.sitting = this.sit()
    this.carets = this.followCarets()
    this.board.salvage(this.kept.take(), null)
    this.stopAsking = askBeforeLeaving(window, () => this.hasUnsaved)
  }

  private get hasUnsaved(): boolean {
    const { line, editor } = this.sitting
    return !line.unsaved.isEmpty || (editor?.isHeld ?? false) || this.board.state.salvaged.length > 0
  }

  // ---- what the screens ask

  subscribe(listener: () => void): () => void {
    return this.board.subscribe(listener)
  }

  state(): WorkspaceState {
    return this.board.state
  }

  mount(element: HTMLElement): () => void {
    this.element = element
    this.sitting.mount(element)
    return () => {
      this.element = null
      this.sitting.mount(null)
      this.board.salvage(this.kept.take(), null)
    }
  }

  setView(view: ViewChoice): void {
    this.set({ view })
    this.showView()
  }

  private showView(): void {
    const { view } = this.board.state
    const readOnly = view.kind !== 'everything'
    this.sitting.editor?.setView(composeViewOf(view), { print: printOf(view), readOnly })
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
    return citationsOf(this.board.state.outline, this.sitting.live.blocks).get(block) ?? null
  }

  goTo(target: Target): void {
    const surface = this.sitting.editor?.surface
    const spot = surface && spotOfTarget(surface.page, this.board.state, target)
    if (spot) goToSpot(surface, spot)
  }

  focus(): void {
    this.sitting.editor?.surface.view.focus()
  }

  dismiss(notice: string): void {
    this.board.dismiss(notice)
  }

  discard(salvaged: string): void {
    this.board.discard(salvaged)
    this.tellLine()
  }

  answerAsked(): void {
    this.set({ asked: null })
  }

  /** The words come back as a proposed paragraph behind the block with the caret, or at the end. */
  async resubmit(salvaged: string): Promise<ActResult> {
    const { editor } = this.sitting
    const entry = this.board.state.salvaged.find(each => each.id === salvaged)
    if (!entry || !editor?.isEditable) return { kind: 'offline' }
    const { surface, voice } = editor
    const body = surface.page.blocks.filter(block => block.kind !== 'note')
    const after = body.find(block => block.id === this.board.state.current?.block) ?? body.at(-1)
    const writer = { ...voice.writerFor(surface.model, after ? [after] : []), direct: false }
    const words = [{ text: entry.words, marks: null }]
    proposeBlocks(surface.model, writer, after?.id ?? headOfText, [
      { kind: 'paragraph', level: 0, label: null, words },
    ])
    this.discard(salvaged)
    return { kind: 'done' }
  }

  async act(act: ActRequest): Promise<ActResult> {
    const { editor, line } = this.sitting
    if (!editor || !line.isOnline) return { kind: 'offline' }
    // What is held may be what the act is about: a new paragraph has no block yet.
    await new Promise<void>(resolve => editor.desk.holding.enqueue(resolve))
    if (act.kind === 'speak-for') return this.speakFor(editor, act.party)
    const command = actOf(act, editor, this.ids)
    return command === null ? { kind: 'done' } : this.runAct(editor, command)
  }

  /** Label and kind of agreed blocks can be taken back like typing; decisions cannot. */
  private async runAct(editor: TextEditor, command: Command): Promise<ActResult> {
    const isEdit = command.kind === 'label' || command.kind === 'structure'
    const inverse = isEdit ? inverseOf(editor.surface.model, this.ids, command) : null
    const entry = inverse && editor.desk.undo.noteCommand(inverse, 0)
    const answer = await this.command(command)
    if (entry && answer?.kind !== 'done') editor.desk.undo.forgetCommand(entry)
    return resultOf(answer)
  }

  private command(command: Command): Promise<Answer | null> {
    const late = new Promise<null>(resolve => setTimeout(() => resolve(null), answerTimeoutMs))
    return Promise.race([this.sitting.line.command(command), late])
  }

  /** Words of the next keys are entered for a delegation; null: for oneself again. */
  private async speakFor(editor: TextEditor, party: PartyId | null): Promise<ActResult> {
    const answer = party === null ? null : await this.speaking?.speakFor(party)
    if (party === null) this.speaking?.speakForSelf()
    else if (answer?.kind !== 'done') return resultOf(answer ?? null)
    editor.refreshLook()
    this.set({ speakingFor: party })
    return { kind: 'done' }
  }

  close(): void {
    this.isClosed = true
    this.stopAsking()
    this.lists.close()
    this.carets.close()
    this.sitting.close()
    this.board.close()
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
      textChanged: () => this.lists.followSoon(),
      notice: notice => this.takeNotice(notice),
    })
  }

  private followCarets(): Carets {
    const { sitting } = this
    return new Carets({
      awareness: sitting.line.awareness,
      look: party => this.lookOf(party),
      changed: (presence, carets) => {
        this.set({ presence })
        sitting.editor?.surface.setCarets(carets)
      },
    })
  }

  private makeEditor(
    parts: Pick<ConstructorParameters<typeof TextEditor>[0], 'doc' | 'element' | 'wire'>,
  ): TextEditor {
    const { party } = this.parts.person
    const editor = new TextEditor({
      ...parts,
      me: { party: party.id, role: this.role },
      ids: this.ids,
      party: id => this.lookOf(id),
      kept: this.kept,
      ask: bracket => this.set({ asked: { kind: 'bracket', bracket } }),
      notify: ({ kind, words, rule }) => this.board.addNotice({ kind, text: words, rule }),
      heldChanged: () => this.tellLine(),
    })
    this.speaking = new Speaking({
      voice: editor.voice,
      ids: this.ids,
      command: command => this.command(command),
    })
    editor.surface.onChange(() => this.pageChanged(editor))
    queueMicrotask(() => {
      this.showView()
      this.carets.refresh()
      this.lists.follow()
    })
    return editor
  }

  private pageChanged(editor: TextEditor): void {
    const place = editor.surface.selected()?.head ?? null
    this.carets.tell(place)
    this.lists.tellCurrent(editor)
    void this.speaking?.keepReserve()
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
    this.board.salvage(unsavedWords, refusal?.rule ?? null)
    if (this.element) this.sitting.mount(this.element)
    this.isStartingAnew = false
  }

  // ---- what the screens are told

  private set(part: Partial<WorkspaceState>): void {
    this.board.set(part)
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
    this.set({
      saving,
      savedAt: line.savedAt,
      unsent: line.unsaved.count,
      trouble: troubleOf(line.end),
      troubleSince: isTrouble(saving) ? (this.board.state.troubleSince ?? Date.now()) : null,
    })
  }

  private savingState(): SavingState {
    const { line, hasContent, editor } = this.sitting
    return savingStateOf({
      end: line.end,
      isOnline: line.isOnline,
      isSaving: line.isSaving,
      isSaved: line.isSaved && !editor?.isHeld,
      hasContent,
      mayWrite: may(this.role, 'propose') || may(this.role, 'editAgreed'),
      hasRefusedWords: this.board.state.salvaged.some(each => each.rule !== null),
    })
  }

  private takeNotice({ code, about = '' }: WireNotice): void {
    if (code === 'not-saved' || code === 'saving-again') return this.tellLine()
    this.board.addNotice({ kind: code, text: code === 'late' ? '' : about, rule: null })
    const role = code === 'role-changed' ? roles.find(each => each === about) : undefined
    if (role) this.takeRole(role)
  }

  /** Another role may do other things: the page begins anew with it. */
  private takeRole(role: Role): void {
    this.role = role
    this.set({ me: { ...this.board.state.me, role }, speakingFor: null })
    this.sitting.mount(null)
    if (this.element) this.sitting.mount(this.element)
    this.tellLine()
  }
}

const answerTimeoutMs = 15_000

/** What an answer means to the person who asked. */
function resultOf(answer: Answer | null): ActResult {
  if (answer === null) return { kind: 'unanswered' }
  if (answer.kind === 'done') return { kind: 'done' }
  if (answer.code === 'changed') return { kind: 'changed' }
  if (answer.depends?.length) return { kind: 'depends', on: answer.depends }
  return { kind: 'refused', rule: answer.rule, reason: answer.reason }
}

function firstState({ person, parties, meta }: TextWorkspaceParts): WorkspaceState {
  return {
    ...emptyState,
    title: meta.title,
    language: meta.language,
    me: { name: person.name, party: person.party.id, role: person.role },
    parties: parties.map(({ id, initials, name, colour }) => {
      return { id, initials, nameEn: name.en, nameFr: name.fr, colour }
    }),
  }
}
