/** A ban on imports: of our own folders or files (`shared/text`, `server/config`), of packages, or of all packages but some. */
export type Bar = { readonly why: string } & (
  | { readonly kind: 'own'; readonly paths: readonly string[] }
  | { readonly kind: 'packages'; readonly packages: readonly string[] }
  | { readonly kind: 'allPackagesBut'; readonly packages: readonly string[] }
)

/** What the files of a folder (or one file) may not import; `except` names folders below it that may. */
export interface Border {
  readonly folder: string
  readonly except?: readonly string[]
  readonly bars: readonly Bar[]
}

const own = (why: string, ...paths: string[]): Bar => ({ kind: 'own', why, paths })
const packages = (why: string, ...names: string[]): Bar => ({ kind: 'packages', why, packages: names })
const onlyPackages = (why: string, ...names: string[]): Bar => ({
  kind: 'allPackagesBut',
  why,
  packages: names,
})
const folders = (area: string, names: string): string[] => names.split(' ').map(name => `${area}/${name}`)
const upwards = (name: string, above: string): Border => ({
  folder: `shared/${name}`,
  bars: [own(`shared/${name} stands below these in the order of shared/`, ...folders('shared', above))],
})
const lowServer = (name: string, above: string): Border => ({
  folder: `server/${name}`,
  bars: [own(`server/${name} does not know the folders that use it`, ...folders('server', above))],
})
const feature = (name: string, others: string): Border => ({
  folder: `client/${name}`,
  bars: [own('features meet in client/app only', ...folders('client', others))],
})

const PURE = 'shared/ is pure: no Node, DOM, React, clock, randomness, I/O'

/**
 * Who may import whom: shared <- server, shared <- client, client and server never each other; within shared
 * ids <- text <- proposal <- rules, compose <- intent, while protocol <- api stand on ids, text and rules.
 * A file is held by every border whose folder it lies in.
 */
export const BORDERS: readonly Border[] = [
  {
    folder: 'shared',
    bars: [
      own(
        'shared/ is what editor and server agree on: it knows neither',
        'server',
        'client',
        'test',
        'scripts',
        'bench',
      ),
      onlyPackages(PURE, 'yjs', 'lib0', 'prosemirror-model', 'fractional-indexing', 'ulid', 'zod/mini'),
    ],
  },
  upwards('ids.ts', 'text proposal rules compose intent protocol api compare'),
  upwards('text', 'proposal rules compose intent protocol api compare'),
  upwards('proposal', 'rules compose intent protocol api compare'),
  upwards('rules', 'compose intent protocol api compare'),
  upwards('compose', 'rules intent protocol api'),
  upwards('intent', 'protocol api'),
  {
    folder: 'shared/protocol',
    bars: [
      own(
        'the wire knows ids, anchors and rules, not what they make up',
        ...folders('shared', 'proposal compose intent api compare'),
      ),
    ],
  },
  {
    folder: 'shared/api',
    bars: [
      own(
        'the wire knows ids, anchors and rules, not what they make up',
        ...folders('shared', 'proposal compose intent compare'),
      ),
    ],
  },
  {
    folder: 'server',
    bars: [
      own('client and server never import each other', 'client', 'test', 'scripts', 'bench'),
      packages(
        'the server draws nothing',
        'react',
        'react-dom',
        'prosemirror-view',
        'y-websocket',
        'y-indexeddb',
      ),
    ],
  },
  {
    folder: 'server',
    except: ['server/store'],
    bars: [packages('server/store is the only folder that names a database', 'kysely', 'node:sqlite', 'pg')],
  },
  {
    folder: 'server/guard',
    bars: [
      onlyPackages(
        'the guard has no I/O, socket, clock or store',
        'yjs',
        'lib0',
        'fractional-indexing',
        'ulid',
      ),
      own(
        'the guard judges an update and the room’s document alone',
        ...folders('server', 'store log room register texts http exchange cli config app main'),
      ),
    ],
  },
  {
    folder: 'server/actor',
    bars: [
      packages('an actor knows no document', 'yjs', 'lib0'),
      own(
        'an actor knows no document',
        ...folders('shared', 'text proposal compose intent'),
        ...folders('server', 'room guard register texts exchange http'),
      ),
    ],
  },
  {
    folder: 'server/exchange',
    bars: [
      own(
        'import and export turn bytes into text and back, without a store',
        ...folders('server', 'store log room register texts http cli'),
      ),
    ],
  },
  lowServer('store', 'room guard register exchange texts http cli app'),
  lowServer('log', 'room register exchange texts http cli app'),
  lowServer('room', 'texts http cli app'),
  lowServer('register', 'texts http cli app'),
  lowServer('texts', 'http cli app'),
  {
    folder: 'client',
    bars: [
      own('client and server never import each other', 'server', 'test', 'scripts', 'bench'),
      packages(
        'this runs on the server only',
        'node:*',
        'express',
        'ws',
        'kysely',
        'pino',
        'helmet',
        'prom-client',
        'rate-limiter-flexible',
        'cookie',
      ),
      packages('zod/mini is a tenth of the size', 'zod'),
    ],
  },
  {
    folder: 'client/sync',
    bars: [
      packages(
        'client/sync is free of React',
        'react',
        'react-dom',
        'react-aria-components',
        '@tanstack/react-query',
        'zustand',
      ),
      own(
        'client/sync knows no screen',
        ...folders('client', 'app ui workspace editor register history main'),
      ),
    ],
  },
  {
    folder: 'client/ui',
    bars: [
      own(
        'client/ui has no domain word in it',
        'shared',
        ...folders('client', 'app workspace sync editor register history'),
      ),
      packages(
        'client/ui has no domain word in it',
        'yjs',
        'y-websocket',
        'prosemirror-model',
        'prosemirror-view',
      ),
    ],
  },
  feature('editor', 'app register history main'),
  feature('workspace', 'app editor register history main'),
  feature('register', 'app editor history main'),
  feature('history', 'app editor register main'),
]
