import { AirVent, Accessibility, BedSingle, Bike, PlugZap, Toilet, VolumeX, Wifi, type LucideIcon } from 'lucide-react'
import type { Amenity, Departure } from 'shared/timetable/timetable.ts'
import { Card } from '../../ui/Card.tsx'
import { words } from '../../words/words.ts'
import { seatMapOf } from './ride-of.ts'
import './on-board.css'

const icons: Record<Amenity, LucideIcon> = {
  wifi: Wifi,
  power: PlugZap,
  toilet: Toilet,
  'air-conditioning': AirVent,
  'step-free': Accessibility,
  bicycles: Bike,
  sleeper: BedSingle,
  quiet: VolumeX,
}

/** What is on board, and who runs it. */
export function OnBoard({ departure }: { departure: Departure }) {
  const { agency, amenities, seatMap } = departure
  const text = words.departure
  return (
    <Card as="section" className="on-board">
      <h2>{text.onboard}</h2>
      {amenities.length > 0 && (
        <ul>
          {amenities.map((amenity) => {
            const Icon = icons[amenity]
            return (
              <li key={amenity}>
                <Icon size={20} aria-hidden="true" />
                {text.amenities[amenity]}
              </li>
            )
          })}
        </ul>
      )}
      <p>
        {seatMapOf(seatMap)?.name}
        <br />
        {text.operatedBy} <b>{agency.name}</b>
        {agency.phone && (
          <>
            {' · '}
            <a href={`tel:${agency.phone.replaceAll(/[^+\d]/g, '')}`}>
              <bdi>{agency.phone}</bdi>
            </a>
          </>
        )}
      </p>
    </Card>
  )
}
