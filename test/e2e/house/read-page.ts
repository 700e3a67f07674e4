/**
 * The page of a text as a person sees it, in one line, read from its elements alone: `# PART ONE / 1. The Parties {+BR:also }
 * {-JP:shall} report[(1)] / <new SN> / * 1 A note`. Runs in the page.
 */

/** Blocks parted by ` / `: `# ` a heading, `- ` an item, `* ` a note, then the label; `¶` a proposed break, `(1)` a reference. */
export function readPage(): string {
  const blocks = [...document.querySelectorAll<HTMLElement>('.ProseMirror > .block')]
  return blocks.map(readBlock).join(' / ')

  function readBlock(block: HTMLElement): string {
    const { kind = '', proposed, struck, joined, moved, relabel, retype, initials = '' } = block.dataset
    const heads: Record<string, string> = { heading: '# ', item: '- ', note: '* ' }
    const label = block.querySelector(':scope > .label')?.textContent ?? ''
    const tails = [
      proposed === undefined ? '' : ` <new ${initials}>`,
      struck === undefined ? '' : ` <delete ${initials}>`,
      joined === undefined ? '' : ' <join>',
      moved === undefined ? '' : ' <moved>',
      relabel ? ` <label ${relabel}>` : '',
      retype ? ` <kind ${retype}>` : '',
    ]
    const content = block.querySelector<HTMLElement>(':scope > .content')
    return `${heads[kind] ?? ''}${label ? `${label} ` : ''}${content ? readWords(content) : ''}${tails.join('')}`
  }

  function readWords(content: HTMLElement): string {
    let out = ''
    let last = ''
    for (const { signs, text } of pieces(content, '')) {
      if (signs !== last && last) out += '}'
      if (signs !== last && signs) out += `{${signs}:`
      out += text
      last = signs
    }
    return last ? `${out}}` : out
  }

  function pieces(parent: Node, signs: string): { signs: string; text: string }[] {
    return [...parent.childNodes].flatMap(node => {
      if (node instanceof Text) return [{ signs, text: node.data }]
      if (!(node instanceof HTMLElement)) return []
      const { classList } = node
      if (classList.contains('cursor') || classList.contains('ProseMirror-separator')) return []
      if (node.tagName === 'BR')
        return classList.contains('ProseMirror-trailingBreak') ? [] : [{ signs, text: '⏎' }]
      if (classList.contains('note-ref')) return [{ signs, text: `(${node.textContent})` }]
      return pieces(node, signs + signOf(node))
    })
  }

  function signOf(element: HTMLElement): string {
    const { initials = '' } = element.dataset
    if (element.classList.contains('insertion')) return `+${initials}`
    return element.classList.contains('deletion') ? `-${initials}` : ''
  }
}
