import { randomBytes } from 'node:crypto'
import type { Middleware } from 'koa'
import { StorageUnavailable } from '../db/transact.ts'
import { PasswordsBusy } from '../identity/passwords.ts'
import type { Log } from '../log.ts'
import { Problem } from './problem.ts'
import type { AppState } from './types.ts'

const lostStorage = /^SQLITE_(FULL|IOERR|READONLY|CORRUPT|CANTOPEN|BUSY|NOTADB)/

/** What went wrong, as an answer. What we did not foresee is ours: 500, and its story in the log alone. */
function problemOf(error: unknown, log: Log): Problem {
  if (error instanceof Problem) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (error instanceof StorageUnavailable || lostStorage.test(code)) {
    log.error('storage.unavailable', { cause: error })
    return new Problem(
      503,
      'storage-unavailable',
      'Nothing can be stored at the moment: nothing was changed. Try again.',
      {
        headers: { 'Retry-After': '5' },
      },
    )
  }
  if (error instanceof PasswordsBusy) {
    return new Problem(503, 'busy', 'Too many people sign in at this moment: try again.', {
      headers: { 'Retry-After': '10' },
    })
  }
  const reference = randomBytes(4).toString('hex')
  log.error('request.failed', { reference, cause: error })
  return new Problem(500, 'internal', `This is our fault, not yours. Tell us the reference ${reference}.`, {
    reference,
  })
}

/** Every error becomes RFC 9457 here, and nowhere else. */
export function door(log: Log): Middleware<AppState> {
  return async (ctx, next) => {
    try {
      await next()
      if (ctx.status === 404 && ctx.body === undefined) {
        throw new Problem(404, 'no-such-address', 'There is nothing at this address.')
      }
    } catch (error) {
      const problem = problemOf(error, log)
      ctx.status = problem.status
      ctx.set('Content-Type', 'application/problem+json; charset=utf-8')
      ctx.set('Cache-Control', 'no-store')
      for (const [name, value] of Object.entries(problem.extras.headers ?? {})) ctx.set(name, value)
      ctx.body = JSON.stringify(problem.body())
    }
  }
}

/** An address that no server could mean is refused before anything reads it. @throws Problem 400 bad-address. */
export function plainAddress(): Middleware<AppState> {
  return async (ctx, next) => {
    if (!decodes(ctx.path) || !decodes(ctx.querystring)) {
      throw new Problem(400, 'bad-address', 'The address is not percent-encoded UTF-8, or contains a null character.')
    }
    await next()
  }
}

function decodes(text: string): boolean {
  try {
    return !decodeURIComponent(text).includes('\u0000')
  } catch {
    return false
  }
}
