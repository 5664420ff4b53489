import { ArrowDown, ArrowUp } from 'lucide-react'
import type { Ride } from 'shared/timetable/timetable.ts'
import { IconButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Select, Switch } from '../../ui/Field.tsx'
import { clockText, listText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { setPlan } from './form.ts'
import { canMove, hourChoices, moved, toggled, type Plan, type PlanStep } from './plan.ts'

interface Props {
  plan: Plan
  party: number
  others: readonly Ride[]
}

function firstWish(plan: Plan, party: number): string {
  const { wish } = words.checkout
  if (plan.seats.length === 0) return wish.best(party)
  return plan.seats.length === 1 ? wish.seat(listText(plan.seats)) : wish.seats(listText(plan.seats))
}

function nameOf(step: PlanStep, plan: Plan, party: number): string {
  const { wish } = words.checkout
  return step.kind === 'departure' ? wish.departure(plan.hours) : wish[step.kind](party)
}

function noteOf(step: PlanStep, others: readonly Ride[], party: number): string {
  const { wishNote } = words.checkout
  if (step.kind !== 'departure') return step.kind === 'any' && party === 1 ? wishNote.anyForOne : wishNote[step.kind]
  if (others.length === 0) return wishNote.noDepartures
  const clocks = [...others]
    .sort((a, b) => a.board.at - b.board.at)
    .map((ride) => clockText(ride.board.at, ride.board.zone))
  return wishNote.departures(listText(clocks))
}

/** What we try, in order, along the line: the wishes of a request, ranked by the person. */
export function WishesEditor({ plan, party, others }: Props) {
  const { checkout } = words
  const ranks = new Map(plan.steps.filter((step) => step.on).map((step, i) => [step.kind, i + 2]))
  return (
    <Card as="section" className="wishes">
      <h2>{checkout.wishes(party)}</h2>
      <p className="wishes-hint">{checkout.wishesHint}</p>
      <ol className="wishes-list">
        <li data-on="">
          <span className="wishes-rank" aria-hidden="true">
            1
          </span>
          <div className="wishes-first">
            <span className="wishes-name">
              <bdi>{firstWish(plan, party)}</bdi>
            </span>
            <span className="field-hint">{checkout.wishNote.first}</span>
          </div>
        </li>
        {plan.steps.map((step) => {
          const name = nameOf(step, plan, party)
          return (
            <li key={step.kind} data-on={step.on ? '' : undefined}>
              <span className="wishes-rank" aria-hidden="true">
                {ranks.get(step.kind) ?? ''}
              </span>
              <div className="wishes-body">
                <Switch
                  label={name}
                  hint={noteOf(step, others, party)}
                  checked={step.on}
                  onChange={() => setPlan(toggled(plan, step.kind))}
                />
                {step.kind === 'departure' && step.on && (
                  <Select
                    label={checkout.hours}
                    value={String(plan.hours)}
                    options={hourChoices.map((n) => ({ value: String(n), label: checkout.hoursOption(n) }))}
                    onChange={(event) => setPlan({ ...plan, hours: Number(event.target.value) })}
                  />
                )}
                <Moves plan={plan} step={step} name={name} />
              </div>
            </li>
          )
        })}
      </ol>
      <p className="wishes-else">{checkout.orRefuse}</p>
    </Card>
  )
}

/** Up and down, only where they change something. */
function Moves({ plan, step, name }: { plan: Plan; step: PlanStep; name: string }) {
  const { checkout } = words
  const up = canMove(plan, step.kind, -1)
  const down = canMove(plan, step.kind, 1)
  if (!step.on || (!up && !down)) return null
  return (
    <div className="wishes-moves">
      {up && (
        <IconButton look="round" label={checkout.earlier(name)} onClick={() => setPlan(moved(plan, step.kind, -1))}>
          <ArrowUp size={20} aria-hidden="true" />
        </IconButton>
      )}
      {down && (
        <IconButton look="round" label={checkout.later(name)} onClick={() => setPlan(moved(plan, step.kind, 1))}>
          <ArrowDown size={20} aria-hidden="true" />
        </IconButton>
      )}
    </div>
  )
}
