import type { IncomingMessage } from 'node:http'
import { createGunzip } from 'node:zlib'
import type { z } from 'zod'
import { Problem, type ProblemIssue } from './problem.ts'
import type { AppContext } from './types.ts'

/** Most bytes of a body, as sent and after unpacking. */
export const bodyLimit = 256 * 1024
const deepest = 40

/**
 * The JSON body of a request, parsed by a schema. One that takes `undefined` takes a request without a body.
 * @throws Problem 400 broken-json, 413 body-too-large, 415 wrong-content-type, 422 invalid (with the issues).
 */
export async function bodyOf<S extends z.ZodType>(ctx: AppContext, schema: S, limit = bodyLimit): Promise<z.infer<S>> {
  if (ctx.get('transfer-encoding') === '' && (ctx.request.length ?? 0) === 0) {
    const none = schema.safeParse(undefined)
    if (none.success) return none.data
  }
  if (!ctx.is('application/json')) {
    throw new Problem(415, 'wrong-content-type', 'Send the body as JSON, with Content-Type: application/json.')
  }
  const bytes = await collect(ctx.req, ctx.get('content-encoding').toLowerCase(), limit)
  return parsed(schema, parseJson(bytes), 'body')
}

/** The body of a request as it was sent: a signature is over these bytes. @throws Problem 413 body-too-large. */
export const rawBodyOf = (ctx: AppContext, limit = bodyLimit): Promise<Uint8Array> =>
  collect(ctx.req, ctx.get('content-encoding').toLowerCase(), limit)

/** The query of a request, parsed by a schema. @throws Problem 422 invalid. */
export const queryOf = <S extends z.ZodType>(ctx: AppContext, schema: S): z.infer<S> =>
  parsed(schema, { ...ctx.query }, 'query')

/** Any value parsed by a schema. @throws Problem 422 invalid, naming each field and what is wrong with it. */
export function parsed<S extends z.ZodType>(schema: S, value: unknown, what: string): z.infer<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issues: ProblemIssue[] = result.error.issues.slice(0, 20).map((issue) => ({
    path: issue.path.map(String).join('.').slice(0, 200),
    message: issue.message.slice(0, 300),
  }))
  const first = issues[0]
  const where = first?.path ? `${first.path}: ` : ''
  throw new Problem(422, 'invalid', `The ${what} is not as it must be: ${where}${first?.message ?? 'unknown'}`, {
    issues,
  })
}

const tooLarge = (limit: number): Problem =>
  new Problem(413, 'body-too-large', `The body is larger than ${Math.floor(limit / 1024)} KiB: send it in pieces.`)

async function collect(request: IncomingMessage, encoding: string, limit: number): Promise<Buffer> {
  if (encoding !== '' && encoding !== 'identity' && encoding !== 'gzip') {
    throw new Problem(415, 'wrong-content-encoding', 'Send the body plain or with Content-Encoding: gzip.')
  }
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit)
  const sent = await gather(request, limit)
  return encoding === 'gzip' ? unpack(sent, limit) : sent
}

function gather(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
      else reject(tooLarge(limit))
    })
    request.on('end', () => resolve(Buffer.concat(chunks)))
    request.on('error', () => reject(new Problem(400, 'broken-body', 'The body ended before it was complete.')))
    request.on('aborted', () => reject(new Problem(400, 'broken-body', 'The body ended before it was complete.')))
  })
}

/** Stops at the limit while unpacking: a small bomb never becomes a large one. */
function unpack(sent: Buffer, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const gunzip = createGunzip()
    const chunks: Buffer[] = []
    let size = 0
    gunzip.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) return void chunks.push(chunk)
      reject(tooLarge(limit))
      gunzip.destroy()
    })
    gunzip.on('end', () => resolve(Buffer.concat(chunks)))
    gunzip.on('error', () => reject(new Problem(400, 'broken-gzip', 'The body is not valid gzip.')))
    gunzip.end(sent)
  })
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function parseJson(bytes: Buffer): unknown {
  try {
    const text = utf8.decode(bytes)
    if (depthOf(text) > deepest) throw new Error('too deep')
    return JSON.parse(text)
  } catch {
    throw new Problem(400, 'broken-json', `The body is not valid JSON in UTF-8, at most ${deepest} levels deep.`)
  }
}

/** How deep brackets are nested outside of texts; counted before parsing, so no later walk can overflow the stack. */
function depthOf(text: string): number {
  let depth = 0
  let most = 0
  let quoted = false
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    if (quoted) {
      if (unit === 92) i += 1
      else if (unit === 34) quoted = false
    } else if (unit === 34) quoted = true
    else if (unit === 91 || unit === 123) most = Math.max(most, (depth += 1))
    else if (unit === 93 || unit === 125) depth -= 1
  }
  return most
}
