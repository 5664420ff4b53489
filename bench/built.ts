import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

/**
 * A process of a bench built as the server is built: what tsx adds to every closure would be measured otherwise.
 * @returns the built file, in a folder that git ignores, beside node_modules so that packages are found.
 */
export async function built(name: string): Promise<string> {
  const outdir = join(import.meta.dirname, '../.cache/bench')
  mkdirSync(outdir, { recursive: true })
  writeFileSync(join(outdir, 'package.json'), '{"type":"module"}')
  await build({
    entryPoints: {
      [name]: join(import.meta.dirname, `${name}.ts`),
      'passwords-worker': join(import.meta.dirname, '../sync-server/src/identity/passwords-worker.js'),
      'checkpoint-worker': join(import.meta.dirname, '../sync-server/src/db/checkpoint-worker.js'),
    },
    outdir,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
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
  return join(outdir, `${name}.js`)
}
