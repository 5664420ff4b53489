import type { ReactNode } from 'react'
import { words } from '../../words/words.ts'
import { placeName } from './names.ts'
import type { Shift } from './use-shift.ts'
import './shift.css'

/** Which departure, which stop, how many are aboard. Stands at the top of the camera and of every verdict. */
export function ShiftHead({ shift, start, end }: { shift: Shift; start?: ReactNode; end?: ReactNode }) {
  const { departure, stop, at, unlisted } = shift
  const text = words.conductor
  const counts = [at.boarded + unlisted, at.expected + unlisted] as const
  return (
    <header className="shift-head">
      {start}
      <div className="shift-name">
        <p className="shift-title">{placeName(departure)}</p>
        <p>{text.manifest.boardingAt(departure.calls[stop]?.name ?? '')}</p>
      </div>
      <p className="shift-count" aria-label={text.scan.countedSpoken(...counts)}>
        {text.scan.counted(...counts)}
      </p>
      {end}
    </header>
  )
}
