/** Headers that keep a page of ours from running anything but our own script. */
import type { RequestHandler } from 'express'
import helmet from 'helmet'

const self = ["'self'"]
const none = ["'none'"]

/**
 * Strict policy: scripts and styles from our own files only, nothing inline, no frame around us, no referrer. The one
 * Trusted Types policy allowed is the one with which ProseMirror reads the clipboard into a document that runs nothing.
 */
export function securityHeaders(tls: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: policy(tls) },
    strictTransportSecurity: tls ? { maxAge: 365 * 24 * 3600, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    crossOriginEmbedderPolicy: false,
  })
}

function policy(tls: boolean): Record<string, string[]> {
  return {
    'default-src': none,
    'script-src': self,
    'style-src': self,
    'img-src': self,
    'font-src': self,
    'connect-src': self,
    'manifest-src': self,
    'base-uri': none,
    'form-action': none,
    'frame-ancestors': none,
    'require-trusted-types-for': ["'script'"],
    'trusted-types': ['ProseMirrorClipboard'],
    ...(tls ? { 'upgrade-insecure-requests': [] } : {}),
  }
}
