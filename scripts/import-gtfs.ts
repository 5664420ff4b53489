import { reportText } from 'shared/timetable/gtfs/report-text.ts'
import { ConfigError, readConfig } from '../sync-server/src/config.ts'
import { StorageUnavailable } from '../sync-server/src/db/transact.ts'
import { machine, openContext } from '../sync-server/src/open.ts'
import {
  importGtfs,
  type Imported,
  type ImportRequest,
  type Progress,
} from '../sync-server/src/timetable/import-gtfs.ts'
import { NoSuchFeed } from '../sync-server/src/timetable/open-feed.ts'
import { Overtaken } from '../sync-server/src/timetable/publish.ts'
import { readArguments, usage } from './import-arguments.ts'

interface Place {
  /** Folder from which paths count. */
  readonly from: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** @returns the exit code: 0 imported (or found good), 1 refused, 2 asked wrongly or could not be done. */
export async function importCommand(args: readonly string[], { from, env }: Place): Promise<number> {
  const command = readArguments(args, from)
  if (command.do === 'help') {
    console.log(usage)
    return 0
  }
  if (command.do === 'complain') {
    console.error(`${command.about}\n\n${usage}`)
    return 2
  }
  try {
    const imported = await run(command.request, env)
    console.log(command.json ? JSON.stringify(imported.report) : textOf(imported, command.request))
    return imported.report.verdict === 'accepted' ? 0 : 1
  } catch (error) {
    const known = [NoSuchFeed, ConfigError, StorageUnavailable, Overtaken].some((kind) => error instanceof kind)
    if (!known || !(error instanceof Error)) throw error
    console.error(error.message)
    return 2
  }
}

async function run(request: ImportRequest, env: Place['env']): Promise<Imported> {
  const config = readConfig({ ...env, LOG_LEVEL: env['LOG_LEVEL'] || 'warn' })
  const { context, close } = await openContext(config, machine(config))
  const bar = progressBar()
  try {
    return await importGtfs(context, { ...request, onProgress: bar.show })
  } finally {
    bar.clear()
    await close()
  }
}

function textOf({ report, pack }: Imported, { dryRun }: ImportRequest): string {
  const text = reportText(report)
  if (pack) return `${text}\n\nPublished as pack ${pack.hash}: ${pack.bytes.toLocaleString('en')} bytes.`
  return dryRun && report.verdict === 'accepted' ? `${text}\n\nOnly checked: nothing was imported (--dry-run).` : text
}

/** One line that is drawn over, at most ten times a second; nothing where no person watches. */
function progressBar() {
  const { stderr } = process
  const width = 30
  let drawn = 0
  const draw = (text: string) => void stderr.write(`\r\u001b[K${text}`)
  return {
    show: (progress: Progress) => {
      if (!stderr.isTTY) return
      if (progress.doing !== 'reading')
        return draw(progress.doing === 'packing' ? 'Building the pack …' : 'Cleaning up …')
      if (Date.now() - drawn < 100) return
      drawn = Date.now()
      const share = Math.min(1, progress.bytes / Math.max(1, progress.of))
      const full = Math.round(share * width)
      const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1)
      const bar = '█'.repeat(full) + '░'.repeat(width - full)
      draw(`${bar} ${Math.floor(share * 100)} %  ${megabytes(progress.bytes)} of ${megabytes(progress.of)} MB`)
    },
    clear: () => {
      if (stderr.isTTY) draw('')
    },
  }
}
