import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { ImportRequest } from '../sync-server/src/timetable/import-gtfs.ts'
import { feedSlug } from 'shared/base/ids.ts'
import { dayOfText } from 'shared/base/time.ts'
import { isCurrency } from 'shared/timetable/gtfs/cells.ts'

export const usage = `Usage: npm run import-gtfs -- FEED.zip|FOLDER [options]

  --feed NAME            name of the feed: a-z, 0-9 and -, at most 32 (needed when it has several agencies);
                         importing under the same name again replaces the former version
  --currency CODE        currency of fares by distance, where the feed has no fares of its own (ISO 4217; else EUR)
  --skip-invalid         leave out rows at fault, with the trips that need them, instead of refusing the feed
  --shift-to YYYY-MM-DD  move all dates by whole weeks, so that the busiest week falls on the week of that day
  --dry-run              check and report, import nothing
  --json                 print the report as JSON
  --help                 this text

The database is the one in DATA_DIR (default ./data). A running server notices by itself.`

export type Command =
  | { readonly do: 'help' }
  | { readonly do: 'complain'; readonly about: string }
  | { readonly do: 'import'; readonly json: boolean; readonly request: ImportRequest }

const options = {
  feed: { type: 'string' },
  currency: { type: 'string' },
  'skip-invalid': { type: 'boolean' },
  'shift-to': { type: 'string' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

/** What the person asks for, or the first thing that is wrong with it. Paths count from `from`. */
export function readArguments(args: readonly string[], from: string): Command {
  const parsed = parse(args)
  if (typeof parsed === 'string') return { do: 'complain', about: parsed }
  const { values, positionals } = parsed
  if (values.help) return { do: 'help' }
  const [path, ...more] = positionals
  if (path === undefined) return { do: 'complain', about: 'Name the feed to import: a zip file or a folder.' }
  if (more.length > 0) return { do: 'complain', about: `One feed at a time; what is ${JSON.stringify(more[0])}?` }
  const { feed, currency } = values
  if (feed !== undefined && !feedSlug.safeParse(feed).success)
    return { do: 'complain', about: `--feed ${feed}: use at most 32 of a-z, 0-9 and -, such as --feed vilnius.` }
  if (currency !== undefined && !isCurrency(currency))
    return {
      do: 'complain',
      about: `--currency ${currency}: use an ISO 4217 code in capitals, such as --currency EUR.`,
    }
  const target = values['shift-to']
  const shiftTo = target === undefined ? undefined : dayOfText(target)
  if (target !== undefined && shiftTo === undefined)
    return { do: 'complain', about: `--shift-to ${target}: use a day of the calendar, such as --shift-to 2026-11-24.` }
  const flags = { skipInvalid: values['skip-invalid'] ?? false, dryRun: values['dry-run'] ?? false }
  return {
    do: 'import',
    json: values.json ?? false,
    request: { path: resolve(from, path), feed, currency, shiftTo, ...flags },
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
