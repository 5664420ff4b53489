import { dayOfText } from 'shared/base/time.ts'
import { importsAnswer, type ImportView } from 'shared/operator/views.ts'
import { Card } from '../ui/Card.tsx'
import { Empty } from '../ui/Empty.tsx'
import { Status, type StatusKind } from '../ui/Status.tsx'
import { clockText, dateText, longDayText } from '../words/format.ts'
import { words } from '../words/words.ts'
import { Freshness } from './Freshness.tsx'
import { Notices } from './Notices.tsx'
import { useRead } from './read.ts'

const parse = (body: unknown) => importsAnswer.parse(body).imports
const when = (iso: string): string => `${dateText(Date.parse(iso))}, ${clockText(Date.parse(iso))}`
const dayName = (iso: string): string => longDayText(dayOfText(iso) ?? 0)

/** What was imported, the newest first, each with its report. */
export function Imports() {
  const read = useRead('/api/operator/imports', parse)
  return (
    <div className="operator-panel">
      <Freshness read={read} />
      {read.value?.length === 0 && <Empty title={words.operator.noImports} />}
      {read.value?.map((one) => (
        <Import key={one.id} import={one} />
      ))}
    </div>
  )
}

const signs: Record<ImportView['state'], StatusKind> = {
  importing: 'waiting',
  published: 'confirmed',
  superseded: 'asked',
}

function Import({ import: one }: { import: ImportView }) {
  const { operator } = words
  const { summary } = one
  return (
    <Card as="article" className="operator-import">
      <div className="operator-import-head">
        <h2>{operator.feed(summary?.name ?? one.feed, one.number)}</h2>
        <Status kind={signs[one.state]}>{operator.state[one.state]}</Status>
      </div>
      <p className="operator-quiet">
        {one.publishedAt === null ? operator.started(when(one.startedAt)) : operator.importedAt(when(one.publishedAt))}
        {summary && (
          <>
            <br />
            {summary.from && summary.to
              ? operator.validity(dayName(summary.from), dayName(summary.to))
              : operator.noService}
            {summary.shiftedDays !== 0 && ` · ${operator.shifted(summary.shiftedDays)}`}
            <br />
            {summary.zone} · {summary.currency}
          </>
        )}
      </p>
      {summary && <Rows summary={summary} />}
      {one.state !== 'importing' && <Notices notices={one.notices} leftOut={one.leftOut} />}
    </Card>
  )
}

function Rows({ summary }: { summary: NonNullable<ImportView['summary']> }) {
  const { operator } = words
  return (
    <details>
      <summary>{operator.rows}</summary>
      <table className="operator-rows">
        <thead>
          <tr>
            <th scope="col">{operator.file}</th>
            <th scope="col">{operator.count}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(summary.rows).map(([file, count]) => (
            <tr key={file}>
              <th scope="row">{file}</th>
              <td>{count.toLocaleString('en')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {summary.unusableTrips > 0 && <p className="operator-quiet">{operator.unusable(summary.unusableTrips)}</p>}
      {summary.approximateStopTimes > 0 && (
        <p className="operator-quiet">{operator.approximate(summary.approximateStopTimes)}</p>
      )}
    </details>
  )
}
