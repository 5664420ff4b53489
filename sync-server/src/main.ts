import { ConfigError, readConfig } from './config.ts'
import { startJobs } from './jobs.ts'
import { machine, openContext } from './open.ts'
import { serve } from './serve.ts'

/** Start a server and run until told to stop. */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  const { context, close } = await openContext(config, machine(config))
  const serving = await serve(context)
  const stopJobs = startJobs(context)
  context.log.info('server.started', { url: serving.url })
  process.send?.({ ready: serving.url })

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
}

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
