import { PassThrough } from 'node:stream'
import { accessTokenMs } from '../identity/access-tokens.ts'
import type { Pokes, Subscriber } from './pokes.ts'

/** Proxies cut a silent connection after a minute. */
const heartbeatMs = 25_000
/** A phone that does not read is not waited for: what it misses it hears at its next exchange. */
const mostUnread = 64 * 1024

/**
 * Lines of JSON, an empty line as heartbeat. Ends with the session, and after the life of an access token at the
 * latest, so that nobody listens longer than they may.
 */
export function pokeStream(pokes: Pokes, { account, session }: Subscriber): PassThrough {
  const stream = new PassThrough()
  const send = (line: string) => {
    if (stream.writableLength < mostUnread) stream.write(`${line}\n`)
  }
  const unsubscribe = pokes.subscribe(
    { account, session },
    { poke: (poke) => send(JSON.stringify(poke)), end: () => stream.end() },
  )
  const beat = setInterval(() => send(''), heartbeatMs).unref()
  const last = setTimeout(() => stream.end(), accessTokenMs).unref()
  stream.on('close', () => {
    unsubscribe()
    clearInterval(beat)
    clearTimeout(last)
  })
  // The first byte tells the phone that it is heard.
  send('')
  return stream
}
