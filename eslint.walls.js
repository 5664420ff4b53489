// The walls of docs/architecture.md: who may import whom, and who may touch clock, chance, environment and network.
// In flat config the last matching `no-restricted-imports` wins, so each file meets exactly one block here: a block's
// patterns are all its walls, and the `ignores` of one block are the `files` of another.

/** Which rooms a room may call. */
const below = {
  identity: [],
  timetable: [],
  inventory: ['timetable'],
  payments: ['identity'],
  tickets: ['identity', 'timetable', 'inventory'],
  booking: ['identity', 'timetable', 'inventory', 'payments', 'tickets'],
  notifications: [],
}
const rooms = Object.keys(below)
const audiences = ['passenger', 'conductor', 'operator']

/** Imports of the given folders, relative or through the workspace's name. */
const folders = (names, message) => ({ regex: `^(?:(?:\\.\\./)+|shared/)(?:${names.join('|')})/`, message })
const relative = (names, message) => ({ regex: `^(?:\\.\\./)+(?:${names.join('|')})/`, message })
const packages = (names, message) => ({ regex: `^(?:${names.join('|')})(?:/|$)`, message })

const clock = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The time is an argument.' },
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'The time is an argument.' },
  { selector: "CallExpression[callee.name='Date']", message: 'The time is an argument.' },
]
const dice = [
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Chance is an argument.' },
]
const entropy = [
  {
    selector: "MemberExpression[object.name='crypto'][property.name=/^(randomUUID|getRandomValues)$/]",
    message: 'Chance is an argument.',
  },
]
const environment = [
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'Only main.ts and config.ts read the environment.',
  },
]

const wall = ({ name, files, ignores = [], imports, syntax, globals = [] }) => ({
  name: `walls/${name}`,
  files,
  ignores: [...ignores, '**/*.test.{ts,tsx}', '**/testing/**'],
  rules: {
    'no-restricted-imports': ['error', { patterns: imports }],
    ...(syntax.length > 0 && { 'no-restricted-syntax': ['error', ...syntax] }),
    ...(globals.length > 0 && { 'no-restricted-globals': ['error', ...globals] }),
  },
})

// ---- shared: pure

const pure = [...clock, ...dice, ...entropy, ...environment]
const noIo = [
  'fetch',
  'setTimeout',
  'setInterval',
  'queueMicrotask',
  'document',
  'window',
  'localStorage',
  'indexedDB',
  'process',
  'console',
].map((name) => ({ name, message: 'shared has no IO, no clock and no chance.' }))
const fewLibraries = (also = '') => ({
  regex: `^(?!\\.|zod$|cborg(?:/|$)${also})`,
  message: 'shared uses few libraries: zod, cborg, and the curve in tickets/signature.ts.',
})
const noBarrel = { regex: '/index(?:\\.ts)?$', message: 'Direct paths, no barrels.' }

const sharedRoom = (room) => {
  const forbidden = [...rooms.filter((other) => other !== room && !below[room].includes(other)), 'sync']
  const upward = folders(forbidden, `The room ${room} may call only: base ${below[room].join(' ')}.`)
  const files = [`shared/src/${room}/**/*.ts`]
  return wall({
    name: `shared-${room}`,
    files,
    ignores: ['shared/src/tickets/signature.ts'],
    imports: [upward, fewLibraries(), noBarrel],
    syntax: pure,
    globals: noIo,
  })
}

const sharedWalls = [
  ...rooms.map(sharedRoom),
  wall({
    name: 'shared-curve',
    files: ['shared/src/tickets/signature.ts'],
    imports: [
      folders(['payments', 'booking', 'notifications', 'sync'], 'tickets may not call this room.'),
      fewLibraries('|@noble/'),
      noBarrel,
    ],
    syntax: pure,
    globals: noIo,
  }),
  wall({
    name: 'shared-sync',
    files: ['shared/src/sync/**/*.ts'],
    imports: [folders(rooms, 'shared/sync stands on base and the two registries alone.'), fewLibraries(), noBarrel],
    syntax: pure,
    globals: noIo,
  }),
  wall({
    name: 'shared-base',
    files: ['shared/src/base/**/*.ts'],
    imports: [folders([...rooms, 'sync'], 'base is under all rooms.'), fewLibraries(), noBarrel],
    syntax: pure,
    globals: noIo,
  }),
  wall({
    name: 'shared-registries',
    files: ['shared/src/*.ts'],
    imports: [fewLibraries(), noBarrel],
    syntax: pure,
    globals: noIo,
  }),
]

// ---- server

const stores = ['sync-server/src/**/store.ts', 'sync-server/src/**/*-store.ts', 'sync-server/src/**/store-*.ts']
const doors = ['sync-server/src/*/http.ts', 'sync-server/src/*/*-http.ts']
const noApp = packages(['pwa', 'react', 'react-dom', 'dexie', 'zustand'], 'The server knows nothing of the app.')
const noKoa = packages(['koa', '@koa'], 'Only http.ts, http/ and app.ts know Koa.')
const noHttp = relative(['http'], 'Only http.ts, http/ and app.ts know HTTP.')
const noKnex = packages(['knex', 'better-sqlite3'], 'Only store.ts and db/ know the database.')
const noSql = { regex: '^(?:\\.\\./)+db/(?:statement|sqlite)\\.ts$', message: 'Only store.ts and db/ write SQL.' }
const serverTop = relative(['sync', 'operator', 'audit'], 'sync, operator and audit are on top: no room imports them.')
const serverSyntax = [...clock, ...dice, ...environment]
const privates = {
  regex: `^(?:\\./|(?:\\.\\./)+)(?:${rooms.join('|')}|sync|operator)/(?:[\\w-]*-)?(?:store|http)(?:-[\\w-]*)?\\.ts$`,
  message: "Call a room's verbs, never its store.ts or http.ts.",
}

const serverRoom = (room) => {
  const forbidden = rooms.filter((other) => other !== room && other !== 'notifications' && !below[room].includes(other))
  const upward = folders(
    forbidden,
    `The room ${room} may call only: base ${below[room].join(' ')} and notifications/enqueue.`,
  )
  return serverKinds(room, [upward, serverTop, privates])
}

/** The three kinds of files of a room: verbs, its store, its door. */
const serverKinds = (room, walls) => {
  const inRoom = (globs) =>
    globs.map((glob) => glob.replace('/src/**/', `/src/${room}/**/`).replace('/src/*/', `/src/${room}/`))
  const kind = (name, files, ignores, more) =>
    wall({
      name: `server-${room}-${name}`,
      files,
      ignores,
      imports: [...walls, noApp, noBarrel, ...more],
      syntax: serverSyntax,
    })
  return [
    kind('verbs', [`sync-server/src/${room}/**/*.ts`], inRoom([...stores, ...doors]), [noKoa, noHttp, noKnex, noSql]),
    kind('store', inRoom(stores), [], [noKoa, noHttp]),
    kind('door', inRoom(doors), [], [noKnex, noSql]),
  ]
}

const serverWalls = [
  ...rooms.flatMap(serverRoom),
  ...serverKinds('sync', [privates]),
  ...serverKinds('operator', [privates]),
  // On top of all, as they are: it reads what every room made.
  ...serverKinds('audit', [privates]),
  wall({
    name: 'server-db',
    files: ['sync-server/src/db/**/*.ts'],
    imports: [noApp, noKoa, noHttp],
    syntax: serverSyntax,
  }),
  wall({
    name: 'server-http',
    files: ['sync-server/src/http/**/*.ts'],
    imports: [noApp, noKnex, noBarrel, privates, { ...noSql }],
    syntax: serverSyntax,
  }),
  wall({
    name: 'server-app',
    files: ['sync-server/src/app.ts'],
    imports: [noApp, noKnex, noBarrel],
    syntax: serverSyntax,
  }),
  wall({
    name: 'server-root',
    files: ['sync-server/src/*.ts'],
    ignores: ['sync-server/src/{app,main,config,open}.ts'],
    imports: [noApp, noKoa, noKnex, noBarrel, privates],
    syntax: serverSyntax,
  }),
  wall({
    name: 'server-start',
    files: ['sync-server/src/{main,config}.ts'],
    imports: [noApp, noKoa, noKnex, noBarrel, privates],
    syntax: [...clock, ...dice],
  }),
  wall({
    name: 'server-machine',
    // The one place where the machine's clock and chance come in.
    files: ['sync-server/src/open.ts'],
    imports: [noApp, noKoa, noKnex, noBarrel, privates],
    syntax: environment,
  }),
]

// ---- app

const noServer = packages(['sync-server', 'koa', 'knex', 'node:.*'], 'The app knows nothing of the server.')
const noDexie = packages(['dexie', 'dexie-react-hooks'], 'Only local/ knows Dexie.')
const noReact = packages(
  ['react', 'react-dom', 'dexie-react-hooks'],
  'local and sync know no React, save live.ts and hooks.',
)
const noFetch = [{ name: 'fetch', message: 'The only fetch is in sync/transport.ts.' }]
const appSyntax = [...clock, ...dice]
const hooks = ['pwa/src/{local,sync}/live*.ts', 'pwa/src/{local,sync}/use*.ts']
// Where the browser's clock and chance come in.
const machine = ['pwa/src/local/clock.ts', 'pwa/src/sync/browser-ports.ts']
const transports = ['pwa/src/sync/transport.ts', 'pwa/src/worker/**/*.ts']

const audienceWall = (audience) =>
  wall({
    name: `app-${audience}`,
    files: [`pwa/src/${audience}/**/*.{ts,tsx}`],
    imports: [
      relative(
        audiences.filter((other) => other !== audience),
        'passenger, conductor and operator never import each other.',
      ),
      noServer,
      noDexie,
      noBarrel,
    ],
    syntax: appSyntax,
    globals: noFetch,
  })

const appWalls = [
  ...audiences.map(audienceWall),
  wall({
    name: 'app-ui',
    files: ['pwa/src/ui/**/*.{ts,tsx}'],
    imports: [
      relative([...audiences, 'local', 'sync', 'session', 'worker'], 'ui draws only: it imports shared and words.'),
      noServer,
      noDexie,
      noBarrel,
    ],
    syntax: appSyntax,
    globals: noFetch,
  }),
  wall({
    name: 'app-below',
    files: ['pwa/src/{local,sync}/**/*.{ts,tsx}'],
    ignores: [...hooks, ...transports, ...machine],
    imports: [relative([...audiences, 'ui'], 'local and sync know no screen.'), noServer, noReact, noBarrel],
    syntax: appSyntax,
    globals: noFetch,
  }),
  wall({
    name: 'app-hooks',
    files: hooks,
    imports: [relative([...audiences, 'ui'], 'local and sync know no screen.'), noServer, noBarrel],
    syntax: appSyntax,
    globals: noFetch,
  }),
  wall({
    name: 'app-machine',
    files: machine,
    imports: [relative([...audiences, 'ui'], 'local and sync know no screen.'), noServer, noBarrel],
    syntax: [],
    globals: noFetch,
  }),
  wall({
    name: 'app-transport',
    files: transports,
    imports: [relative([...audiences, 'ui'], 'The network knows no screen.'), noServer, noBarrel],
    syntax: appSyntax,
  }),
  wall({
    name: 'app-rest',
    files: ['pwa/src/*.{ts,tsx}', 'pwa/src/{session,frame,words}/**/*.{ts,tsx}'],
    imports: [noServer, noDexie, noBarrel],
    syntax: appSyntax,
    globals: noFetch,
  }),
]

export const walls = [...sharedWalls, ...serverWalls, ...appWalls]
