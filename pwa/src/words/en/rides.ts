export const results = {
  each: 'price each',
  days: 'Day',
  earlier: 'Earlier days',
  later: 'Later days',
  pickDay: 'Choose another day',
  via: (name: string) => `via ${name}`,
  direct: 'direct',
  seatsFree: (n: number) => (n === 1 ? '1 seat free' : `${n} seats free`),
  seatsLeft: (n: number) => (n === 1 ? '1 seat left' : `${n} seats left`),
  notEnough: (n: number, asked: number) => `Only ${n} left for ${asked} people`,
  totalSeats: (n: number) => `${n} seats in all`,
  fullFrom: (place: string) => `Full from ${place}`,
  full: 'Full',
  freeFrom: (place: string, clock: string) => `Free from ${place}, ${clock}`,
  cancelled: 'Cancelled',
  cancelledBy: (agency: string) => `By ${agency}`,
  delayed: (minutes: number) => `${minutes} min late`,
  every: (minutes: number, until?: string) => `Every ${minutes} min${until === undefined ? '' : ` until ${until}`}`,
  left: 'Left',
  daysLater: (n: number) => `+${n} ${n === 1 ? 'day' : 'days'}`,
  seatsAsOf: 'Seats as of',
  seatsUnknown: 'Seats not known yet',
  seatsOld: (age: string) => `Seats are ${age} old. They may be gone.`,
  /** The whole card as one sentence, for the ear. */
  sentence: (r: {
    depart: string
    from: string
    arrive: string
    to: string
    lasts: string
    price: string
    load: string
  }) => `Departure ${r.depart} ${r.from}, arrival ${r.arrive} ${r.to}, ${r.lasts}, ${r.price}, ${r.load}`,
  list: (n: number, from: string, to: string, day: string) =>
    `${n} ${n === 1 ? 'departure' : 'departures'} from ${from} to ${to} on ${day}`,
  gone: (n: number) => (n === 1 ? '1 earlier departure has left' : `${n} earlier departures have left`),
  showGone: 'Show',
  none: (day: string) => `No departures on ${day}.`,
  allGone: (day: string) => `No more departures on ${day}.`,
  next: (day: string, clock: string) => `Next one: ${day}, ${clock}.`,
  show: 'Show',
  noneAtAll: 'No coach goes there without a change in this timetable.',
  changeSearch: 'Change the search',
  outside: (day: string) => `The timetable on this phone ends on ${day}.`,
  unknownPlace: 'One of these places is not in the timetable of this phone.',
}

export const departure = {
  title: (clock: string, place: string) => `${clock} to ${place}`,
  choose: (n: number) => (n === 1 ? 'Choose a seat' : `Choose ${n} seats`),
  line: 'Stops',
  showAll: (n: number) => (n === 1 ? 'Show the other stop' : `Show the other ${n} stops`),
  showRide: 'Show only my ride',
  about: 'about',
  aboutNote: 'Times with ~ are estimates between two timed stops.',
  platform: (code: string) => `Platform ${code}`,
  callAhead: 'Phone the company to be picked up or set down here',
  askDriver: 'Tell the driver you get off here',
  onboard: 'On board',
  amenities: {
    wifi: 'Wi-Fi',
    power: 'Power sockets',
    toilet: 'Toilet',
    'air-conditioning': 'Air conditioning',
    'step-free': 'Step-free entry',
    bicycles: 'Takes bicycles',
    sleeper: 'Sleeper seats',
    quiet: 'Quiet coach',
  },
  operatedBy: 'Operated by',
  priceFor: (people: string) => `for ${people}`,
  tariff: 'Fare by distance',
  each: 'each',
  closed: (clock: string) => `Sales closed at ${clock}. You may still buy on board.`,
  left: (clock: string) => `This coach left at ${clock}.`,
  otherDepartures: 'Other departures that day',
  onBoardOnly: (minutes: number) => `Runs every ${minutes} min. Seats are not sold ahead: buy on board.`,
  unknown: 'This departure is not in the timetable of this phone.',
  unknownText: 'It may be past, or the timetable changed.',
  searchAgain: 'Search again',
  cancelledText: (agency: string) => `${agency} cancelled this departure. Choose another one.`,
}
