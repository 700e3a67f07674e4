/** The marker of a block or note: as it was imported while it still fits, else the usual form for what the block is now. */
import type { BlockKind, Source } from '../../shared/text/roots.ts'
import type { PaperKind } from './paper.ts'
import { hasPlace, labelPlace } from './labels.ts'

export interface Marked {
  readonly kind: BlockKind | 'note'
  readonly level: number
  readonly label: string | null
  /** How it was imported; null for what was written here. */
  readonly src: Source | null
}

/** What stands before the text, the label's place kept as `{label}`, and after it on its last line. */
export interface Frame {
  readonly marker: string
  readonly after: string
}

/** The frame of a block or note in a paper of this kind. `hasWords`: words follow directly. */
export function frameOf(block: Marked, kind: PaperKind, hasWords: boolean): Frame {
  const { src } = block
  const fits = src !== null && markerFits(block, src, kind)
  const marker = fits ? withPlace(src.marker, block) : usualMarker(block, kind)
  return { marker: hasWords ? parted(marker) : marker, after: fits ? src.after : '' }
}

const bullet = /^\s*[-*+•‣▪●◦·\uF0B7\uF0A7–—](?:[ \t\u00A0]|$)/

/** True while a marker still says what the block is: a heading of this level, an item, a paragraph. */
function markerFits({ kind, level, label }: Marked, { marker, after }: Source, paper: PaperKind): boolean {
  if (label === null && hasPlace(marker)) return false
  const isBullet = bullet.test(marker)
  if (isBullet && label !== null) return false
  if (paper === 'text' || kind === 'note') return true
  const hashes = /^\s*(#+)/.exec(marker)?.[1]?.length
  if (kind === 'heading') return hashes === undefined ? isUnderline(after) : hashes === level + 1
  if (hashes !== undefined || isUnderline(after)) return false
  return isBullet ? kind === 'item' : kind === 'paragraph' || hasPlace(marker)
}

/** True when the line below a title makes it a heading. */
function isUnderline(after: string): boolean {
  return /[\r\n]\s*(?:=+|-{3,})\s*$/.test(after)
}

function withPlace(marker: string, block: Marked): string {
  return block.label === null || hasPlace(marker) ? marker : marker + labelPart(block)
}

function usualMarker(block: Marked, paper: PaperKind): string {
  const { kind, level, label } = block
  if (kind === 'note') return `[^${labelPlace}]: `
  if (kind === 'heading') return (paper === 'markdown' ? `${'#'.repeat(level + 1)} ` : '') + labelPart(block)
  const indent = '    '.repeat(level)
  return indent + (kind === 'item' && label === null ? '- ' : labelPart(block))
}

function labelPart({ kind, label }: Marked): string {
  if (label === null) return ''
  return kind === 'heading' || /[).]$/.test(label) ? labelPlace : `${labelPlace}.`
}

/** The marker with a blank behind a label that had no words behind it when it was imported. */
function parted(marker: string): string {
  return /\{label\}[.):]?$/.test(marker) ? `${marker} ` : marker
}

/** The marker cut in two: what lies before the label (signs of Markdown, indent), and the label with what follows. */
export function splitMarker(marker: string): [string, string] {
  const at = marker.indexOf(labelPlace)
  if (at >= 0) return [marker.slice(0, at), marker.slice(at)]
  return [marker, '']
}

/** A heading's marker without Markdown's signs; other markers as they are. */
export function withoutHashes(marker: string): string {
  return marker.replace(/^(\s*)#+[ \t]*/, '$1')
}
