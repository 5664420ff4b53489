import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import type { Middleware } from 'koa'
import type { AppContext } from './types.ts'
import type { AppState } from './types.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
}

interface StaticFile {
  readonly type: string
  readonly etag: string
  readonly immutable: boolean
  readonly plain: Buffer
  readonly br?: Buffer
  readonly gzip?: Buffer
}

function load(folder: string): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const file = join(entry.parentPath, entry.name)
    const plain = readFileSync(file)
    const path = `/${relative(folder, file).split(sep).join('/')}`
    const packed = (end: string) => (existsSync(file + end) ? readFileSync(file + end) : undefined)
    const br = packed('.br')
    const gzip = packed('.gz')
    files.set(path, {
      type,
      etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
      // Vite puts what bears the hash of its content under /assets.
      immutable: path.startsWith('/assets/'),
      plain,
      ...(br && { br }),
      ...(gzip && { gzip }),
    })
  }
  return files
}

/**
 * The built app, read into memory once: an address is looked up among known names, so none can lead outside the folder.
 * A page the app itself draws (any address asked for as HTML) is answered with index.html.
 */
export function staticFiles(folder: string): Middleware<AppState> {
  const files = existsSync(folder) ? load(folder) : new Map<string, StaticFile>()
  return async (ctx, next) => {
    if ((ctx.method !== 'GET' && ctx.method !== 'HEAD') || ctx.path.startsWith('/api/')) return next()
    const file = files.get(ctx.path) ?? (asksForPage(ctx) ? files.get('/index.html') : undefined)
    if (!file) return next()
    send(ctx, file)
  }
}

const asksForPage = (ctx: Pick<AppContext, 'path' | 'get'>): boolean =>
  ctx.path === '/' || (!ctx.path.startsWith('/assets/') && ctx.get('accept').includes('text/html'))

function send(ctx: Parameters<Middleware<AppState>>[0], file: StaticFile): void {
  ctx.set('Cache-Control', file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
  ctx.set('ETag', file.etag)
  ctx.vary('Accept-Encoding')
  ctx.status = 200
  if (ctx.fresh) {
    ctx.status = 304
    return
  }
  ctx.set('Content-Type', file.type)
  // Browsers name gzip first and like both as much; brotli is a fifth smaller.
  const encoding = file.br && ctx.acceptsEncodings('br') ? 'br' : ctx.acceptsEncodings('gzip', 'identity')
  const packed = encoding === 'br' ? file.br : encoding === 'gzip' ? file.gzip : undefined
  if (packed && encoding) ctx.set('Content-Encoding', encoding)
  ctx.body = packed ?? file.plain
}
