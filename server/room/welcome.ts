/** Who is let into a room: programs of this wire, schema and epoch, or stock ones; persons that were not refused too often. */
import type * as Y from 'yjs'
import { type CloseCode, closeCodes } from '../../shared/protocol/close-codes.ts'
import { type ClientVersion, protocolVersion } from '../../shared/protocol/version.ts'
import { rootsOf, schemaVersion } from '../../shared/text/roots.ts'

/** Why the socket is closed before anything is told; null: it may come in. A client without an epoch holds no document yet. */
export function whyNotLetIn(
  doc: Y.Doc,
  client: ClientVersion | null,
  isBanned: boolean,
): { readonly code: CloseCode; readonly reason: string } | null {
  if (isBanned)
    return { code: closeCodes.forbidden, reason: 'too many updates of yours were refused; try later' }
  if (client && !isOfThisText(doc, client))
    return { code: closeCodes.outdated, reason: 'another version of the program or of the text: reload' }
  return null
}

function isOfThisText(doc: Y.Doc, { version, schema, epoch }: ClientVersion): boolean {
  const isSameEpoch = epoch === '' || epoch === rootsOf(doc).meta.get('epoch')
  return version === protocolVersion && schema === schemaVersion && isSameEpoch
}
