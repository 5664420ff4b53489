// Builds what is older than its sources: the app (vite, then packed with brotli and gzip) and the server (esbuild).
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { extname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const root = join(import.meta.dirname, '..')
const common = ['package-lock.json', 'tsconfig.json', 'shared/src', 'shared/package.json', 'scripts/build.mjs']
const appSources = [...common, 'pwa/src', 'pwa/public', 'pwa/index.html', 'pwa/vite.config.ts', 'pwa/package.json']
const serverSources = [...common, 'sync-server/src', 'sync-server/package.json']

/** Time of the newest file among the sources. A test changes nothing that is built. */
function newest(sources) {
  let latest = 0
  const look = (path) => {
    const found = statSync(path, { throwIfNoEntry: false })
    if (!found || /\.test\.tsx?$/.test(path)) return
    latest = Math.max(latest, found.mtimeMs)
    if (found.isDirectory()) for (const name of readdirSync(path)) look(join(path, name))
  }
  for (const source of sources) look(join(root, source))
  return latest
}

const stale = (stamp, sources) =>
  !existsSync(join(root, stamp)) || statSync(join(root, stamp)).mtimeMs < newest(sources)

const packable = new Set(['.html', '.js', '.css', '.json', '.webmanifest', '.svg', '.wasm', '.txt'])

/** A packed twin of each text beside it, made once, so that no request pays for it. */
function pack(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !packable.has(extname(entry.name))) continue
    const file = join(entry.parentPath, entry.name)
    const plain = readFileSync(file)
    if (plain.length < 600) continue
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length }
    writeFileSync(`${file}.br`, brotliCompressSync(plain, { params }))
    writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }))
  }
}

function buildApp() {
  console.error('Building the app …')
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
    {
      cwd: join(root, 'pwa'),
      stdio: ['ignore', 2, 2],
    },
  )
  if (status !== 0) throw new Error('The app could not be built; the reason stands above.')
  pack(join(root, 'pwa/dist'))
  writeFileSync(join(root, 'pwa/dist/.built'), '')
}

/** Bundle the server into a folder, relative to sync-server. */
async function buildServer(outdir = 'dist') {
  console.error('Building the server …')
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: join(root, 'sync-server'),
    entryPoints: {
      main: 'src/main.ts',
      'passwords-worker': 'src/identity/passwords-worker.js',
      'checkpoint-worker': 'src/db/checkpoint-worker.js',
    },
    outdir,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    sourcemap: true,
    // Packages stay packages; our own workspace is bundled.
    plugins: [
      {
        name: 'packages-external',
        setup({ onResolve }) {
          onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('shared/') ? undefined : { path, external: true },
          )
        },
      },
    ],
    logLevel: 'warning',
  })
  writeFileSync(resolve(root, 'sync-server', outdir, '.built'), '')
}

/** Build what is older than its sources. @returns what was built. */
export async function build({ force = false } = {}) {
  const built = []
  if (force || stale('pwa/dist/.built', appSources)) {
    buildApp()
    built.push('app')
  }
  if (force || stale('sync-server/dist/.built', serverSources)) {
    await buildServer()
    built.push('server')
  }
  return built
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    // `--server-to DIR`: the server alone, somewhere else, for the test of the program as it runs.
    const to = process.argv.indexOf('--server-to')
    if (to > 0) {
      await buildServer(process.argv[to + 1])
      process.exit(0)
    }
    const built = await build({ force: process.argv.includes('--force') })
    console.error(built.length > 0 ? `Built: ${built.join(', ')}.` : 'Everything is built already.')
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}
