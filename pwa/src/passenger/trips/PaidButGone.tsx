import { usePayments } from '../../local/live.ts'
import { moneyText } from '../../words/format.ts'
import { words } from '../../words/words.ts'

/** Money for a booking that came when its seats were gone: it is on its way back. */
export function PaidButGone({ booking }: { booking: string }) {
  const payment = usePayments()?.find((each) => each.booking === booking && each.code === 'paid-but-gone')
  if (!payment) return null
  const { reason, rest } = words.refusals['paid-but-gone']({ price: moneyText(payment.amount) })
  return (
    <p className="trip-trouble">
      {reason} {rest}
    </p>
  )
}
