/** The shape of a text's Y.Doc: root names, typed access, and what stands in each root. */
import * as Y from 'yjs'
import type { BlockId, BracketId, ChangeId, NoteId, PartyId, ProposalId } from '../ids.ts'
import type { BracketEnd } from './anchor.ts'

/** Version of the document shape; a client of another schema is not let in. */
export const schemaVersion = 1

export const rootNames = [
  'meta',
  'blocks',
  'footnotes',
  'brackets',
  'proposals',
  'register',
  'reloc',
] as const
export type RootName = (typeof rootNames)[number]

export const blockKinds = ['heading', 'paragraph', 'item'] as const
export type BlockKind = (typeof blockKinds)[number]

/** Deepest level of a heading or item; levels count from 0. */
export const maxLevel = 8

/** How an imported block or note was written, so that export is made from the document alone. `marker` holds `{label}` where the label stood. */
export interface Source {
  readonly before: string
  readonly marker: string
  readonly after: string
  readonly eol: string
}

/** Y.Map { order, kind, level, label, src?, gone?, text } */
export type BlockMap = Y.Map<unknown>
/** Y.Map { order, label, src?, text } */
export type NoteMap = Y.Map<unknown>
/** Y.Map { changes: Y.Map<ChangeId, ChangeMap>, rationale: Y.Text } */
export type ProposalMap = Y.Map<unknown>
export type ChangeMap = Y.Map<unknown>

/** Why a block no longer stands: joined to its predecessor, or deleted by an act. */
export type Gone = 'join' | { readonly act: string }

/** One end of an agreed bracket with its written form and the marks it was written under. */
export interface WrittenEnd extends BracketEnd {
  readonly written: string
  readonly marks?: Marks
}

/** A pair of brackets in agreed text. `gone` names the act that lifted it; the ends stay, others may hang on them. */
export interface AgreedBracket {
  readonly open: WrittenEnd
  readonly close: WrittenEnd
  readonly gone?: string
}

/** Marks of running text: mark name -> how it was written (true when typed here). */
export type Marks = { readonly [name in MarkName]?: string | true }

export const markNames = ['strong', 'em', 'underline', 'sup', 'sub', 'link', 'esc', 'code'] as const
export type MarkName = (typeof markNames)[number]

export const proposalStates = [
  'open',
  'emptied',
  'adopted',
  'adopted-as-amended',
  'not-retained',
  'withdrawn',
] as const
export type ProposalState = (typeof proposalStates)[number]

/** What the editor draws of a proposal; written by the server alone. */
export interface ProposalEntry {
  readonly kind: 'proposal'
  readonly holder: PartyId
  readonly writers: readonly PartyId[]
  readonly enteredBy?: PartyId
  readonly state: ProposalState
  /** Set by "keep in brackets": discussed and left standing. */
  readonly kept?: true
  /** The act that closed it. */
  readonly act?: string
  /** Changes adopted apart from the rest, which stays open. */
  readonly decided?: readonly ChangeId[]
  /** The proposal whose words were adopted in its place, or that this one amends. */
  readonly linked?: ProposalId
}

/** What the editor draws of an agreed bracket. */
export interface BracketEntry {
  readonly kind: 'bracket'
  readonly holder: PartyId | null
  readonly state: 'standing' | 'lifted'
  readonly kept?: true
  readonly act?: string
}

export type RegisterEntry = ProposalEntry | BracketEntry

export interface Roots {
  readonly meta: Y.Map<unknown>
  readonly blocks: Y.Map<BlockMap>
  readonly footnotes: Y.Map<NoteMap>
  readonly brackets: Y.Map<AgreedBracket>
  readonly proposals: Y.Map<ProposalMap>
  readonly register: Y.Map<RegisterEntry>
  readonly reloc: Y.Map<unknown>
}

/** The roots of a text's document; all are Y.Maps. */
export function rootsOf(doc: Y.Doc): Roots {
  return {
    meta: doc.getMap('meta'),
    blocks: doc.getMap('blocks'),
    footnotes: doc.getMap('footnotes'),
    brackets: doc.getMap('brackets'),
    proposals: doc.getMap('proposals'),
    register: doc.getMap('register'),
    reloc: doc.getMap('reloc'),
  }
}

/** A fresh document with every root defined; garbage collection as given (on by default, as on every peer). */
export function newTextDoc(options: { gc?: boolean; clientId?: number } = {}): Y.Doc {
  const doc = new Y.Doc({ gc: options.gc ?? true })
  if (options.clientId !== undefined) doc.clientID = options.clientId
  rootsOf(doc)
  return doc
}

/** The server's Yjs client id: above all others, so that what a join appends never stands before a key in flight. */
export const serverClientId = 0xffffffff
/** Client ids from here up are the server's. */
export const reservedClientIds = 0xfffffff0

/** The running text of a block, note or change; null when the map has none. */
export function textOf(map: Y.Map<unknown> | undefined): Y.Text | null {
  const text = map?.get('text')
  return text instanceof Y.Text ? text : null
}

/** The register's entry of a proposal, or null: not yet answered by the server, or no proposal. */
export function proposalEntry(roots: Roots, id: string): ProposalEntry | null {
  const entry = roots.register.get(id)
  return entry?.kind === 'proposal' ? entry : null
}

/** True while a proposal stands in the text: not yet registered, open, or emptied. */
export function isStanding(entry: ProposalEntry | null): boolean {
  return entry === null || entry.state === 'open' || entry.state === 'emptied'
}

export interface BlockFields {
  readonly order: string
  readonly kind: BlockKind
  readonly level: number
  readonly label: string | null
  readonly src?: Source
}

/** A new block in `blocks` (agreed or proposed) with empty text; returns its map. */
export function addBlock(blocks: Y.Map<BlockMap>, id: string, fields: BlockFields): BlockMap {
  const map: BlockMap = new Y.Map()
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) map.set(key, value)
  map.set('text', new Y.Text())
  blocks.set(id, map)
  return map
}

/** A new note in `notes` (agreed or of a proposal) with empty body. */
export function addNote(
  notes: Y.Map<NoteMap>,
  id: string,
  fields: { order?: string; label?: string | null; src?: Source } = {},
): NoteMap {
  const map: NoteMap = new Y.Map()
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) map.set(key, value)
  map.set('text', new Y.Text())
  notes.set(id, map)
  return map
}

/** What stands in a text beside characters. */
export type Embed = { readonly footnote: NoteId } | { readonly split: 1 } | { readonly br: 1 }

export type { BlockId, BracketId, ChangeId }
