import { clockText, dateText } from '../../words/format.ts'

/** "13:42" today, else "20 Nov, 13:42". On the phone's own clock. */
export const whenText = (at: number, now: number): string =>
  dateText(at) === dateText(now) ? clockText(at) : `${dateText(at)}, ${clockText(at)}`
