import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { makeApp } from './app.ts'
import { ConfigError } from './config.ts'
import type { Context } from './context.ts'

export interface Serving {
  /** `http://127.0.0.1:3000` */
  readonly url: string
  /** Take no more, finish what is under way, at most so long. */
  stop(graceMs?: number): Promise<void>
}

/** Listen. @throws ConfigError when the port is taken or may not be used. */
export async function serve(context: Context): Promise<Serving> {
  const { config } = context
  const app = makeApp(context)
  const answer = app.koa.callback()
  const server = createServer((request, response) => void answer(request, response))
  server.requestTimeout = 30_000
  server.keepAliveTimeout = 65_000
  server.headersTimeout = 20_000
  await listen(server, config.port, config.host)
  return {
    url: addressOf(server),
    async stop(graceMs = 8000) {
      app.refuseMore()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeIdleConnections()
      const late = setTimeout(() => server.closeAllConnections(), graceMs)
      await closed
      clearTimeout(late)
      app.close()
    },
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port, host)))
    server.listen(port, host, () => resolve())
  })
}

function explain(error: NodeJS.ErrnoException, port: number, host: string): Error {
  if (error.code === 'EADDRINUSE') {
    return new ConfigError(`PORT ${port} is in use: stop what listens there, or choose another (PORT=${port + 1})`)
  }
  if (error.code === 'EACCES') {
    return new ConfigError(`PORT ${port} may not be used by this user: choose one above 1023, such as PORT=3000`)
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new ConfigError(`HOST ${host} is no address of this machine: try 127.0.0.1, or 0.0.0.0 for all`)
  }
  return error
}

function addressOf(server: Server): string {
  const found = server.address()
  if (found === null || typeof found === 'string') throw new Error('The server has no address')
  const { address, family, port }: AddressInfo = found
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}
