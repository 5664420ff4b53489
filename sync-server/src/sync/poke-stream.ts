import { PassThrough } from 'node:stream'
import { accessTokenMs } from '../identity/access-tokens.ts'
import type { Pokes, Subscriber } from './pokes.ts'

/** Proxies cut a silent connection after a minute. */
const heartbeatMs = 25_000
/** A phone that does not read is not waited for: what it misses it hears at its next exchange. */
const mostUnread = 64 * 1024
/** So long an ended stream waits for a phone that does not read, before its connection is cut. */
const lingerMs = 30_000

/**
 * Lines of JSON, an empty line as heartbeat. Ends with the session, and after the life of an access token at the
 * latest, so that nobody listens longer than they may.
 */
export function pokeStream(pokes: Pokes, { account, session }: Subscriber): PassThrough {
  const stream = new PassThrough()
  const send = (line: string) => {
    if (!stream.writableEnded && stream.writableLength < mostUnread) stream.write(`${line}\n`)
  }
  const beat = setInterval(() => send(''), heartbeatMs).unref()
  const last = setTimeout(() => end(), accessTokenMs).unref()
  const unsubscribe = pokes.subscribe(
    { account, session },
    { poke: (poke) => send(JSON.stringify(poke)), end: () => end() },
  )
  const quiet = () => {
    unsubscribe()
    clearInterval(beat)
    clearTimeout(last)
  }
  function end(): void {
    quiet()
    stream.end()
    const cut = setTimeout(() => stream.destroy(), lingerMs).unref()
    stream.on('close', () => clearTimeout(cut))
  }
  stream.on('close', quiet)
  // The first byte tells the phone that it is heard.
  send('')
  return stream
}
