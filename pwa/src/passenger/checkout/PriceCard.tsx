import { times } from 'shared/base/money.ts'
import type { Ride } from 'shared/timetable/timetable.ts'
import { Card } from '../../ui/Card.tsx'
import { moneyText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { ceilingOf } from './request.ts'

/** What it costs, the most it may cost, and how it is paid. */
export function PriceCard({ ride, party, others }: { ride: Ride; party: number; others: readonly Ride[] }) {
  const { checkout } = words
  const each = ride.price.money
  return (
    <Card as="section" className="checkout-price">
      <h2 className="visually-hidden">{checkout.price}</h2>
      <div className="checkout-price-row">
        <div>
          <p className="checkout-pay">{checkout.pay}</p>
          {party > 1 && <p className="checkout-each">{checkout.priceEach(party, moneyText(each))}</p>}
        </div>
        <div className="checkout-total">
          <p className="checkout-sum">{moneyText(times(each, party))}</p>
          <p className="checkout-each">{checkout.atMost(moneyText(ceilingOf(ride, party, others)))}</p>
        </div>
      </div>
      <p className="checkout-each">
        {checkout.payHint} {checkout.ceilingHint} {ride.price.source === 'tariff' && checkout.tariff}
      </p>
    </Card>
  )
}
