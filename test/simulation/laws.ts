/** What must hold after every run: replicas equal, incremental equals whole, nothing lost, nothing leaked. */
import * as Y from 'yjs'
import { canonical, canonicalWords } from '../../shared/compose/canonical.ts'
import { compose } from '../../shared/compose/compose.ts'
import { type Change, Model } from '../../shared/compose/model.ts'
import { wordsOf } from '../../shared/compose/run.ts'
import { clean, everything } from '../../shared/compose/view.ts'
import { isStanding, newTextDoc, rootsOf, textOf } from '../../shared/text/roots.ts'
import { piecesOf } from '../../shared/text/items.ts'
import type { SimClient } from './client.ts'

export class BrokenLaw extends Error {}

export function insist(holds: boolean, law: string, detail: () => unknown = () => ''): void {
  if (!holds) throw new BrokenLaw(`${law}: ${JSON.stringify(detail())}`)
}

/** The composition of a document, from scratch. */
export function composed(doc: Y.Doc): string {
  return canonical(compose(new Model(doc), everything))
}

/** Agreed text without proposals: kinds, labels, words, marks. */
export function agreedWords(doc: Y.Doc): string {
  return canonicalWords(compose(new Model(doc), clean))
}

/** Brackets of agreed text that nobody lifted. */
export function standingBrackets(doc: Y.Doc): Set<string> {
  return new Set([...rootsOf(doc).brackets].filter(([, each]) => each.gone === undefined).map(([id]) => id))
}

/** Words of each host of open changes, as shown. */
export function shownWords(doc: Y.Doc): Map<string, string> {
  const out = new Map<string, string>()
  for (const block of compose(new Model(doc), everything))
    for (const run of block.runs)
      if (run.own && run.kind !== 'glyph') out.set(run.host, (out.get(run.host) ?? '') + wordsOf(run))
  return out
}

/** The composition a client kept up to date equals one from scratch. */
export function checkIncremental(client: SimClient): void {
  const whole = composed(client.doc)
  const kept = canonical(client.live.blocks)
  insist(kept === whole, 'incremental composition equals whole', () => [client.name, diff(kept, whole)])
}

export function checkReplica(client: SimClient, server: Y.Doc): void {
  checkIncremental(client)
  const whole = composed(client.doc)
  insist(whole === composed(server), 'replicas are equal', () => [client.name, diff(whole, composed(server))])
}

export function checkReload(server: Y.Doc): void {
  const again = newTextDoc()
  Y.applyUpdate(again, Y.encodeStateAsUpdate(server))
  insist(composed(again) === composed(server), 'a reload is equal', () =>
    diff(composed(again), composed(server)),
  )
}

/** Every letter of an open insertion is shown once, or its place is gone by an act or its owner's hand. */
export function checkNothingLost(doc: Y.Doc): number {
  const model = new Model(doc)
  const shown = shownWords(doc)
  let detached = 0
  for (const change of model.changes.values()) {
    const entry = model.entryOf(change)
    if (change.kind !== 'insert' || !isStanding(entry) || entry?.decided?.includes(change.cid)) continue
    const words = piecesOf(textOf(change.map) as Y.Text)
      .map(piece => piece.text ?? '\uFFFC')
      .join('')
    if (!words || shown.get(change.cid) === words) continue
    insist(placeIsGone(model, change, 0), 'words of an open proposal are shown', () => [
      change.cid,
      words,
      shown.get(change.cid),
      change.map.get('at'),
    ])
    detached++
  }
  return detached
}

/** True when the place of a change was deleted by an act, or taken back or closed by its owner. */
export function placeIsGone(model: Model, change: Change, depth: number): boolean {
  if (depth > 30) return true
  for (const place of change.places) {
    const host = place.replace(/^@/, '')
    const block = model.roots.blocks.get(host)
    if (block) {
      if (block.get('gone') === undefined) return false
      continue
    }
    if (model.roots.footnotes.get(host)) continue
    const up = model.hosts.get(host)?.change
    if (!up) continue
    if (model.hosts.get(host)?.kind === 'newNote') continue
    const entry = model.entryOf(up)
    const isClosed = !model.isOn(up) || !isStanding(entry) || entry?.decided?.includes(up.cid)
    if (up.kind === 'newBlock' && isClosed) continue
    if (!placeIsGone(model, up, depth + 1)) return false
  }
  return true
}

/** Marks never leak: a run's owner is the change that holds its text. */
export function checkOwners(doc: Y.Doc): void {
  const model = new Model(doc)
  for (const block of compose(model, everything))
    for (const run of block.runs) {
      const holder = model.hosts.get(run.host)?.change ?? null
      insist(run.own === holder, 'a run belongs to the change that holds it', () => [
        run.host,
        run.own?.cid,
        holder?.cid,
      ])
    }
}

export function diff(a: string, b: string): unknown {
  const left = a.split('\n')
  const right = b.split('\n')
  return left.flatMap((line, i) => (line === right[i] ? [] : [[line, right[i]]])).slice(0, 3)
}
