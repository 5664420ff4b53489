import type { Deck } from 'shared/inventory/seat-map.ts'

const positions = { window: 'window', aisle: 'aisle', middle: 'middle' }
const decks: Record<Deck['name'], string> = { lower: 'Lower deck', upper: 'Upper deck', single: 'Seats' }

export const seats = {
  title: (n: number) => (n === 1 ? 'Choose a seat' : `Choose ${n} seats`),
  subtitle: (r: { clock: string; from: string; to: string; day: string }) =>
    `${r.clock} ${r.from} to ${r.to}, ${r.day}`,
  list: 'List of free seats',
  map: 'Seat map',
  free: 'Free',
  taken: 'Taken',
  yours: 'Yours',
  partlyLegend: (stop: string) => `Free from ${stop}`,
  partlyLater: 'Free later on',
  driver: 'Driver',
  door: 'Door',
  toilet: 'Toilet',
  stairs: 'Stairs',
  decks: 'Decks',
  deck: decks,
  row: (n: number) => `Row ${n}`,
  position: positions,
  /** A seat in words: "Seat 4C, aisle, free". */
  seat: (s: { label: string; traits: string[]; state: string }) =>
    `Seat ${s.label}, ${[...s.traits, s.state].join(', ')}`,
  traits: { accessible: 'kept for people who need it', backwards: 'faces backwards', table: 'at a table' },
  state: {
    free: 'free',
    taken: 'taken',
    yours: 'chosen',
    partly: (stop: string) => `free only from ${stop}`,
  },
  caption: (n: number) =>
    n === 1
      ? 'Seats. Arrow keys move, Space chooses. Choose 1.'
      : `Seats. Arrow keys move, Space chooses. Choose ${n}.`,
  chosen: (label: string, left: number) => `${label} chosen. ${left === 0 ? 'All chosen.' : `${left} to choose.`}`,
  isTaken: (label: string) => `${label} is taken.`,
  isPartly: (label: string, stop: string) => `${label} is free only from ${stop}.`,
  group: (n: number) => (n === 1 ? 'Single seats' : n === 2 ? 'Two together' : `${n} together`),
  groupNear: 'Near each other',
  noGroup: (n: number) => `No ${n} seats next to each other are free. Choose on the map.`,
  noSeats: (n: number) =>
    n === 0
      ? 'No seat is free for the whole ride.'
      : `Only ${n} ${n === 1 ? 'seat is' : 'seats are'} free for the whole ride.`,
  partlyGroup: 'Free for part of the ride',
  partlyHint: (stop: string) => `These seats are taken at first and free from ${stop}. Search from there to book them.`,
  searchFrom: (stop: string) => `Search from ${stop}`,
  useApp: (n: number) => (n === 1 ? 'Choose the best seat for me' : 'Choose the best together for me'),
  together: 'Together',
  apart: 'Not together',
  both: (one: string, other: string) => `${one} and ${other}`,
  soldNow: (seats: string) => `${seats} was sold just now. Choose again.`,
  noneChosen: (n: number) => (n === 1 ? 'No seat chosen' : 'No seats chosen'),
  someChosen: (n: number, of: number) => `${n} of ${of} chosen`,
  fallbackTitle: (n: number) => (n === 1 ? 'If it is gone by then' : 'If these are gone by then'),
  fallbackHint: (n: number) =>
    `Someone may take your ${n === 1 ? 'seat' : 'seats'} before we can ask. Then we ask for what you choose here.`,
  fallback: {
    together: (n: number) =>
      n === 1 ? 'Any other seat' : n === 2 ? 'Any two seats together' : `Any ${n} seats together`,
    any: (n: number) => (n === 1 ? 'Any other seat' : n === 2 ? 'Any two seats' : `Any ${n} seats`),
    none: (n: number) => (n === 1 ? 'Only this seat' : 'Only these seats'),
  },
  fallbackNote: {
    together: 'If there are none, we tell you what is left.',
    any: 'Together if we can, else apart.',
    none: 'Else the request is refused, and you pay nothing.',
  },
  continue: 'Continue',
  unknown: 'Seats not known yet. We ask for your choice when there is a network.',
  anySeats: (n: number) => (n === 1 ? 'Continue with any seat' : 'Continue with any seats'),
  noMap: 'The drawing of this coach is not on this phone.',
}
