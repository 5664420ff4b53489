import { RouteName } from '../../ui/RouteName.tsx'
import './ride-name.css'

/** The two places of a ride as a heading or, inside a link, as its first line. */
export function RideName({ from, to, as: Tag = 'h2' }: { from: string; to: string; as?: 'h2' | 'span' }) {
  return (
    <Tag className="ride-name">
      <RouteName from={from} to={to} />
    </Tag>
  )
}
