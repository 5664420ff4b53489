// Bundles the simulation: the app of a tab as one function of its browser, and the rest as a module that Node runs.
// A seeded bug is a patch applied to a source as it is read; one that no longer applies fails the build.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '..')

/** A large nursery from the start: tabs come and go by the thousand. One thread a process: they run side by side. */
export const nodeFlags = [
  '--enable-source-maps',
  '--max-semi-space-size=128',
  '--min-semi-space-size=64',
  '--single-threaded-gc',
]

/** Every name a page finds around it; the simulated browser brings its own of each. */
export const browserNames = [
  'globalThis', 'self', 'window', 'document', 'navigator', 'location', 'localStorage', 'sessionStorage', 'indexedDB',
  'IDBKeyRange', 'fetch', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate',
  'requestIdleCallback', 'requestAnimationFrame', 'BroadcastChannel', 'crypto', 'performance', 'Date', 'Math',
  'AbortSignal', 'addEventListener', 'removeEventListener', 'dispatchEvent', 'MutationObserver', 'console', 'process',
  'CompressionStream', 'caches', 'Worker', 'require',
] // prettier-ignore

/** Reads sources with the patches of a seeded bug: [{ file, find, put }], `file` from the root of the project. */
const patched = (patches) => ({
  name: 'patched',
  setup({ onLoad }) {
    const applied = new Set()
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const mine = patches.filter(({ file }) => join(root, file) === path)
      if (mine.length === 0) return undefined
      let contents = readFileSync(path, 'utf8')
      for (const { file, find, put } of mine) {
        if (contents.split(find).length !== 2) throw new Error(`The patch of ${file} does not apply: ${find}`)
        contents = contents.replace(find, () => put)
        applied.add(file)
      }
      return { contents, loader: 'ts' }
    })
  },
})

/**
 * An app that came before: of an older version, with an older intent, and without records and reasons that are new. A
 * patch that no longer applies fails the build, as those of seeded bugs do.
 */
export const olderVersion = '0.0.9'
const older = [
  { file: 'pwa/src/local/outbox.ts', find: "'booking.cancel': 2,", put: "'booking.cancel': 1," },
  { file: 'shared/src/base/refusals.ts', find: "  'seats-taken',\n", put: '' },
  {
    file: 'shared/src/records.ts',
    find: "  'departure-sold': { schema: departureSold, scopes: ['departure'] },\n",
    put: '',
  },
  { file: 'shared/src/records.ts', find: "  wallet: { schema: wallet, scopes: ['account'] },\n", put: '' },
]

/** fake-indexeddb asks for its turns here, so that the scheduler can give them. */
const ownTurns = {
  name: 'own-turns',
  setup({ onResolve }) {
    onResolve({ filter: /scheduling\.js$/ }, ({ importer }) =>
      importer.includes('fake-indexeddb') ? { path: join(root, 'simulation/phone/storage-turns.ts') } : undefined,
    )
  },
}

/** The sources beside this script, wherever node_modules leads. */
const ownShared = {
  name: 'own-shared',
  setup({ onResolve }) {
    onResolve({ filter: /^shared\// }, ({ path }) => ({ path: join(root, 'shared/src', path.slice('shared/'.length)) }))
  },
}

/** The rules are pure, so all tabs and the server share one copy of them; a tab asks for it by name. */
const sharedByName = (asked, names = /^(shared\/|zod$)/) => ({
  name: 'shared-by-name',
  setup({ onResolve }) {
    onResolve({ filter: names }, ({ path }) => {
      asked.add(path)
      return { path, external: true }
    })
  },
})

/** The module `simulation:shared`: what the app of a tab asked for, by name. */
const answersByName = (asked) => ({
  name: 'answers-by-name',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^simulation:shared$/ }, () => ({ path: 'shared', namespace: 'by-name' }))
    onLoad({ filter: /.*/, namespace: 'by-name' }, () => {
      const names = [...asked].sort()
      const imports = names.map((name, i) => `import * as m${i} from '${name}'`)
      const entries = names.map((name, i) => `'${name}': m${i}`)
      return { contents: `${imports.join('\n')}\nexport const modules = { ${entries.join(', ')} }`, resolveDir: root }
    })
  },
})

const common = {
  bundle: true,
  write: false,
  absWorkingDir: root,
  logLevel: 'error',
  target: 'node20',
  legalComments: 'none',
}

/** What another version of the app is made of, as far as it matters to tabs of this one. */
const nextVersion = {
  file: 'pwa/src/local/cache-db.ts',
  find: 'export const cacheVersion = 1',
  put: 'export const cacheVersion = 2',
}

/** The app of a tab, of one version, as a function of its browser. */
const buildApp = (version, plugins) =>
  build({
    ...common,
    entryPoints: [join(root, 'simulation/app/entry.ts')],
    format: 'cjs',
    external: ['dexie'],
    define: {
      __APP_VERSION__: JSON.stringify(version),
      'process.env.NODE_ENV': '"production"',
      'import.meta.env': '{}',
    },
    plugins,
  })

const cacheOf = (patches) =>
  join(root, '.cache/simulation', createHash('sha256').update(JSON.stringify(patches)).digest('hex').slice(0, 12))

/** @returns the file to run. Bundles live in the project's cache folder, one folder for each set of patches. */
export async function bundleSimulation(entry = 'main', patches = [], folder = cacheOf(patches)) {
  mkdirSync(folder, { recursive: true })
  const asked = new Set()
  const shared = sharedByName(asked)
  const app = await buildApp('1.0.0', [patched(patches), shared])
  const next = await buildApp('1.1.0', [patched([...patches, nextVersion]), shared])
  // Rules and records of its own, for they are what is older in it.
  const before = await buildApp(olderVersion, [
    patched([...patches, ...older]),
    sharedByName(asked, /^zod$/),
    ownShared,
  ])
  for (const [name, { outputFiles }] of [
    ['app.js', app],
    ['app-next.js', next],
    ['app-older.js', before],
  ]) {
    const text = `return (${browserNames.join(', ')}, module, exports) => {${outputFiles[0].text}\nreturn module.exports }`
    writeFileSync(join(folder, name), text)
  }
  const external = ['better-sqlite3', 'knex', 'koa', '@koa/router', 'bcrypt', 'bcryptjs', 'jsonwebtoken', 'pg', 'stripe', 'yauzl', 'zod', 'react', 'zustand', 'dexie', 'csv-parse'] // prettier-ignore
  const file = join(folder, `${entry}.mjs`)
  const main = await build({
    ...common,
    entryPoints: [join(root, `simulation/${entry}.ts`)],
    format: 'esm',
    platform: 'node',
    external,
    plugins: [patched(patches), ownTurns, answersByName(asked), ownShared],
    define: { 'process.env.NODE_ENV': '"production"' },
    sourcemap: 'inline',
  })
  writeFileSync(file, main.outputFiles[0].text)
  const unused = patches.filter(
    ({ file: patchedFile }) =>
      !app.outputFiles[0].text.includes(relative(root, join(root, patchedFile))) &&
      !main.outputFiles[0].text.includes(patchedFile),
  )
  if (unused.length > 0) throw new Error(`Nobody reads ${unused.map(({ file: unread }) => unread).join(', ')}`)
  return { file, folder: dirname(file) }
}
