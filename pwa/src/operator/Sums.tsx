import { add, type Money } from 'shared/base/money.ts'
import type { DepartureLoad } from 'shared/operator/views.ts'
import { moneyText } from '../words/format.ts'
import { words } from '../words/words.ts'

/** Money by currency, for a day may hold several. */
export function sumDue(departures: readonly Pick<DepartureLoad, 'due'>[]): Money[] {
  const sums = new Map<string, Money>()
  for (const { due } of departures) {
    if (!due) continue
    const known = sums.get(due.currency)
    sums.set(due.currency, known ? add(known, due) : due)
  }
  return [...sums.values()]
}

const total = (of: readonly number[]): number => of.reduce((sum, n) => sum + n, 0)

/** The day in four figures. */
export function Sums({ departures }: { departures: readonly DepartureLoad[] }) {
  const { sums } = words.operator
  const due = sumDue(departures).map(moneyText)
  return (
    <dl className="operator-sums">
      <div>
        <dt>{sums.departures}</dt>
        <dd>{departures.length}</dd>
      </div>
      <div>
        <dt>{sums.passengers}</dt>
        <dd>{total(departures.map((d) => d.passengers))}</dd>
      </div>
      <div>
        <dt>{sums.boarded}</dt>
        <dd>{total(departures.map((d) => d.boarded))}</dd>
      </div>
      <div>
        <dt>{sums.due}</dt>
        <dd>{due.length > 0 ? due.join(' + ') : '0'}</dd>
      </div>
    </dl>
  )
}
