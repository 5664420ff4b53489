/**
 * First JavaScript of a passenger's first screen: the scripts that index.html names and all that they import statically,
 * minified as built, gzip -9, each chunk by itself as it travels. Lazy chunks do not count: they load after the screen stands.
 * Aim: 130 kB. Needs a build (npm run build).
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { figures } from './report.ts'

const dist = join(import.meta.dirname, '../pwa/dist')

/** Static imports of a chunk, followed to the end. */
function closure(entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen
  seen.add(entry)
  const source = readFileSync(join(dist, entry), 'utf8')
  const folder = entry.slice(0, entry.lastIndexOf('/') + 1)
  for (const [, path] of source.matchAll(/(?:\bfrom|\bimport)\s*["'](\.\/[^"']+\.js)["']/g)) {
    if (path) closure(folder + path.slice(2), seen)
  }
  return seen
}

const html = readFileSync(join(dist, 'index.html'), 'utf8')
const entries = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, path]) => path ?? '')
const chunks = new Set(entries.flatMap((entry) => [...closure(entry)]))
const sizes = [...chunks].map((chunk) => ({
  chunk: chunk.replace('assets/', ''),
  gzip: gzipSync(readFileSync(join(dist, chunk)), { level: 9 }).length,
}))
const total = sizes.reduce((sum, { gzip }) => sum + gzip, 0)

figures('first-screen', [
  ...sizes.map(({ chunk, gzip }) => ({ figure: chunk, value: gzip, unit: 'bytes gzip' })),
  { figure: 'first screen, all JavaScript', value: total, unit: 'bytes gzip', aim: '<= 130 kB' },
])
