import { ConfigError, readConfig } from './config.ts'
import { loadDemo } from './demo.ts'
import { startJobs } from './jobs.ts'
import { machine, openContext } from './open.ts'
import { serve } from './serve.ts'

/** Start a server and run until told to stop. */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  const { context, close } = await openContext(config, machine(config))
  const demo = process.argv.includes('--demo') ? await loadDemo(context) : undefined
  const serving = await serve(context)
  const stopJobs = startJobs(context)
  const stop = async (signal: string): Promise<void> => {
    context.log.info('server.stopping', { signal })
    context.pokes.close()
    await serving.stop()
    await stopJobs()
    await close()
    context.log.info('server.stopped')
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal))

  context.log.info('server.started', { url: serving.url })
  // To a parent process that waits for the address: a story, a benchmark, a supervisor.
  process.send?.({ ready: serving.url })
  if (demo) process.stdout.write(welcome(config.publicUrl ?? serving.url, demo.text))
}

const welcome = (url: string, more: string): string =>
  `\nWayfare runs at ${url.replace('//127.0.0.1', '//localhost')}\n\n${more}\nStop it with Ctrl+C.\n`

main().catch((error: unknown) => {
  if (error instanceof ConfigError) {
    process.stderr.write(`Wayfare cannot start:\n${error.message.replace(/^/gm, '  ')}\n`)
    process.exit(2)
  }
  process.stderr.write(
    `Wayfare cannot start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  )
  process.exit(1)
})
