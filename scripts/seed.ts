import { ConfigError, readConfig } from '../sync-server/src/config.ts'
import { loadDemo } from '../sync-server/src/demo.ts'
import { machine, openContext } from '../sync-server/src/open.ts'

/** Load the demo network into DATA_DIR when it has no timetable, and make the demo accounts. @returns the exit code. */
export async function seedCommand(
  _args: readonly string[],
  { env }: { env: Readonly<Record<string, string | undefined>> },
): Promise<number> {
  try {
    const config = readConfig({ ...env, LOG_LEVEL: env['LOG_LEVEL'] || 'warn' })
    const { context, close } = await openContext(config, machine(config))
    const { text } = await loadDemo(context).finally(close)
    console.log(text || 'There is a timetable already, so the demo was not loaded.')
    return 0
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    return 2
  }
}
