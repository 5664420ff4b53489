import type { Money as Amount } from 'shared/base/money.ts'
import { moneyText } from '../words/format.ts'

/** An amount in its currency, kept whole in any direction of writing. */
export function Money({ of }: { of: Amount }) {
  return <bdi className="money">{moneyText(of)}</bdi>
}
