import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'

/** A request and its response through the server's real door, without a socket. */

export interface HttpAsk {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  readonly address: string
}

export interface HttpHead {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[]>>
}

export interface HttpHearer {
  head(head: HttpHead): void
  data(text: string): void
  end(): void
}

/** A socket that never connects, for the address it came from. */
const socketFrom = (address: string): Socket => Object.defineProperty(new Socket(), 'remoteAddress', { value: address })

class MemoryResponse extends ServerResponse {
  readonly #hearer: HttpHearer
  #ended = false
  constructor(request: IncomingMessage, hearer: HttpHearer) {
    super(request)
    this.#hearer = hearer
  }
  #begin(): void {
    if (this.headersSent) return
    this.writeHead(this.statusCode)
    const headers: Record<string, string | string[]> = {}
    for (const [name, value] of Object.entries(this.getHeaders()))
      headers[name.toLowerCase()] = Array.isArray(value) ? value.map(String) : String(value)
    this.#hearer.head({ status: this.statusCode, headers })
  }
  override write(chunk: unknown): boolean {
    this.#begin()
    this.#hearer.data(textOf(chunk))
    return true
  }
  override end(chunk?: unknown): this {
    if (this.#ended) return this
    this.#ended = true
    this.#begin()
    if (chunk !== undefined && chunk !== null && typeof chunk !== 'function') this.#hearer.data(textOf(chunk))
    this.finished = true
    this.#hearer.end()
    process.nextTick(() => this.emit('finish'))
    return this
  }
}

const textOf = (chunk: unknown): string =>
  typeof chunk === 'string' ? chunk : chunk instanceof Uint8Array ? Buffer.from(chunk).toString('utf8') : ''

/** @returns how to break the connection. */
export function askInMemory(
  callback: (request: IncomingMessage, response: ServerResponse) => unknown,
  ask: HttpAsk,
  hearer: HttpHearer,
): () => void {
  const request = new IncomingMessage(socketFrom(ask.address))
  request.method = ask.method
  request.url = ask.path
  request.httpVersion = '1.1'
  request.httpVersionMajor = 1
  request.httpVersionMinor = 1
  request.headers = {
    host: 'sim',
    ...(ask.body !== undefined && { 'content-length': String(Buffer.byteLength(ask.body)) }),
    ...Object.fromEntries(Object.entries(ask.headers).map(([name, value]) => [name.toLowerCase(), value])),
  }
  if (ask.body !== undefined) request.push(ask.body)
  request.push(null)
  request.complete = true
  const response = new MemoryResponse(request, hearer)
  callback(request, response)
  return () => void response.emit('close')
}
