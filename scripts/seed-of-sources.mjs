// A number drawn from the sources: each change has seeds of its own, and whoever tests that change has the same ones.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folders = ['shared/src', 'sync-server/src', 'pwa/src', 'simulation']

/** @returns a seed of nine digits, of the names and texts of all that is simulated, and of what it is built on. */
export function seedOfSources(root) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  for (const folder of folders) {
    const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
    for (const file of files) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0')
  }
  return 100_000_000 + (hash.digest().readUInt32BE() % 800_000_000)
}
