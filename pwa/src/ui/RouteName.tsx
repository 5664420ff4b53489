import { ArrowRight } from 'lucide-react'
import { words } from '../words/words.ts'
import './route-name.css'

/** "Vilnius → Klaipėda"; read as "Vilnius to Klaipėda". The arrow turns with the direction of writing. */
export function RouteName({ from, to }: { from: string; to: string }) {
  return (
    <span className="route-name">
      <span aria-hidden="true">
        <bdi>{from}</bdi>
      </span>
      <ArrowRight size="1em" className="mirrors" aria-hidden="true" />
      <span aria-hidden="true">
        <bdi>{to}</bdi>
      </span>
      <span className="visually-hidden">{words.common.fromTo(from, to)}</span>
    </span>
  )
}
