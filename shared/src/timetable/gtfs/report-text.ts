import { isoDay } from '../../base/time.ts'
import { codes } from './codes.ts'
import type { Example, ImportReport, LeftOut, Notice } from './report.ts'

/** The report for people: verdict, what is wrong where and what to do, what was left out, what was imported. */
export function reportText(report: ImportReport): string {
  const { notices, leftOut, summary } = report
  const count = (severity: Notice['severity']) =>
    notices.filter((n) => n.severity === severity).reduce((sum, n) => sum + n.count, 0)
  const lines = [
    `${report.verdict.toUpperCase()}: ${plural(count('error'), 'error')}, ${plural(count('warning'), 'warning')}.`,
  ]
  for (const notice of notices) lines.push('', ...noticeLines(notice))
  if (leftOut.length > 0)
    lines.push('', 'Left out because of the errors above (--skip-invalid):', ...leftOut.map(leftOutLine))
  if (summary) {
    const { feed, name, zone, currency, from, to, shiftedDays, rows, unusableTrips, approximateStopTimes } = summary
    const service = from === null || to === null ? 'no day has service' : `service ${isoDay(from)} to ${isoDay(to)}`
    lines.push('', `Feed ${feed}: ${name}, ${zone}, ${currency}, ${service}.`)
    if (shiftedDays !== 0) lines.push(`All dates moved by ${plural(shiftedDays / 7, 'week')}.`)
    for (const [file, n] of Object.entries(rows)) lines.push(`  ${n.toLocaleString('en').padStart(11)}  ${file}`)
    if (unusableTrips > 0) lines.push(`${plural(unusableTrips, 'trip')} cannot be shown or sold.`)
    if (approximateStopTimes > 0) lines.push(`${plural(approximateStopTimes, 'stop time')} are approximate.`)
  } else lines.push('', 'Nothing was imported.', adviceFor(notices))
  return lines.join('\n')
}

/** Faults of whole files come first: without them mended, leaving out rows is of no use. */
const adviceFor = (notices: readonly Notice[]) =>
  notices.some((n) => n.severity === 'error' && codes[n.code].about === 'feed')
    ? 'Correct the feed as said above and import it again.'
    : 'Correct the rows above, or leave them out with all that depends on them: --skip-invalid.'

function noticeLines(notice: Notice): string[] {
  const { severity, code, file, field, message, count, examples } = notice
  const where = [file, field].filter((part) => part !== null).join(', ')
  const head = `${severity} ${code}${where ? ` in ${where}` : ''}${count > 1 ? ` (${count.toLocaleString('en')} times)` : ''}`
  const more = count > examples.length ? [`    … and ${(count - examples.length).toLocaleString('en')} more`] : []
  return [head, `  ${message}`, ...examples.map(exampleLine).filter((line) => line !== null), ...more]
}

function exampleLine({ line, value, detail }: Example): string | null {
  const parts = [
    line === null ? null : `line ${line}`,
    value === null ? null : JSON.stringify(value),
    detail === null ? null : `(${detail})`,
  ].filter((part) => part !== null)
  return parts.length === 0 ? null : `    ${parts.join(' ')}`
}

function leftOutLine({ file, count, ids }: LeftOut): string {
  const more = count > ids.length ? `, and ${(count - ids.length).toLocaleString('en')} more` : ''
  return `  ${file}: ${count.toLocaleString('en')} (${ids.join(', ')}${more})`
}

const plural = (n: number, noun: string) => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`
