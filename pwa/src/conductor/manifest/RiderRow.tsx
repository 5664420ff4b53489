import { words } from '../../words/words.ts'
import { moneyText } from '../../words/format.ts'
import { StatusSign } from '../../ui/Status.tsx'
import type { Rider } from '../shift/riders.ts'
import type { Shift } from '../shift/use-shift.ts'
import './rider.css'

const stateWord = (rider: Rider): string => {
  const states = words.conductor.manifest.states
  return { waiting: states.waiting, boarded: states.boarded, 'no-show': states.noShow, out: states.out }[rider.is]
}

/** One passenger: seat, name, how far they ride, what they owe, and whether they are aboard. */
export function RiderRow({
  rider,
  shift,
  onPress,
}: {
  rider: Rider
  shift: Pick<Shift, 'departure'>
  onPress: () => void
}) {
  const { entry, due, is, party, state } = rider
  const text = words.conductor.manifest
  const to = shift.departure.calls[entry.alight]?.name ?? ''
  const spoken = [
    text.row(entry.seat, entry.name, stateWord(rider)),
    text.toStop(to),
    ...(party > 1 ? [text.party(party)] : []),
    ...(due !== null && is !== 'out' ? [text.owes(moneyText(due))] : []),
    ...(state.doubleBoarded ? [text.double] : []),
  ].join(', ')
  return (
    <li className="rider" data-is={is}>
      <button type="button" onClick={onPress} aria-label={spoken}>
        <bdi className="rider-seat">{entry.seat}</bdi>
        <span className="rider-text">
          <span className="rider-name">{entry.name}</span>
          <span className="rider-note">
            {text.toStop(to)}
            {party > 1 && ` · ${text.party(party)}`}
            {state.doubleBoarded && ` · ${text.double}`}
          </span>
        </span>
        {due !== null && is !== 'out' && <span className="rider-due">{moneyText(due)}</span>}
        <span className="rider-state">
          {is === 'boarded' && <StatusSign kind={state.doubleBoarded ? 'warning' : 'confirmed'} size={24} />}
          {is === 'out' && <StatusSign kind="refused" size={24} />}
          {is === 'no-show' && <span className="rider-absent">{text.noShow}</span>}
          {is === 'waiting' && <span className="rider-ring" />}
        </span>
      </button>
    </li>
  )
}
